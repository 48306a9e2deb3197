"""Step 5, its first half: which picture and which voice a telling asks for. Pure; `media/` does the work, from the
jobs that COMMIT 2 queues, so neither can fail a turn.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.state import State
from llm_brain.ledger.table_view import part_of_day
from llm_brain.observe.trail import request_id
from llm_brain.store.campaigns import Campaign
from llm_brain.turn.resolved import ResolvedTurn
from llm_brain.turn.telling import Sentence, Telling

STYLE_OF_THEME = {
    "gothic_horror": "dark_gothic",
    "swashbuckling": "gallant",
    "desert_ruins": "sunbaked",
}
DEFAULT_STYLE = "fantasy_art"
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def jobs_for(campaign: Campaign, turn: ResolvedTurn, telling: Telling) -> dict[str, dict[str, Any]]:
    """Return the payload of each job the telling asks for, by kind: `image` when there is something new to
    see, `audio` whenever there are words. Each knows the request it comes from."""
    jobs: dict[str, dict[str, Any]] = {}
    if telling.number == 0 and scene_changed(turn.before, turn.after):
        jobs["image"] = picture_order(campaign, turn.after)
    if telling.sentences and not telling.is_stopped:
        jobs["audio"] = {
            "parts": voice_parts(telling.sentences),
            "emotion": {"mood": mood_of((event for _, event in turn.events), turn.after)},
        }
    for payload in jobs.values() if request_id() else ():
        payload["request_id"] = request_id()
    return jobs


def _look(state: State) -> tuple[Any, ...]:
    foes = tuple(sorted((c.stat_block or "", c.is_dead) for c in state.at(state.location)))
    encounter = state.encounter
    return (
        state.location,
        part_of_day(state.clock_min),
        state.weather,
        foes,
        encounter.key if encounter else "",
        state.adventure.ended,
    )


def scene_changed(before: State, after: State) -> bool:
    """Say whether the scene looks different after the turn."""
    return after.here is not None and _look(before) != _look(after)


def _figure(creature: Creature) -> str:
    return creature.stat_block or (creature.person.role if creature.person else creature.type)


def picture_order(campaign: Campaign, state: State) -> dict[str, Any]:
    """Return what the painter is asked for: words for any painter, and the scene's facts for one that composes."""
    here = state.here
    assert here is not None
    part = part_of_day(state.clock_min)
    present = [c for c in state.at(here.key) if not c.is_hidden and not c.is_dead]
    kinds: dict[str, int] = {}
    for creature in present[:5]:
        kinds[_figure(creature)] = kinds.get(_figure(creature), 0) + 1
    heroes = [hero for hero in state.heroes if not hero.is_dead]
    is_fight = state.encounter is not None
    figures: list[dict[str, Any]] = [
        {
            "kind": hero.sheet.class_name.lower() if hero.sheet else "hero",
            "count": 1,
            "stance": "watching",
        }
        for hero in heroes
    ]
    figures += [
        {"kind": kind, "count": count, "stance": "fighting" if is_fight else "standing"}
        for kind, count in kinds.items()
    ]
    focal = next((feature.name for feature in here.features if not feature.is_hidden), "")
    light = "torch" if here.light != "bright" and not here.is_outdoors else ""
    place_seed = int.from_bytes(
        hashlib.sha256(f"{campaign.adventure_seed}/{here.key}".encode()).digest()[:4], "big"
    )
    weather = state.weather if here.is_outdoors else "clear"
    words = [here.name, *here.facts[:3], f"{part}, {weather}"]
    words += [f"{count} {kind}" for kind, count in kinds.items()]
    return {
        "prompt": ", ".join(words)[:900],
        "style": STYLE_OF_THEME.get(campaign.theme, DEFAULT_STYLE),
        "seed": place_seed,
        "scene": {
            "place_kind": here.kind,
            "place_name": here.name,
            "weather": weather,
            "time_of_day": part,
            "light": light,
            "figures": figures,
            "focal": focal,
            "mood": "tense" if is_fight else "calm",
            "theme": campaign.theme,
            "place_seed": place_seed,
        },
    }


def mood_of(events: Iterable[Event], after: State) -> str:
    """Return how a turn is to be said, in the voice service's words: fierce where blows fall, tense in a fight."""
    if any(isinstance(event, AttackMade) for event in events):
        return "fierce"
    return "tense" if after.encounter else "plain"


def voice_parts(sentences: tuple[Sentence, ...]) -> list[dict[str, str]]:
    """Return the telling as parts, each in the voice of who says it: quoted words in their speaker's."""
    parts: list[dict[str, str]] = []

    def add(text: str, voice: str) -> None:
        text = text.strip()
        if any(c.isalnum() for c in text):
            parts.append({"text": text, "voice": voice})

    for sentence in sentences:
        if sentence.speaker_name is None:
            add(sentence.text, "narrator")
            continue
        rest = 0
        for quote in QUOTED.finditer(sentence.text):
            add(sentence.text[rest : quote.start()], "narrator")
            add(quote.group(), sentence.voice)
            rest = quote.end()
        add(sentence.text[rest:], "narrator")
    return parts
