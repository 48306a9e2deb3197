"""The ledger's events in words, for "why?", the history and the dice page.

A table of sentences by event type; fields that hold a ref become a name. What is not in the table is not shown:
a new event type stays silent rather than leaking something.
"""

from typing import Any

REF_FIELDS = ("ref", "by", "attacker", "target", "giver")
SOMEBODY = "somebody"

WORDS: dict[str, str] = {
    "damage_taken": "{ref} loses {amount} hit points to {damage_type} damage and has {hp} left.",
    "healed": "{ref} regains {amount} hit points and has {hp}.",
    "temp_hp_gained": "{ref} has {temp_hp} temporary hit points.",
    "condition_gained": "{ref} is {condition[name]}.",
    "condition_lost": "{ref} is no longer {name}.",
    "effect_gained": "{ref} is under the effect of {effect[name]}.",
    "effect_lost": "{name} ends for {ref}.",
    "concentration_began": "{ref} concentrates on {concentration[spell]}.",
    "concentration_ended": "{ref} no longer concentrates on {spell}.",
    "fell_unconscious": "{ref} falls unconscious.",
    "death_saves_marked": "Death saves of {ref}: {successes} successes, {failures} failures.",
    "stabilised": "{ref} is stable.",
    "died": "{ref} is dead.",
    "revived": "{ref} lives again, with {hp} hit points.",
    "vanished": "{ref} is gone.",
    "hiding_changed": "{ref} changes between hidden and seen.",
    "encounter_began": "A fight begins: {name}.",
    "turn_began": "Round {round}: it is {ref}'s turn.",
    "zone_entered": "{ref} moves to {zone_name}.",
    "attack_made": "{attacker} attacks {target} with {weapon}.",
    "fled": "{ref} flees.",
    "encounter_ended": "The fight is over: {outcome}.",
    "person_met": "The party meets {ref}.",
    "person_asked": "{by} speaks with {ref}.",
    "attitude_changed": "{ref} is now {attitude}.",
    "item_traded": "{item} changes hands for {price_cp} copper pieces.",
    "character_joined": "{creature[name]} joins the party.",
    "xp_gained": "{ref} earns {amount} experience points and has {xp}.",
    "level_earned": "{ref} has earned level {level}; what it brings is still to be chosen.",
    "shape_taken": "{ref} takes the shape of a {name}.",
    "shape_left": "{ref} is in their own shape again.",
    "level_gained": "{ref} reaches level {level}.",
    "spell_slot_spent": "{ref} spends a level {level} slot; {left} left.",
    "spell_slots_restored": "{ref} regains spell slots.",
    "resource_changed": "{ref}: {resource}, {left} left.",
    "hit_dice_changed": "{ref} has {left} hit dice left.",
    "rested": "The party takes a {kind} rest.",
    "item_gained": "{ref} gains {item[name]} ({item[quantity]}).",
    "item_lost": "{ref} no longer has {name} ({quantity}).",
    "item_equipped": "{ref} changes {name}; armor class {armor_class}.",
    "item_used": "{ref} uses {name}.",
    "coins_changed": "{ref}'s purse changes by {amount_cp} copper pieces to {coins_cp}.",
    "feature_changed": "Something about the {name} is different now.",
    "time_passed": "{minutes} minutes pass.",
    "weather_changed": "The weather turns: {weather}.",
    "location_entered": "The party enters {name}.",
    "location_discovered": "{name} is on the map now.",
    "exit_changed": "The way {name} changes.",
    "clue_found": "Learned: {text}",
    "quest_offered": "New quest: {title}.",
    "quest_advanced": "{title}: {text}",
    "quest_ended": "{title}: {status}.",
    "spell_cast": "{ref} casts {name}.",
    "check_made": "{by} tries: {what}.",
    "search_made": "{by} searches.",
    "action_refused": "Not possible: {reason}",
    "question_asked": "{question}",
    "rule_answered": "{answer}",
    "turns_undone": "Turns were taken back: {turn_numbers}.",
    "turn_retold": "Turn {turn_number} was told again.",
    "narration_edited": "The words of turn {turn_number} were edited.",
    "telling_withdrawn": "A telling was taken off the table.",
    "adventure_ended": "The adventure ends: {outcome}.",
}


FOE_WORDS: dict[str, str] = {
    "damage_taken": "{ref} loses {amount} hit points to {damage_type} damage.",
    "healed": "{ref} regains {amount} hit points.",
}
"""For everybody who is not a hero: how many hit points they have left is nobody's to know."""


class _Missing(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def in_words(event_type: str, payload: dict[str, Any], names: dict[str, str]) -> str:
    """Return an event as a sentence, empty when it is not for telling."""
    is_hero = str(payload.get("ref", "")).startswith("c")
    template = (
        WORDS.get(event_type) if is_hero else FOE_WORDS.get(event_type, WORDS.get(event_type))
    )
    if template is None:
        return ""
    fields = _Missing(payload)
    for name in REF_FIELDS:
        if isinstance(payload.get(name), str):
            fields[name] = names.get(payload[name], payload[name] if " " in payload[name] else "")
            fields[name] = fields[name] or SOMEBODY
    if isinstance(payload.get("turn_numbers"), list):
        fields["turn_numbers"] = ", ".join(str(n) for n in payload["turn_numbers"])
    try:
        words = template.format_map(fields)
    except (KeyError, TypeError, IndexError, ValueError):
        return ""
    return words[:1].upper() + words[1:]
