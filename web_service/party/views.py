"""The company's page and everything a player can do about the others at the table, or ask the Dungeon Master alone."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from web_service.campaigns.invitations import invitation, take_back_invitations
from web_service.campaigns.selectors import campaign_of, owned_seat, seat_at
from web_service.clients.brain import get_brain
from web_service.config.answers import error_json, too_often, wants_json
from web_service.party import declarations, holding, presence, seats
from web_service.party.company import company_of
from web_service.party.forms import HeroForm, HoldForm, TypingForm, WhisperForm
from web_service.party.whispers import may_whisper, whisper, whispers_of


@require_safe
@login_required
def party(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show who sits here, and what can be done about it."""
    seat = seat_at(request.user.pk, campaign_id)
    campaign = campaign_of(seat)
    context: dict[str, Any] = {
        "campaign": campaign,
        "seat": seat,
        "company": company_of(campaign, seat),
        "free_heroes": seats.free_heroes(campaign),
    }
    if seat.is_owner:
        address = reverse("campaigns:join", args=[invitation(campaign_id)])
        context["invite_days"] = settings.INVITE_DAYS
        context["invite"] = request.build_absolute_uri(address)
    return render(request, "party/party.html", context)


def _to_party(campaign_id: int) -> HttpResponse:
    return redirect("party:party", campaign_id=campaign_id)


@require_POST
@login_required
def typing(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Note that I write, or have stopped."""
    seat = seat_at(request.user.pk, campaign_id)
    form = TypingForm(request.POST)
    is_typing = form.is_valid() and form.cleaned_data["typing"]
    presence.note_typing(campaign_id, seat.pk, is_typing=is_typing)
    return HttpResponse(status=204)


@require_POST
@login_required
def take_back(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Take my waiting words back."""
    seat = seat_at(request.user.pk, campaign_id)
    if not declarations.take_back(seat):
        return error_json("too_late", "It is too late: your words are being played.", 409)
    return JsonResponse({"taken_back": True})


@require_POST
@login_required
def hold(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Let an absent player's hero hold, so that the fight goes on."""
    seat = seat_at(request.user.pk, campaign_id)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return error_json("validation_error", "Say which hero is to hold, with a key.", 422)
    sent = form.cleaned_data
    answer = holding.let_hold(get_brain(), seat, sent["character_id"], sent["key"])
    return JsonResponse(answer)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def whispers(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show my whispers; a posted one is answered to me alone."""
    seat = seat_at(request.user.pk, campaign_id)
    form = WhisperForm(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            return error_json("validation_error", "Write what you want to ask.", 422)
        if seat.character_id is None:
            return error_json("no_hero", "Choose your hero first; then ask what they know.", 409)
        if not may_whisper(seat):
            return too_often(request, "That were many whispers at once. Wait a minute.", 60)
        whisper(get_brain(), seat, form.cleaned_data["question"])
    context = {"whispers": whispers_of(seat), "campaign": campaign_of(seat)}
    html = render_to_string("party/whispers.html", context, request)
    is_script = request.method == "POST" and wants_json(request)
    response = JsonResponse({"html": html}) if is_script else HttpResponse(html)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def leave(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Give up my seat; my hero stays for others."""
    seat = seat_at(request.user.pk, campaign_id)
    name = campaign_of(seat).name
    seats.leave(seat)
    messages.success(request, f"You have left “{name}”. An invitation brings you back.")
    return redirect("campaigns:list")


@require_POST
@login_required
def take_up(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Play a hero nobody plays."""
    seat = seat_at(request.user.pk, campaign_id)
    form = HeroForm(request.POST)
    if not form.is_valid():
        return error_json("validation_error", "Say which hero you take up.", 422)
    seats.take_up(seat, campaign_of(seat), form.cleaned_data["character_id"])
    return redirect("play:table", campaign_id=campaign_id)


@require_POST
@login_required
def hand_over(request: HttpRequest, campaign_id: int, seat_id: int) -> HttpResponse:
    """Give my hero to somebody else at the table."""
    seat = seat_at(request.user.pk, campaign_id)
    name = seats.hand_over(seat, seat_id)
    messages.success(request, f"Your hero is {name}’s now.")
    return _to_party(campaign_id)


@require_POST
@login_required
def remove(request: HttpRequest, campaign_id: int, seat_id: int) -> HttpResponse:
    """Take somebody's seat away."""
    name = seats.remove(owned_seat(request.user.pk, campaign_id), seat_id)
    text = (
        f"{name} sits here no more, and the old invitation opens nothing. There is a new one below."
    )
    messages.success(request, text)
    return _to_party(campaign_id)


@require_POST
@login_required
def new_invitation(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Make a new invitation; the old ones are worthless from now on."""
    owned_seat(request.user.pk, campaign_id)
    take_back_invitations(campaign_id)
    messages.success(request, "There is a new invitation. The old one opens nothing any more.")
    return _to_party(campaign_id)
