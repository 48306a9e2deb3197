"""Taking a level that experience has earned: as advised in one click, or every choice there is. Nothing picked is lost."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from web_service.campaigns.models import Campaign, Seat
from web_service.campaigns.selectors import campaign_of, seat_at
from web_service.characters import making
from web_service.clients.brain import Brain, get_brain
from web_service.clients.errors import GameConflict, GameRefusal
from web_service.party.notices import wake_table
from web_service.party.seats import free_heroes

Json = dict[str, Any]


def _hero_of(campaign: Campaign, seat: Seat, ref: str) -> Json:
    """Return the hero whose level this person may take: their own, or for the owner one nobody plays. Raises Http404."""
    for hero in campaign.view.get("heroes", []):
        if hero["ref"] == ref:
            number = int(hero["id"])
            is_free = seat.is_owner and number in [free for free, _ in free_heroes(campaign)]
            if number == seat.character_id or is_free:
                return dict(hero)
    raise Http404


def _choice(data: QueryDict) -> Json:
    return {
        "class_key": data.get("class_key", ""),
        "hit_points": data.get("hit_points", "fixed"),
        "picks": making.picks_from(data),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def level_up(request: HttpRequest, campaign_id: int, ref: str) -> HttpResponse:
    """Show what the level leaves to choose; a legal choice takes it."""
    seat = seat_at(request.user.pk, campaign_id)
    campaign = campaign_of(seat)
    hero, brain = _hero_of(campaign, seat, ref), get_brain()
    choice: Json = _choice(request.POST) if request.method == "POST" else {}
    step = request.POST.get("step", "")
    try:
        if step == "advised":
            brain.level_up(campaign_id, hero["id"], {**choice, "picks": {}}, as_advised=True)
        elif step == "take" and choice["class_key"] == request.POST.get("shape", ""):
            brain.level_up(campaign_id, hero["id"], choice)
        else:
            draft = brain.draft_level(campaign_id, hero["id"], choice, fill=True)
            return _page(request, campaign, hero, draft)
    except GameConflict as conflict:
        return _page(request, campaign, hero, {}, reason=str(conflict), status=409)
    except GameRefusal as refusal:
        return _refused(request, campaign, hero, choice, brain, refusal)
    wake_table(campaign_id)
    return redirect("play:table", campaign_id=campaign_id)


def _refused(
    request: HttpRequest,
    campaign: Campaign,
    hero: Json,
    choice: Json,
    brain: Brain,
    refusal: GameRefusal,
) -> HttpResponse:
    """Show what was picked again, with each problem beside its question."""
    problems = refusal.details.get("problems") or [{"field": "", "message": str(refusal)}]
    draft = brain.draft_level(campaign.pk, hero["id"], choice)
    return _page(request, campaign, hero, {**draft, "problems": problems}, status=422)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    hero: Json,
    draft: Json,
    *,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    choice = draft.get("choice", {})
    errors = making.errors_by_field(draft.get("problems", [])) if status == 422 else {}
    groups = making.groups_of(draft.get("questions", []), choice.get("picks", {}), errors)
    context = {
        "campaign": campaign,
        "hero": hero,
        "draft": draft,
        "choice": choice,
        "groups": groups,
        "errors": errors,
        "general": making.leftovers(errors, groups, ("classes",)),
        "preview": making.preview_of(draft.get("hero")),
        "reason": reason,
    }
    return render(request, "characters/level_up.html", context, status=status)
