"""The front door's addresses."""

from django.urls import path

from web_service.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-up", views.sign_up, name="sign_up"),
    path("sign-in", views.SignIn.as_view(), name="sign_in"),
    path("sign-out", views.SignOut.as_view(), name="sign_out"),
    path("me", views.ChangePassword.as_view(), name="account"),
    path("preferences", views.preferences, name="preferences"),
]
