"""The company's addresses, all below `/campaigns/<id>/party/`."""

from django.urls import path

from web_service.party import views

app_name = "party"
urlpatterns = [
    path("", views.party, name="party"),
    path("take-back", views.take_back, name="take_back"),
    path("hold", views.hold, name="hold"),
    path("whispers", views.whispers, name="whispers"),
    path("leave", views.leave, name="leave"),
    path("take-up", views.take_up, name="take_up"),
    path("new-invitation", views.new_invitation, name="new_invitation"),
    path("seats/<int:seat_id>/remove", views.remove, name="remove"),
    path("seats/<int:seat_id>/hand-over", views.hand_over, name="hand_over"),
]
