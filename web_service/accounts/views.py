"""The front door: sign up, sign in, sign out, preferences."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from web_service.accounts import services
from web_service.accounts.forms import PreferencesForm, SignInForm, SignUpForm
from web_service.accounts.models import User
from web_service.accounts.throttle import FAILED_SIGN_INS, SIGN_UPS
from web_service.config.answers import error_json, too_often


def _next_page(request: HttpRequest) -> str:
    """Return where a newcomer was going, when that is on this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else ""


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account and go straight to a new campaign."""
    if request.user.is_authenticated:
        return redirect("campaigns:list")
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and SIGN_UPS.is_over(request):
        message = "Too many people sat down from this address. Try again in an hour."
        return too_often(request, message, SIGN_UPS.window_s)
    user = form.save_or_refuse() if request.method == "POST" and form.is_valid() else None
    if user is not None:
        SIGN_UPS.count(request)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        target = _next_page(request)
        return HttpResponseRedirect(target) if target else redirect("campaigns:new")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "next": _next_page(request)}
    return render(request, "accounts/sign_up.html", context, status=status)


class SignIn(LoginView):
    """Sign in; failures are counted and slowed by django-axes."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the form, unless this address has failed too often with any names."""
        if FAILED_SIGN_INS.is_over(request):
            return locked_out(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count a failure."""
        FAILED_SIGN_INS.count(self.request)
        return super().form_invalid(form)


class SignOut(LogoutView):
    """Sign out, by POST only."""


class ChangePassword(PasswordChangeView):
    """Account page: another password."""

    template_name = "accounts/account.html"
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it worked."""
        response = super().form_valid(form)
        messages.success(self.request, "Your password is changed.")
        return response


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any) -> HttpResponse:
    """Answer somebody who guessed too often."""
    context = {"form": SignInForm(request), "is_locked_out": True}
    response = render(request, "accounts/sign_in.html", context, status=429)
    response["Retry-After"] = "300"
    return response


@require_POST
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember a preference."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return error_json("validation_error", "These preferences are out of range.", 422)
    services.change_preferences(cast("User", request.user), form.cleaned_data)
    return HttpResponse(status=204)
