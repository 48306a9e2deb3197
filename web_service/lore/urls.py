"""The lore page's addresses, all below `/campaigns/<id>/lore/`."""

from django.urls import path

from web_service.lore import views

app_name = "lore"
urlpatterns = [
    path("", views.lore, name="lore"),
    path("story", views.story, name="story"),
    path("pin", views.add, {"kind": "pin"}, name="pin"),
    path("correct", views.add, {"kind": "correction"}, name="correct"),
    path("add", views.add, {"kind": "lore"}, name="add"),
    path("import", views.bring, name="bring"),
    path("<int:entry_id>/edit", views.edit, name="edit"),
    path("<int:entry_id>/switch", views.switch, name="switch"),
    path("<int:entry_id>/delete", views.delete, name="delete"),
]
