"""Making a hero of one's own: three fields and a click, or every choice there is. Nothing that was typed is lost."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from web_service.campaigns.models import Campaign
from web_service.campaigns.selectors import campaign_of, seat_at
from web_service.campaigns.services import seat_built_hero
from web_service.characters import making
from web_service.characters.sheet import ABILITIES
from web_service.clients.brain import Brain, get_brain
from web_service.clients.errors import GameRefusal
from web_service.party.notices import wake_table
from web_service.party.seats import needs_hero
from web_service.play.services import replace_fallen_hero

Json = dict[str, Any]
SHOWN = ("name", "race", "classes", "background", "background_name", "abilities", "bought", "look")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def make(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the form, quick or full; a legal hero takes the seat."""
    seat = seat_at(request.user.pk, campaign_id)
    campaign = campaign_of(seat)
    is_lost = bool(campaign.view.get("is_lost"))
    if not is_lost and not needs_hero(campaign, seat):
        return redirect("characters:choose", campaign_id=campaign_id)
    brain = get_brain()
    if request.method != "POST":
        return _page(request, campaign, brain, {})
    wares = {ware["name"].casefold(): ware["key"] for ware in brain.character_options()["wares"]}
    step, choices = request.POST.get("step", "seat"), making.choices_from(request.POST, wares)
    is_quick = step == "quick"
    changed = step == "seat" and request.POST.get("shape", "") != making.shape_of(request.POST)
    try:
        if step in ("open", "refresh", "quick") or changed:
            draft = brain.draft_character(choices, fill=True)
            if not is_quick:
                notice = "What there is to choose has changed; look it over." if changed else ""
                return _page(request, campaign, brain, draft, notice=notice)
            choices = draft["choices"]
        if is_lost:
            replace_fallen_hero(brain, seat, "", choices)
        else:
            seat_built_hero(brain, seat, choices)
    except GameRefusal as refusal:
        return _refused(request, campaign, brain, choices, refusal, is_quick=is_quick)
    wake_table(campaign_id)
    return redirect("play:table", campaign_id=campaign_id)


def _refused(
    request: HttpRequest,
    campaign: Campaign,
    brain: Brain,
    choices: Json,
    refusal: GameRefusal,
    *,
    is_quick: bool,
) -> HttpResponse:
    """Show what was typed again, with each problem beside its field."""
    problems = refusal.details.get("problems") or [{"field": "", "message": str(refusal)}]
    draft: Json = {"choices": choices, "questions": [], "problems": problems}
    if not is_quick:
        try:
            asked = brain.draft_character(choices)
            draft = {**asked, "problems": problems}
        except GameRefusal:
            pass  # not even a draft can be made of it; its problems are shown all the same
    draft["is_quick"] = is_quick
    return _page(request, campaign, brain, draft, status=422)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    brain: Brain,
    draft: Json,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    options, choices = brain.character_options(), draft.get("choices", {})
    # a draft that is only being filled in is not scolded; a refused one is
    errors = making.errors_by_field(draft.get("problems", [])) if status == 422 else {}
    groups = making.groups_of(draft.get("questions", []), choices.get("picks", {}), errors)
    classes = [*choices.get("classes", []), {}, {}][:2]
    scores = choices.get("abilities", {}).get("scores", {})
    context = {
        "campaign": campaign,
        "options": {**options, "wares": _priced(options)},
        "choices": choices,
        "is_full": bool(choices) and not draft.get("is_quick"),
        "first": classes[0],
        "second": classes[1],
        "method": choices.get("abilities", {}).get("method", "standard_array"),
        "methods": making.METHODS,
        "scores": [(key, name, scores.get(key, "")) for key, name in ABILITIES.items()],
        "levels": range(1, 21),
        "groups": groups,
        "errors": errors,
        "general": making.leftovers(errors, groups, SHOWN),
        "bought": _bought(options, choices.get("bought", {})),
        "gold": draft.get("gold_cp", 0) / 100,
        "preview": making.preview_of(draft.get("hero")),
        "shape": making.shape_of_choices(choices) if choices else "",
        "notice": notice,
    }
    return render(request, "characters/make.html", context, status=status)


def _bought(options: Json, bought: Json) -> list[tuple[int, str, int | str]]:
    """Return the lines of the shopping list: those written, and empty ones."""
    names = {ware["key"]: ware["name"] for ware in options["wares"]}
    lines: list[tuple[str, int | str]] = [(names.get(k, k), count) for k, count in bought.items()]
    lines += [("", "")] * (making.WARE_ROWS - len(lines))
    return [(n, name, count) for n, (name, count) in enumerate(lines)]


def _priced(options: Json) -> list[Json]:
    return [{**ware, "cost_gp": f"{ware['cost_cp'] / 100:g} gp"} for ware in options["wares"]]
