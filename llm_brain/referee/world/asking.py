"""Questions about the rules and one's own sheet, answered from code and rows. They cost nothing and change nothing.

A question is sorted by its words; the answers are plain sentences with the numbers in them.
"""

from collections.abc import Callable

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import RuleAnswered
from llm_brain.ledger.state import State
from llm_brain.referee.abilities import SKILLS
from llm_brain.referee.actions import Action
from llm_brain.referee.checks import modifier_parts
from llm_brain.referee.dice import Dice
from llm_brain.referee.world.naming import in_sight, overlap, words_of
from llm_brain.referee.world.rules_briefly import RULES

ASKS_FOR_A_RULE = {"rule", "rules", "work", "works", "mean", "means"}
ASKS_FOR_A_NUMBER = {"left", "many", "much"}
Answer = Callable[[State, Creature], str]


def _hit_points(state: State, hero: Creature) -> str:
    more = f", and {hero.temp_hp} temporary ones" if hero.temp_hp else ""
    return f"{hero.name} has {hero.hp} of {hero.hp_max} hit points{more}."


def _armor_class(state: State, hero: Creature) -> str:
    return f"{hero.name} has an armor class of {hero.armor_class}."


def _slots(state: State, hero: Creature) -> str:
    sheet = hero.sheet
    if sheet is None or not sheet.slots_max:
        return f"{hero.name} has no spell slots."
    left = [
        f"{sheet.slots_left.get(level, 0)} of {most} of level {level}"
        for level, most in sorted(sheet.slots_max.items())
    ]
    return f"{hero.name} has these spell slots left: {', '.join(left)}."


def _spells(state: State, hero: Creature) -> str:
    sheet = hero.sheet
    known = (*sheet.cantrips, *(sheet.spells_prepared or sheet.spells_known)) if sheet else ()
    if not known:
        return f"{hero.name} casts no spells."
    return f"{hero.name} can cast: {', '.join(s.replace('-', ' ') for s in known)}."


def _carried(state: State, hero: Creature) -> str:
    if not hero.items:
        return f"{hero.name} carries nothing."
    things = ", ".join(
        f"{i.name}{f' ({i.quantity})' if i.quantity > 1 else ''}" for i in hero.items
    )
    return f"{hero.name} carries: {things}."


def coins_told(amount_cp: int) -> str:
    """Return an amount as gold, silver and copper pieces."""
    parts = zip(
        (amount_cp // 100, amount_cp // 10 % 10, amount_cp % 10), ("gp", "sp", "cp"), strict=True
    )
    told = [f"{n} {coin}" for n, coin in parts if n]
    return ", ".join(told) or "no coins"


def _coins(state: State, hero: Creature) -> str:
    return f"{hero.name} has {coins_told(hero.coins_cp)}."


def _level(state: State, hero: Creature) -> str:
    sheet = hero.sheet
    if sheet is None:
        return f"{hero.name} has no level."
    return f"{hero.name} is a level {sheet.level} {sheet.class_name} with {sheet.xp} experience points."


def _present(state: State, hero: Creature) -> str:
    here = [c.name for c in in_sight(state) if not c.is_dead]
    return f"Here: {', '.join(here)}." if here else "Nobody else is here."


def _ways(state: State, hero: Creature) -> str:
    place = state.here
    ways = [w for w in place.exits if not w.is_hidden] if place else []
    told = "; ".join(f"{w.name} ({w.direction}{', locked' if w.is_locked else ''})" for w in ways)
    return f"The ways out are: {told}." if told else "There is no way out in sight."


def _quests(state: State, hero: Creature) -> str:
    active = [q for q in state.quests.values() if q.status == "active"]
    told = []
    for quest in active:
        stage = next((s.text for s in quest.stages if not s.is_done), "done")
        told.append(f"{quest.title}: {stage}")
    return ". ".join(told) + "." if told else "There is no quest at the moment."


def _clues(state: State, hero: Creature) -> str:
    found = [clue.text for clue in state.clues.values() if clue.is_found]
    return " ".join(found) if found else "Nothing certain is known yet."


def _time(state: State, hero: Creature) -> str:
    hours, minutes = state.clock_min // 60 % 24, state.clock_min % 60
    return f"It is {hours}:{minutes:02d} on day {state.clock_min // 1440 + 1}, and the weather is {state.weather}."


def _conditions(state: State, hero: Creature) -> str:
    names = [c.name for c in hero.conditions] + [e.name for e in hero.effects]
    return (
        f"{hero.name} is: {', '.join(names)}."
        if names
        else f"{hero.name} is in no special condition."
    )


def _options(state: State, hero: Creature) -> str:
    if state.encounter is not None:
        return (
            "In a fight: attack, cast a spell, dash, disengage, dodge, help, hide, ready, search or use "
            "something, and move; once a turn each for the action and, where a feature gives one, the bonus action."
        )
    return f"{_ways(state, hero)} {_present(state, hero)} {_quests(state, hero)}"


SHEET: tuple[tuple[frozenset[str], Answer], ...] = (
    (frozenset({"slot", "slots"}), _slots),
    (frozenset({"spell", "spells", "cantrip", "cantrips", "cast", "prepared"}), _spells),
    (frozenset({"hp", "hit", "health", "wounded", "hurt"}), _hit_points),
    (frozenset({"ac", "armor", "armour"}), _armor_class),
    (frozenset({"coins", "money", "gold", "purse", "gp", "silver"}), _coins),
    (frozenset({"carry", "carrying", "carried", "inventory", "items", "backpack", "gear"}), _carried),
    (frozenset({"level", "xp", "experience"}), _level),
    (frozenset({"condition", "conditions", "effects"}), _conditions),
    (frozenset({"present", "anybody", "anyone", "people", "persons"}), _present),
    (frozenset({"exit", "exits", "ways", "doors", "leave"}), _ways),
    (frozenset({"quest", "quests", "task", "supposed", "goal", "next"}), _quests),
    (frozenset({"clue", "clues", "learned", "found"}), _clues),
    (frozenset({"time", "hour", "day", "weather"}), _time),
    (frozenset({"options", "possible", "choices"}), _options),
)  # fmt: skip


def _skill_told(state: State, hero: Creature, said: str) -> str:
    """Return a skill's modifier with its parts, if the question names a skill that is rolled."""
    words = words_of(said)
    for skill in SKILLS:
        if set(skill.split()) - {"of"} <= words and words & {"modifier", "bonus", "good", "score"}:
            parts = modifier_parts(state, hero.ref, skill)
            total = sum(p.value for p in parts)
            shares = ", ".join(f"{p.label} {p.value:+d}" for p in parts)
            return f"{hero.name} has {total:+d} in {skill} ({shares})."
    return ""


def _known_of(state: State, said: str) -> str:
    """Return what the party knows of somebody or something: clues found, people met."""
    told = [
        c.text for c in state.clues.values() if c.is_found and overlap(said, (c.about, c.text)) >= 1
    ]
    for creature in state.creatures.values():
        person = creature.person
        if person and person.has_met_party and overlap(said, (creature.name,)):
            told.insert(0, f"{creature.name} is {person.role}, {creature.attitude} to the party.")
    return " ".join(told[:3])


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
    if "who" in question.lower().split() and not words - {"else"}:
        return _present(state, hero)
    for names, told in SHEET:
        if names & words:
            return told(state, hero)
    known = _known_of(state, question)
    if known:
        return known
    for names, text in RULES:
        if names & words:
            return text
    return _options(state, hero)


def ask_rules(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Answer a question."""
    hero = state.creatures[actor]
    question = action.text or action.target or ""
    return [RuleAnswered(by=actor, question=question, answer=answer(state, hero, question))]
