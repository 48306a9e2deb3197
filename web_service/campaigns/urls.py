"""The shelf's addresses."""

from django.urls import path

from web_service.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.shelf, name="list"),
    path("new", views.new, name="new"),
    path("join/<str:word>", views.join, name="join"),
    path("<int:campaign_id>/settings", views.change, name="change"),
    path("<int:campaign_id>/sampling", views.sample, name="sample"),
    path("<int:campaign_id>/rename", views.rename, name="rename"),
    path("<int:campaign_id>/delete", views.delete, name="delete"),
]
