"""The dice page: every roll, the promise made about them and, once the owner shows a seed, the proof of each die."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from web_service.campaigns.selectors import campaign_of, owned_seat, seat_at
from web_service.clients.brain import get_brain
from web_service.clients.errors import ServiceError
from web_service.play.names import names_at
from web_service.play.proofs import proof_of
from web_service.play.reading import rolls_at
from web_service.play.services import ask
from web_service.play.stream import whole_number

ROLLS_A_PAGE = 100


@require_safe
@login_required
def dice(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show every roll and its proof; while the brain is away the rolls alone."""
    seat = seat_at(request.user.pk, campaign_id)
    campaign = campaign_of(seat)
    before = whole_number(request.GET.get("before", "")) or None
    context = {"campaign": campaign, "seat": seat}
    try:
        found = ask(lambda: get_brain().dice(campaign_id, before, ROLLS_A_PAGE))
        proof = proof_of(found, names_at(campaign))
    except (ServiceError, KeyError):
        rows = rolls_at(campaign, before, ROLLS_A_PAGE)
        older = rows[-1].card.seq if len(rows) == ROLLS_A_PAGE else None
        return render(request, "play/dice.html", context | {"rows": rows, "older": older})
    return render(
        request,
        "play/dice.html",
        context | {"proof": proof, "rows": proof.rows, "older": proof.older},
    )


@require_POST
@login_required
def reveal(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the dice seed, which only the campaign's owner may."""
    owned_seat(request.user.pk, campaign_id)
    ask(lambda: get_brain().reveal_dice(campaign_id))
    return redirect("play:dice", campaign_id=campaign_id)
