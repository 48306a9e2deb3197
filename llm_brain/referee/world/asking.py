"""Questions about the rules, one's own sheet and what is known, answered from code and rows. They cost and change nothing.

A question is sorted by its words; the answers are plain sentences with the numbers in them. What the party knows is in
`recalling.py`.
"""

import re
from collections.abc import Callable, Iterable

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import RuleAnswered
from llm_brain.ledger.state import State
from llm_brain.referee.abilities import SKILLS
from llm_brain.referee.actions import Action
from llm_brain.referee.checks import modifier_parts
from llm_brain.referee.dice import Dice
from llm_brain.referee.equipment import is_known
from llm_brain.referee.levels import TOP_LEVEL, XP_FOR_LEVEL
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.rests import hours_until_long_rest, require_peace
from llm_brain.referee.world import recalling
from llm_brain.referee.world.naming import in_sight, overlap, words_of
from llm_brain.referee.world.rules_briefly import RULES

ASKS_FOR_A_RULE = {"rule", "rules", "work", "works", "mean", "means"}
ASKS_FOR_A_NUMBER = {"left", "many", "much"}
Answer = Callable[[State, Creature], str]


def _hit_points(state: State, hero: Creature) -> str:
    more = f", and {hero.temp_hp} temporary ones" if hero.temp_hp else ""
    return f"You have {hero.hp} of {hero.hp_max} hit points{more}."


def _armor_class(state: State, hero: Creature) -> str:
    return f"You have an armor class of {hero.armor_class}."


def _slots(state: State, hero: Creature) -> str:
    sheet = hero.sheet
    if sheet is None or not sheet.slots_max:
        return "You have no spell slots."
    left = [
        f"{sheet.slots_left.get(level, 0)} of {most} of level {level}"
        for level, most in sorted(sheet.slots_max.items())
    ]
    return f"You have these spell slots left: {', '.join(left)}."


def _spells(state: State, hero: Creature) -> str:
    sheet = hero.sheet
    known = (*sheet.cantrips, *(sheet.spells_prepared or sheet.spells_known)) if sheet else ()
    if not known:
        return "You cast no spells."
    return f"You can cast: {', '.join(s.replace('-', ' ') for s in known)}."


def _everyday(thing: Item) -> str:
    """Return a thing as people call it: "Lantern, hooded" is a hooded lantern."""
    name = thing.name.lower() if is_known(thing.key) else thing.name
    head, comma, tail = name.partition(", ")
    words = f"{tail.split(' (')[0]} {head}" if comma and " " not in head else name
    return f"{words} ({thing.quantity})" if thing.quantity > 1 else words


def _counted(items: Iterable[Item]) -> str:
    return recalling.listed([_everyday(thing) for thing in items])


def _carried(state: State, hero: Creature) -> str:
    purse = f"In your purse: {coins_told(hero.coins_cp)}."
    return (
        f"You carry: {_counted(hero.items)}. {purse}"
        if hero.items
        else f"You carry nothing. {purse}"
    )


def coins_told(amount_cp: int) -> str:
    """Return an amount as gold, silver and copper pieces."""
    parts = zip(
        (amount_cp // 100, amount_cp // 10 % 10, amount_cp % 10),
        ("gold", "silver", "copper"),
        strict=True,
    )
    told = [f"{n} {coin}" for n, coin in parts if n]
    return f"{recalling.listed(told)} pieces" if told else "not one coin"


def _coins(state: State, hero: Creature) -> str:
    return f"You have {coins_told(hero.coins_cp)}."


def _level(state: State, hero: Creature) -> str:
    sheet = hero.sheet
    if sheet is None:
        return "You have no level."
    told = f"You are a level {sheet.level} {sheet.class_name.lower()} with {sheet.xp} experience points"
    if sheet.has_level_to_take:
        return (
            f"{told}; level {sheet.level + 1} is earned and waits for you to choose what it brings."
        )
    if sheet.level >= TOP_LEVEL:
        return f"{told}."
    return f"{told}; level {sheet.level + 1} comes at {XP_FOR_LEVEL[sheet.level]}."


def _hit_dice(state: State, hero: Creature) -> str:
    sheet = hero.sheet
    left = sheet.hit_dice_left if sheet else 0
    return f"You have {left} of {sheet.level if sheet else 0} hit dice left."


def _rest(state: State, hero: Creature) -> str:
    try:
        require_peace(Outcome(state), hero.ref)
    except Refusal as refusal:
        return f"Not now. {refusal}"
    short = (
        f"You can take a short rest here: an hour, to spend hit dice in. {_hit_dice(state, hero)}"
    )
    hours = hours_until_long_rest(state)
    if hours:
        return f"{short} A long rest can begin in {hours} hours at the earliest."
    return f"{short} A long rest of eight hours is open to you as well."


def _present(state: State, hero: Creature) -> str:
    here = [c.name for c in in_sight(state) if not c.is_dead]
    return f"Here with you: {recalling.listed(here)}." if here else "Nobody else is here."


def _ways(state: State, hero: Creature) -> str:
    place = state.here
    ways = [w for w in place.exits if not w.is_hidden] if place else []
    told = "; ".join(f"{w.name} ({w.direction}{', locked' if w.is_locked else ''})" for w in ways)
    return f"The ways out are: {told}." if told else "There is no way out in sight."


def _time(state: State, hero: Creature) -> str:
    hours, minutes = state.clock_min // 60 % 24, state.clock_min % 60
    return f"It is {hours}:{minutes:02d} on day {state.clock_min // 1440 + 1}, and the weather is {state.weather}."


def _conditions(state: State, hero: Creature) -> str:
    names = [c.name for c in hero.conditions] + [e.name for e in hero.effects]
    return f"On you: {', '.join(names)}." if names else "You are in no special condition."


def _options(state: State, hero: Creature) -> str:
    if state.encounter is not None:
        return (
            "In a fight: attack, cast a spell, dash, disengage, dodge, help, hide, ready, search or use "
            "something, and move; once a turn each for the action and, where a feature gives one, the bonus action."
        )
    return f"{_ways(state, hero)} {_present(state, hero)} {recalling.quests(state)}"


SHEET: tuple[tuple[frozenset[str], Answer], ...] = (
    (frozenset({"slot", "slots"}), _slots),
    (frozenset({"spell", "spells", "cantrip", "cantrips", "cast", "prepared"}), _spells),
    (frozenset({"dice", "die"}), _hit_dice),
    (frozenset({"hp", "hit", "health", "wounded", "hurt"}), _hit_points),
    (frozenset({"ac", "armor", "armour"}), _armor_class),
    (frozenset({"coins", "money", "gold", "purse", "gp", "silver"}), _coins),
    (frozenset("carry carrying carried inventory items backpack gear pocket pockets pouch".split()), _carried),
    (frozenset({"rest", "resting", "sleep", "camp"}), _rest),
    (frozenset({"level", "xp", "experience"}), _level),
    (frozenset({"condition", "conditions", "effects"}), _conditions),
    (frozenset({"present", "anybody", "anyone", "people", "persons"}), _present),
    (frozenset({"exit", "exits", "ways", "doors", "leave"}), _ways),
    (frozenset({"time", "hour", "day", "weather"}), _time),
    (frozenset({"options", "possible", "choices"}), _options),
)  # fmt: skip
# What is known, by the shape of the question; the first that fits answers.
RECALLED: tuple[tuple[re.Pattern[str], Callable[[State], str]], ...] = (
    (re.compile(r"\bwhom? (?:have|did|do|had) (?:i|we) (?:\w+ )?(?:met|meet|spoken|talked|know)\b"), recalling.people),
    (re.compile(r"\bwhere (?:have|had|am|are|was|were|did) (?:i|we)\b|\bplaces\b|\bmap\b"), recalling.places),
    (re.compile(r"\bclues?\b|\b(?:found|find|learn\w*|discover\w*|figured) (?:out )?(?:so far|until now)|"
     r"\b(?:have|did|had) (?:i|we) (?:\w+ )?(?:found|find|learn\w*|discover\w*)\b"), recalling.clues),
    (re.compile(r"\b(?:quests?|tasks?|missions?|goals?|jobs?|supposed to|(?:do|go|try|happens) next|doing here)\b"),
     recalling.quests),
    (re.compile(r"\bso far\b|\brecap|\bremind\b|\bcatch me up\b|\bsumm|\bgoing on\b|\bhappened\b|"
     r"\b(?:do|did) (?:i|we) (?:\w+ )?(?:know|remember)(?: now| by now| already)?\W*$"), recalling.recap),
)  # fmt: skip
WAYS = re.compile(r"\bwhere (?:can|could|should|do|might) (?:i|we) go\b|\bways? (?:out|on)\b")
OF_SOMEBODY = re.compile(
    r"\b(?:who|whom|whose|know|knows|remember|tell|told|say|said|says|about)\b"
)
OWNED = re.compile(r"\b(?:do|have|did) (?:i|we) (?:\w+ )?(?:have|got|carry|own|find)\b")


def _owned(hero: Creature, said: str) -> str:
    """Return what is carried of a thing a question names; nothing where none is."""
    found = [i for i in hero.items if overlap(said, (i.name, i.key.replace("-", " ")))]
    return f"You carry: {_counted(found)}." if found else ""


def _recalled(state: State, said: str) -> str:
    """Return what is known of what a question asks to be reminded of, or nothing."""
    if OF_SOMEBODY.search(said) and (known := recalling.of_somebody(state, said)):
        return known
    return next((tell(state) for pattern, tell in RECALLED if pattern.search(said)), "")


def _skill_told(state: State, hero: Creature, said: str) -> str:
    """Return a skill's modifier with its parts, if the question names a skill that is rolled."""
    words = words_of(said)
    for skill in SKILLS:
        if set(skill.split()) - {"of"} <= words and words & {"modifier", "bonus", "good", "score"}:
            parts = modifier_parts(state, hero.ref, skill)
            total = sum(p.value for p in parts)
            shares = ", ".join(f"{p.label} {p.value:+d}" for p in parts)
            return f"You have {total:+d} in {skill} ({shares})."
    return ""


def answer(state: State, hero: Creature, question: str) -> str:
    """Return the answer to a question at the table."""
    words = words_of(question)
    skill = _skill_told(state, hero, question)
    if skill:
        return skill
    for names, text in RULES:
        is_rule = words & ASKS_FOR_A_RULE or "how" in question.lower().split()
        if names & words and is_rule and not words & ASKS_FOR_A_NUMBER:
            return text
    said = question.lower()
    if "who" in said.split() and not words - {"else"}:
        return _present(state, hero)
    if WAYS.search(said):
        return _ways(state, hero)
    is_owning = bool(OWNED.search(said))
    if known := _recalled(state, said) or (_owned(hero, said) if is_owning else ""):
        return known
    for names, told in SHEET:
        if names & words:
            return told(state, hero)
    if is_owning:
        return "You carry nothing of the kind."
    briefly = (text for names, text in RULES if names & words)
    return recalling.about(state, question) or next(briefly, "") or _options(state, hero)


def ask_rules(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Answer a question."""
    hero = state.creatures[actor]
    question = action.text or action.target or ""
    return [RuleAnswered(by=actor, question=question, answer=answer(state, hero, question))]
