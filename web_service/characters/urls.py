"""A table's heroes."""

from django.urls import path

from web_service.characters import views

app_name = "characters"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("<slug:ref>/sheet", views.sheet, name="sheet"),
]
