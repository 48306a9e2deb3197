"""A turn's events in plain words, for a model's prompt and for the ledger's readers. No DC, no ref, no key is in them."""

from collections.abc import Callable, Iterable
from typing import Any

from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State

PLAIN: dict[str, str] = {
    "damage_taken": "{ref} takes {amount} {damage_type} damage",
    "healed": "{ref} regains {amount} hit points",
    "temp_hp_gained": "{ref} gains {amount} temporary hit points",
    "condition_lost": "{ref} is no longer {name}",
    "effect_lost": "{name} no longer affects {ref}",
    "concentration_ended": "{ref} loses concentration on {spell}",
    "fell_unconscious": "{ref} falls unconscious, dying",
    "death_saves_marked": "{ref} has {successes} death saves and {failures} failures",
    "stabilised": "{ref} is stable",
    "died": "{ref} dies",
    "revived": "{ref} is alive again",
    "vanished": "{ref} is gone from this world",
    "character_joined": "{creature} joins the party",
    "xp_gained": "{ref} gains {amount} experience points",
    "level_earned": "{ref} has learned enough for level {level}, which is still to be taken",
    "shape_taken": "{ref} takes the shape of a {name}",
    "shape_left": "{ref} is in their own shape again",
    "level_gained": "{ref} reaches level {level}",
    "spell_slots_restored": "{ref} regains spell slots",
    "item_gained": "{ref} now has {item}",
    "item_lost": "{ref} no longer has {name}",
    "encounter_began": "a fight begins: {name}",
    "zone_entered": "{ref} moves to {zone_name}",
    "fled": "{ref} flees",
    "ability_recharged": "{ref} can use {name} again",
    "legendary_action_taken": "{ref} acts out of turn: {name}",
    "legendary_resistance_used": "{ref} shrugs it off by sheer will",
    "encounter_ended": "the fight is over: {outcome}",
    "attitude_changed": "{ref} is now {attitude}",
    "location_entered": "the party arrives at {name}",
    "location_discovered": "the way to {name} is now known",
    "clue_found": "discovered: {text}",
    "quest_offered": "a quest begins: {title}. {text}",
    "quest_advanced": "quest '{title}': done: {text} {next_text}",
    "quest_ended": "quest '{title}' is {status}. {outcome}",
    "weather_changed": "the weather turns to {weather}",
    "time_passed": "{minutes} minutes pass",
    "action_refused": "this cannot be done: {reason}",
    "question_asked": "ask the player: {question}",
    "rule_answered": "the answer to the question: {answer}",
    "attuned": "{ref} is attuned to {name}",
    "attunement_ended": "{ref} is no longer attuned to {name}",
    "item_identified": "the {was} is known for {name}",
    "ability_raised": "{ref} has a better {ability}: {score}",
    "item_used": "{ref} uses {name}",
    "spell_cast": "{ref} casts {name}",
    "item_traded": "{ref} and {by} trade {item}",
    "adventure_ended": "the adventure ends in {outcome}",
    "scene_described": "{by} looks around: {seen}. {detail}",
    "search_made": "{by} searches and finds: {found}",
    "remarked": "{by}: {what}",
}


def _condition(event: Any, name: Callable[[str], str]) -> str:
    return f"{name(event.ref)} is {event.condition.name}"


def _effect(event: Any, name: Callable[[str], str]) -> str:
    return f"{name(event.ref)} is under {event.effect.name}"


def _attack(event: Any, name: Callable[[str], str]) -> str:
    came = "critically hits" if event.is_critical else "hits" if event.is_hit else "misses"
    return f"{name(event.attacker)} {came} {name(event.target)} with {event.weapon}"


def _check(event: Any, name: Callable[[str], str]) -> str:
    return f"{name(event.by)} {'succeeds' if event.is_success else 'fails'}: {event.what}"


def _asked(event: Any, name: Callable[[str], str]) -> str:
    who = name(event.ref)
    manner = event.manner.replace("_", " ")
    return f'{who} {manner}: "{event.answer}"' if event.answer else f"{who} {manner}"


def _coins(event: Any, name: Callable[[str], str]) -> str:
    verb = "gains" if event.amount_cp >= 0 else "pays"
    gold, rest = divmod(abs(event.amount_cp), 100)
    silver, copper = divmod(rest, 10)
    parts = [f"{n} {coin}" for n, coin in ((gold, "gp"), (silver, "sp"), (copper, "cp")) if n]
    return f"{name(event.ref)} {verb} {', '.join(parts) or 'nothing'}"


def _feature(event: Any, name: Callable[[str], str]) -> str:
    if event.trap_is_sprung:
        return f"{event.name}: a trap is sprung"
    return f"{event.name} is open" if event.is_open else ""


def _opening(event: Any, name: Callable[[str], str]) -> str:
    return f"the adventure '{event.adventure.title}' begins. {event.adventure.hook}"


SPECIAL: dict[str, Callable[[Any, Callable[[str], str]], str]] = {
    "condition_gained": _condition,
    "effect_gained": _effect,
    "attack_made": _attack,
    "check_made": _check,
    "person_asked": _asked,
    "coins_changed": _coins,
    "feature_changed": _feature,
    "adventure_written": _opening,
}


class _Names(dict[str, Any]):
    """Fields of an event, refs turned into names and lists into words."""

    def __init__(self, event: Event, name: Callable[[str], str]) -> None:
        super().__init__()
        for field in type(event).model_fields:
            self[field] = self._worded(getattr(event, field), name)

    @staticmethod
    def _worded(value: Any, name: Callable[[str], str]) -> Any:
        if isinstance(value, str):
            return name(value)
        if isinstance(value, tuple):
            return ", ".join(str(x) for x in value) or "nothing"
        return getattr(value, "name", value)


def in_words(events: Iterable[Event], before: State, after: State) -> list[str]:
    """Return what happened, a short line an event; bookkeeping is left out."""

    def name(text: str) -> str:
        creature = after.creatures.get(text) or before.creatures.get(text)
        return creature.name if creature else text

    lines: list[str] = []
    for event in events:
        if event.type in SPECIAL:
            line = SPECIAL[event.type](event, name)
        elif event.type in PLAIN:
            line = PLAIN[event.type].format_map(_Names(event, name)).strip()
        else:
            line = ""
        if line and (not lines or lines[-1] != line):
            lines.append(line)
    return lines
