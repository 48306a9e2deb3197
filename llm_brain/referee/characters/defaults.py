"""Sensible answers to every question that was left open, so that race, class and a name make a whole character.

What was answered is never changed. `data/characters/habits.json` has what each class likes; after that come spells that the
referee carries out, then whatever is first.
"""

from llm_brain.ledger.creature import ABILITIES, Ability
from llm_brain.ledger.fact import Fact
from llm_brain.referee.catalogue import Catalogue
from llm_brain.referee.characters.choices import Abilities, Choices, ClassLevel, Rolls
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.problem import Question
from llm_brain.referee.characters.questions import questions
from llm_brain.referee.characters.scores import MOST, STANDARD_ARRAY, improved_scores
from llm_brain.referee.characters.spell_growth import learned_by
from llm_brain.referee.characters.tables import CLASSES, SPELL_LISTS
from llm_brain.referee.spells import SPELLS

MOST_PASSES = 40
# what other questions hang on, and what hangs on the answers to others
FIRST = frozenset({"subrace", "pact_boons", "lands"})
LAST = frozenset({"expertise", "prepared", "invocations"})


class Habit(Fact):
    """What a class makes of scores and choices, best first."""

    key: str
    abilities: tuple[Ability, ...]
    likes: tuple[str, ...]


HABITS: Catalogue[Habit] = Catalogue("characters/habits.json", Habit)


def quick(name: str, race: str, class_key: str, level: int = 1) -> Choices:
    """Return a whole character from three answers."""
    chosen = Choices(name=name, race=race, classes=(ClassLevel(key=class_key, level=level),))
    return complete(chosen)


def complete(choices: Choices, *, top_up: bool = False, rolls: Rolls | None = None) -> Choices:
    """Return the choices with every open question answered; `top_up` adds to answers that became too short."""
    choices = choices.model_copy(update={"abilities": _abilities(choices)})
    for _ in range(MOST_PASSES):
        draft = Draft(choices, rolls or Rolls())
        answers = _answers(draft, top_up=top_up)
        if not answers:
            break
        choices = choices.model_copy(update={"picks": {**choices.picks, **answers}})
    return choices


def pruned(choices: Choices) -> Choices:
    """Return the choices without answers to questions that are not asked any more, or not so."""
    for _ in range(MOST_PASSES):
        kept: dict[str, tuple[str, ...]] = {}
        for one in questions(Draft(choices)):
            fitting = [key for key in choices.picks.get(one.key, ()) if one.offers(key)]
            if fitting:
                kept[one.key] = tuple(fitting[: one.count])
        if kept == choices.picks:
            break
        choices = choices.model_copy(update={"picks": kept})
    return choices


def _abilities(choices: Choices) -> Abilities:
    chosen = choices.abilities
    first = choices.classes[0].key if choices.classes else ""
    order = HABITS[first].abilities if first in HABITS else ABILITIES
    if chosen.method == "rolled":
        return chosen if chosen.order else chosen.model_copy(update={"order": order})
    if chosen.scores:
        return chosen
    return chosen.model_copy(update={"scores": dict(zip(order, STANDARD_ARRAY, strict=True))})


def _answers(draft: Draft, *, top_up: bool) -> dict[str, tuple[str, ...]]:
    """Answer the open questions of the first phase that has any, one of each kind: what one takes, another cannot have."""
    open_ones = [
        one
        for one in questions(draft)
        if one.key not in draft.choices.picks or (top_up and len(draft.picked(one.key)) < one.count)
    ]
    answers: dict[str, tuple[str, ...]] = {}
    for phase in (FIRST, None, LAST):
        kinds: set[str] = set()
        for one in open_ones:
            kind = _kind(one.key)
            is_now = kind in phase if phase is not None else kind not in FIRST | LAST
            if not is_now or kind in kinds:
                continue
            new = _improvement(draft) if kind == "improvement" else _chosen(draft, one)
            if len(new) > len(draft.picked(one.key)):
                kinds.add(kind)
                answers[one.key] = new
        if answers:
            break
    return answers


def _kind(key: str) -> str:
    """Return the family of questions in which one answer bears on another."""
    last = key.split(".")[-2] if key.rsplit(".", 1)[-1].isdigit() else key.rsplit(".", 1)[-1]
    families = {
        "lore_skills": "skills", "training": "languages", "cantrip": "cantrips", "tome": "cantrips",
        "secrets": "spells", "lore_secrets": "spells",
    }  # fmt: skip
    return key if key.startswith("gear.") else families.get(last, last)


def _improvement(draft: Draft) -> tuple[str, ...]:
    scores = improved_scores(draft)
    found: list[str] = []
    for row, _ in draft.classes[:1]:
        for ability in HABITS[row.key].abilities:
            while scores[ability] < MOST and len(found) < 2:
                scores[ability] += 1
                found.append(ability)
    return tuple(found)


def _chosen(draft: Draft, one: Question) -> tuple[str, ...]:
    """Return an answer: what was picked already, then what the class likes, then the rest."""
    likes = tuple(like for row, _ in draft.classes for like in HABITS[row.key].likes)
    kind = _kind(one.key)
    elsewhere = {
        key
        for other, picked in draft.choices.picks.items()
        if other != one.key and _kind(other) == kind and not one.repeats
        for key in picked
    }
    keys = [option.key for option in one.options if option.key not in elsewhere]

    def wanted(key: str) -> tuple[int, bool, int]:
        liked = likes.index(key) if key in likes else len(likes)
        is_spell = key in SPELL_LISTS
        return (
            liked,
            is_spell and not (key in SPELLS and SPELLS[key].is_mechanical),
            keys.index(key),
        )

    picked = list(draft.picked(one.key))
    free = [key for key in sorted(keys, key=wanted) if key not in picked]
    if one.repeats and free:
        free = [free[0]] * one.count
    if one.key.endswith(".spells"):
        return _learned(draft, one, picked, free)
    if one.key.endswith(".prepared"):
        # stable: the highest spells first, and among them the best liked
        free = sorted(free, key=lambda key: (key not in likes, -SPELL_LISTS[key].level))
    return tuple([*picked, *free][: one.count])


def _learned(draft: Draft, one: Question, picked: list[str], free: list[str]) -> tuple[str, ...]:
    """Return a list of spells as it can have been learned, level by level."""
    class_key = one.key.split(".")[0]
    caps = learned_by(CLASSES[class_key], draft.level_in(class_key))
    for key in sorted(picked, key=lambda k: -SPELL_LISTS[k].level if k in SPELL_LISTS else 0):
        level = SPELL_LISTS[key].level if key in SPELL_LISTS else 0
        fitting = [cap for cap in caps if cap >= level]
        if fitting:
            caps.remove(fitting[0])
    found = list(picked)
    for cap in caps[: max(0, one.count - len(picked))]:
        best = next(
            (
                key
                for level in range(cap, 0, -1)
                for key in free
                if SPELL_LISTS[key].level == level and key not in found
            ),
            None,
        )
        if best is not None:
            found.append(best)
    return tuple(found)
