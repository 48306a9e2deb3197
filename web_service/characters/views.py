"""Choosing a hero for one's seat, and reading a sheet."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from web_service.campaigns.selectors import campaign_of, seat_at
from web_service.campaigns.services import seat_hero
from web_service.characters.forms import HeroForm
from web_service.characters.selectors import ready_made_for, sheet_at
from web_service.clients.brain import get_brain
from web_service.party.notices import wake_table
from web_service.party.seats import free_heroes, needs_hero
from web_service.play.selectors import faces_at
from web_service.play.services import replace_fallen_hero


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the ready-made heroes; one click seats one."""
    seat = seat_at(request.user.pk, campaign_id)
    campaign = campaign_of(seat)
    brain = get_brain()
    heroes = ready_made_for(brain, campaign)
    form = HeroForm(request.POST or None, keys=[hero.key for hero in heroes])
    if request.method == "POST" and form.is_valid():
        if campaign.view.get("is_lost"):
            replace_fallen_hero(brain, seat, form.cleaned_data["hero"])
        elif needs_hero(campaign, seat):
            key = form.cleaned_data["hero"]
            seat_hero(brain, seat, key, next(hero.name for hero in heroes if hero.key == key))
            wake_table(campaign_id)
        return redirect("play:table", campaign_id=campaign_id)
    free = free_heroes(campaign) if needs_hero(campaign, seat) else []
    context = {"heroes": heroes, "free_heroes": free, "campaign": campaign, "seat": seat}
    status = 422 if request.method == "POST" else 200
    return render(request, "characters/choose.html", context, status=status)


@require_safe
@login_required
def sheet(request: HttpRequest, campaign_id: int, ref: str) -> HttpResponse:
    """Show a hero's whole sheet, as a part of the table page."""
    seat = seat_at(request.user.pk, campaign_id)
    campaign = campaign_of(seat)
    context = {
        "sheet": sheet_at(campaign, ref),
        "campaign": campaign,
        "is_mine": ref == f"c{seat.character_id}",
        "face": faces_at(campaign_id).get(ref),
    }
    return render(request, "characters/sheet.html", context)
