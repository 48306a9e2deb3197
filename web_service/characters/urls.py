"""A table's heroes."""

from django.urls import path

from web_service.characters import make_views, views

app_name = "characters"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("make", make_views.make, name="make"),
    path("<slug:ref>/sheet", views.sheet, name="sheet"),
]
