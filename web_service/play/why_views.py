""" "Why?" asked of a hero's number or of the numbers in a telling. The brain traces them, this shows it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from web_service.campaigns.selectors import campaign_of, seat_at
from web_service.characters.sheet import coins_in_words
from web_service.clients.brain import get_brain
from web_service.clients.errors import GameNotFound, ServiceError
from web_service.play.services import ask

NUMBERS = {
    "hp": "Hit points", "hp_max": "Most hit points", "temp_hp": "Temporary hit points", "armor_class": "Armor class",
    "speed_ft": "Speed in feet", "proficiency_bonus": "Proficiency bonus", "coins_cp": "Purse", "xp": "Experience",
    "level": "Level", "hit_dice": "Hit dice left", "initiative": "Initiative",
}  # fmt: skip


@require_safe
@login_required
def why_hero(request: HttpRequest, campaign_id: int, hero: int, number: str) -> HttpResponse:
    """Show what changed one of a hero's numbers."""
    campaign = campaign_of(seat_at(request.user.pk, campaign_id))
    if number not in NUMBERS:
        raise Http404
    name = next((h["name"] for h in campaign.view.get("heroes", []) if h.get("id") == hero), None)
    if name is None:
        raise Http404
    context: dict[str, Any] = {"name": name, "label": NUMBERS[number]}
    try:
        found = ask(lambda: get_brain().why_hero(campaign_id, hero, number))
    except GameNotFound as error:
        raise Http404 from error
    except ServiceError as error:
        context["trouble"] = str(error)
    else:
        context["now"] = _shown(number, found.get("now"))
        context["earlier"] = found.get("earlier_changes", 0)
        context["changes"] = [_change(number, change) for change in found.get("changes", [])]
    return render(request, "play/why_hero.html", context)


def _change(number: str, change: dict[str, Any]) -> dict[str, Any]:
    source = change["source"]
    words = str(source["words"])
    return {
        "seq": source["seq"],
        "before": _shown(number, change["before"]),
        "after": _shown(number, change["after"]),
        "words": words[:1].upper() + words[1:],
        "sum": source["sum"],
        "turn_number": change["turn_number"],
    }


def _shown(number: str, value: int | None) -> str:
    if value is None:
        return ""
    return coins_in_words(value) if number == "coins_cp" else str(value)


def numbers_in_telling(campaign_id: int, turn_number: int) -> list[dict[str, Any]]:
    """Return the numbers of a telling with their likeliest source; none while the brain is away."""
    try:
        found = ask(lambda: get_brain().why_turn(campaign_id, turn_number))
    except ServiceError:
        return []
    numbers = []
    for number in found.get("numbers", []):
        source = number["sources"][0]
        words = str(source["words"])
        numbers.append(
            {"text": number["text"], "words": words[:1].upper() + words[1:], "sum": source["sum"]}
        )
    return numbers
