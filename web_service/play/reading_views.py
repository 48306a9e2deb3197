"""The pages read beside the table: history, "why?", what the Dungeon Master knows."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from web_service.campaigns.selectors import campaign_of, owned_seat, seat_at
from web_service.clients.brain import get_brain
from web_service.play import selectors
from web_service.play.models import Turn
from web_service.play.reading import why_of
from web_service.play.why_views import numbers_in_telling

TURNS_A_PAGE = 25


@require_safe
@login_required
def history(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show all turns, with a branch from each."""
    campaign = campaign_of(seat_at(request.user.pk, campaign_id))
    turns = Turn.objects.filter(campaign_id=campaign_id).order_by("turn_number")
    pages = Paginator(turns, TURNS_A_PAGE)
    page = pages.get_page(request.GET.get("page", pages.num_pages))
    story = selectors.story_of(campaign, list(page.object_list))
    context = {"campaign": campaign, "story": story, "page": page}
    return render(request, "play/history.html", context)


@require_safe
@login_required
def why_number(request: HttpRequest, campaign_id: int, seq: int) -> HttpResponse:
    """Show the event a number comes from."""
    campaign = campaign_of(seat_at(request.user.pk, campaign_id))
    event = selectors.event_at(campaign_id, seq)
    turn = Turn.objects.filter(campaign_id=campaign_id, pk=event.turn_id or 0).first()
    if turn is None:
        raise Http404
    context = {"why": why_of(campaign, turn, seq), "campaign": campaign}
    return render(request, "play/why.html", context)


@require_safe
@login_required
def why_turn(request: HttpRequest, campaign_id: int, number: int) -> HttpResponse:
    """Show everything that happened in a turn."""
    campaign = campaign_of(seat_at(request.user.pk, campaign_id))
    turn = selectors.turn_at(campaign_id, number)
    numbers = numbers_in_telling(campaign_id, number)
    context = {
        "why": why_of(campaign, turn),
        "campaign": campaign,
        "turn": turn,
        "numbers": numbers,
    }
    return render(request, "play/why.html", context)


@require_safe
@login_required
def knows(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show what the Dungeon Master knew and recalled, turn by turn."""
    seat = seat_at(request.user.pk, campaign_id)
    campaign = campaign_of(seat)
    turns = selectors.last_turns(campaign_id, 20)
    context = {
        "campaign": campaign,
        "turns": turns[::-1],
        "clues": campaign.view.get("clues", []),
        "is_owner": seat.is_owner,
    }
    return render(request, "play/knows.html", context)


@require_safe
@login_required
def prompt(request: HttpRequest, campaign_id: int, number: int) -> HttpResponse:
    """Show the owner what a turn was told from, part by part: it may hold what players are yet to find out."""
    campaign = campaign_of(owned_seat(request.user.pk, campaign_id))
    turn = selectors.turn_at(campaign_id, number)
    told_from = get_brain().inspect(campaign_id, number)
    context = {"campaign": campaign, "turn": turn, "told_from": told_from}
    return render(request, "play/prompt.html", context)
