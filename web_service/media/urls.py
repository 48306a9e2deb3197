"""Media by kind and name."""

from django.urls import re_path

from web_service.media import views

app_name = "media"
urlpatterns = [re_path(r"^(?P<kind>images|audio)/(?P<name>[^/]+)$", views.show, name="show")]
