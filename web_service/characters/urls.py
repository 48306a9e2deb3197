"""A table's heroes."""

from django.urls import path

from web_service.characters import level_views, make_views, views

app_name = "characters"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("make", make_views.make, name="make"),
    path("<slug:ref>/sheet", views.sheet, name="sheet"),
    path("<slug:ref>/level-up", level_views.level_up, name="level_up"),
]
