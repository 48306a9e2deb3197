"""The table page and everything a player can do at it. Each action: signed in? a seat here? then the brain is asked."""

from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from web_service.accounts.models import User
from web_service.campaigns.selectors import campaign_of, seat_at
from web_service.campaigns.services import branch_table
from web_service.clients.brain import Brain, get_brain
from web_service.config.answers import error_json, wants_json
from web_service.lore.comebacks import previously
from web_service.party.company import company_of
from web_service.play import selectors, services
from web_service.play.forms import BranchForm, ChoiceForm, EditForm, TurnForm, WithdrawForm


@require_safe
@login_required
def table(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the table."""
    seat = seat_at(request.user.pk, campaign_id)
    campaign = campaign_of(seat)
    turns = selectors.last_turns(campaign_id)
    context = {
        "campaign": campaign,
        "seat": seat,
        "story": selectors.story_of(campaign, turns),
        "panels": selectors.panels_for(campaign, turns, seat),
        "last": turns[-1] if turns else None,
        "has_more": bool(turns) and turns[0].turn_number > 1,
        "company": company_of(campaign, seat),
        "prefs": cast("User", request.user).preferences,
        "previously": previously(request.session, campaign_id),
    }
    return render(request, "play/table.html", context)


def _answer(request: HttpRequest, campaign_id: int, answer: dict[str, Any]) -> HttpResponse:
    """Answer a script with the turn's ids (the stream brings the rest), a person with the table."""
    if not wants_json(request):
        return redirect("play:table", campaign_id=campaign_id)
    kept = {key: answer.get(key) for key in ("turn_id", "turn_number", "status") if key in answer}
    return JsonResponse(kept)


def _refused(form: forms.Form) -> HttpResponse:
    problems = {name: [str(e) for e in errors] for name, errors in form.errors.items()}
    words = " ".join(error for errors in problems.values() for error in errors)
    return error_json("validation_error", words, 422, problems)


@require_POST
@login_required
def take_turn(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Take a turn; sent again with the same key it is the same turn."""
    seat = seat_at(request.user.pk, campaign_id)
    data = request.POST.copy()
    data.setdefault("key", request.headers.get("Idempotency-Key", ""))
    form = TurnForm(data)
    if not form.is_valid():
        return _refused(form)
    if seat.character_id is None and not seat.is_owner:
        return error_json("no_hero", "Choose your hero first; then say what they do.", 409)
    sent = form.cleaned_data
    answer = services.take_turn(get_brain(), seat, sent["message"], sent["key"])
    return _answer(request, campaign_id, answer)


@require_POST
@login_required
def begin(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Have the opening told."""
    seat_at(request.user.pk, campaign_id)
    answer = services.ask(lambda: get_brain().begin(campaign_id))
    return _answer(request, campaign_id, answer)


@require_POST
@login_required
def stop(request: HttpRequest, campaign_id: int, number: int) -> HttpResponse:
    """Stop a telling."""
    seat_at(request.user.pk, campaign_id)
    answer = services.ask(lambda: get_brain().stop(campaign_id, number))
    return _answer(request, campaign_id, answer)


@require_POST
@login_required
def retell(request: HttpRequest, campaign_id: int, number: int) -> HttpResponse:
    """Have the last turn told again."""
    seat_at(request.user.pk, campaign_id)
    answer = services.ask(lambda: get_brain().retell(campaign_id, number))
    return _answer(request, campaign_id, answer)


@require_POST
@login_required
def edit(request: HttpRequest, campaign_id: int, number: int) -> HttpResponse:
    """Change the words of a telling."""
    seat_at(request.user.pk, campaign_id)
    form = EditForm(request.POST)
    if not form.is_valid():
        return _refused(form)
    words = form.cleaned_data["narration"].replace("\r\n", "\n")
    answer = services.ask(lambda: get_brain().edit(campaign_id, number, words))
    return _answer(request, campaign_id, answer)


@require_POST
@login_required
def withdraw(request: HttpRequest, campaign_id: int, number: int) -> HttpResponse:
    """Play the X-card: take a telling off the table, no question asked."""
    seat_at(request.user.pk, campaign_id)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _refused(form)
    line = form.cleaned_data["line"]
    answer = services.ask(lambda: get_brain().withdraw(campaign_id, number, line))
    return _answer(request, campaign_id, answer)


@require_POST
@login_required
def undo(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Take the last turn back."""
    seat_at(request.user.pk, campaign_id)
    answer = services.ask(lambda: get_brain().undo(campaign_id))
    return _answer(request, campaign_id, answer)


@require_POST
@login_required
def branch(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Go on from an earlier turn in a new campaign."""
    seat = seat_at(request.user.pk, campaign_id)
    form = BranchForm(request.POST)
    if not form.is_valid():
        return _refused(form)
    wanted = form.cleaned_data
    new_id = branch_table(get_brain(), seat, wanted["after_turn"], wanted["name"])
    return redirect("play:table", campaign_id=new_id)


@require_POST
@login_required
def choose(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Say how it goes on after the last hero fell."""
    seat_at(request.user.pk, campaign_id)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return _refused(form)
    choice = form.cleaned_data["choice"]
    if choice == "new_hero":
        return redirect("characters:choose", campaign_id=campaign_id)
    brain: Brain = get_brain()
    answer = services.ask(lambda: brain.choose(campaign_id, choice))
    return _answer(request, campaign_id, answer)
