"""The lore page and the story in chapters. Everybody at a table may look and pin; the rest is its owner's."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from web_service.accounts.models import User
from web_service.campaigns.models import Seat
from web_service.campaigns.selectors import campaign_of, owned_seat, seat_at
from web_service.clients.errors import ServiceError
from web_service.clients.lorebook import get_lorebook
from web_service.lore import selectors
from web_service.lore.forms import CorrectionForm, FileForm, LoreForm, PinForm
from web_service.play.models import Turn

FORMS: dict[str, type[forms.Form]] = {
    "pin": PinForm,
    "correction": CorrectionForm,
    "lore": LoreForm,
}
KEPT = {"pin": "It is pinned.", "correction": "It is set right.", "lore": "It is written down."}
PIN_CHARS = 600


@require_safe
@login_required
def lore(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show what is written down; with `?turn=` a memory to be pinned from that turn."""
    seat = seat_at(request.user.pk, campaign_id)
    return _page(request, seat, {"pin": PinForm(initial=_from_turn(request, campaign_id))})


def _from_turn(request: HttpRequest, campaign_id: int) -> dict[str, Any]:
    """Return what a pin begins with when one comes from a turn."""
    number = request.GET.get("turn", "")
    if not number.isdigit() or len(number) > 9:
        return {}
    turn = Turn.objects.filter(campaign_id=campaign_id, turn_number=int(number)).first()
    if turn is None:
        return {}
    words = " ".join(turn.dm_response.split())
    short = words if len(words) <= PIN_CHARS else words[: PIN_CHARS - 1].rsplit(" ", 1)[0] + "…"
    return {"turn_number": turn.turn_number, "content": short}


def _page(
    request: HttpRequest, seat: Seat, shown: dict[str, forms.Form], status: int = 200
) -> HttpResponse:
    campaign = campaign_of(seat)
    shelf = selectors.shelf_of(seat)
    entries = [entry for _, _, rows in shelf.parts for entry in rows]
    pin = shown.get("pin")
    turn = pin["turn_number"].value() if pin else None
    correction = shown.get("correction") or CorrectionForm(
        initial={"turn_number": turn} if turn else None
    )
    context = {
        "campaign": campaign,
        "seat": seat,
        "parts": shelf.parts,
        "mine": {entry.pk for entry in entries if selectors.may_change(seat, entry)},
        "pin_form": pin or PinForm(),
        "from_turn": turn,
        "correction_form": correction,
        "lore_form": shown.get("lore") or LoreForm(),
        "file_form": shown.get("file") or FileForm(),
    }
    return render(request, "lore/lore.html", context, status=status)


@require_POST
@login_required
def add(request: HttpRequest, campaign_id: int, kind: str) -> HttpResponse:
    """Pin a memory, set something right, or write lore down."""
    seat = _seat_for(request, campaign_id, kind)
    form = FORMS[kind](request.POST)
    if form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if value is not None}
        author = cast("User", request.user).username
        try:
            get_lorebook().add(campaign_id, kind=kind, author=author, **fields)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, KEPT[kind])
            return redirect("lore:lore", campaign_id=campaign_id)
    return _page(request, seat, {kind: form}, 422)


def _seat_for(request: HttpRequest, campaign_id: int, kind: str) -> Seat:
    """Return a seat that may write down something of a kind. Raises Http404."""
    if kind == "pin":
        return seat_at(request.user.pk, campaign_id)
    return owned_seat(request.user.pk, campaign_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, campaign_id: int, entry_id: int) -> HttpResponse:
    """Change an entry."""
    seat = seat_at(request.user.pk, campaign_id)
    entry = selectors.entry_at(seat, entry_id)
    start = {name: getattr(entry, name) for name in LoreForm.base_fields}
    whole = LoreForm if entry.kind == "lore" else PinForm
    form = whole(request.POST or None, initial=start)
    form.fields.pop("turn_number", None)
    if request.method == "POST" and form.is_valid():
        try:
            get_lorebook().change(campaign_id, entry_id, **form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is changed.")
            return redirect("lore:lore", campaign_id=campaign_id)
    context = {"campaign": campaign_of(seat), "entry": entry, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "lore/edit.html", context, status=status)


@require_POST
@login_required
def switch(request: HttpRequest, campaign_id: int, entry_id: int) -> HttpResponse:
    """Switch an entry on or off."""
    entry = selectors.entry_at(seat_at(request.user.pk, campaign_id), entry_id)
    get_lorebook().change(campaign_id, entry_id, is_enabled=not entry.is_enabled)
    return redirect("lore:lore", campaign_id=campaign_id)


@require_POST
@login_required
def delete(request: HttpRequest, campaign_id: int, entry_id: int) -> HttpResponse:
    """Delete an entry."""
    selectors.entry_at(seat_at(request.user.pk, campaign_id), entry_id)
    get_lorebook().delete(campaign_id, entry_id)
    messages.success(request, "It is deleted.")
    return redirect("lore:lore", campaign_id=campaign_id)


@require_POST
@login_required
def bring(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Take in a lorebook or a character card."""
    seat = owned_seat(request.user.pk, campaign_id)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        author = cast("User", request.user).username
        data = form.cleaned_data["file"].read()
        try:
            found = get_lorebook().bring(campaign_id, data, author)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            _say_what_came(request, found)
            return redirect("lore:lore", campaign_id=campaign_id)
    return _page(request, seat, {"file": form}, 422)


def _say_what_came(request: HttpRequest, found: dict[str, Any]) -> None:
    entries, people = found.get("entries", 0), found.get("people", 0)
    what = f"{entries} {'entry' if entries == 1 else 'entries'}"
    what += f" and {people} {'person' if people == 1 else 'people'}" if people else ""
    messages.success(request, f"Taken in: {what}.")
    for problem in found.get("problems") or ():
        messages.warning(request, str(problem))


@require_safe
@login_required
def story(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the story so far, in chapters."""
    campaign = campaign_of(seat_at(request.user.pk, campaign_id))
    so_far = selectors.story_so_far(campaign_id)
    return render(request, "lore/story.html", {"campaign": campaign, "so_far": so_far})
