"""What a model made of a message, looked at by the same rules as every reading; anything off, and the old reading stands.

Nobody is hurt, and nothing spent, on a model's word alone: whom a blow is for and what is given away must have been said.
"""

from collections.abc import Mapping
from typing import Final

from llm_brain.referee.actions import Action, ActionKind
from llm_brain.referee.scene import Noun
from llm_brain.referee.spells import SPELLS
from llm_brain.referee.world.naming import overlap
from llm_brain.understanding.clauses import clauses_of
from llm_brain.understanding.exemplars import HARMING
from llm_brain.understanding.heads import Head
from llm_brain.understanding.intent_form import NOBODY, FilledDeed, IntentForm, Means
from llm_brain.understanding.message import DENIAL
from llm_brain.understanding.roles import KINDS_OF, NEEDS_TARGET, PEOPLE_NEEDED, THINGS
from llm_brain.understanding.settling import settled
from llm_brain.understanding.spell_names import spell_name
from llm_brain.understanding.targets import CREATURES, Situation
from llm_brain.understanding.words import plain_words

HARD: Final = HARMING | NEEDS_TARGET
LEAST_LIKELY: Final = 0.01
"""A deed that hurts or spends must seem at least so likely to the learnt opinion."""
WITH_ITEM: Final[frozenset[ActionKind]] = frozenset(("use_item", "give", "drop", "sell", "equip"))
MAY_HAVE_ITEM: Final = WITH_ITEM | {"attack", "interact", "search", "take", "talk", "persuade"}


class NotTaken(Exception):
    """What a model read is not taken; `reason` says why, for a person."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def checked(
    form: IntentForm,
    filled: FilledDeed,
    message: str,
    situation: Situation,
    likely: Mapping[ActionKind, float],
) -> Action:
    """Return the action a filled form stands for. Raises NotTaken."""
    kind = filled.kind
    if kind == "unclear":
        raise NotTaken("it does not know either")
    noun = form.targets.get(filled.target)
    means = form.means.get(filled.means)
    if (noun is None) != (filled.target == NOBODY) or (means is None) != (filled.means == NOBODY):
        raise NotTaken("it names what is not there")
    _see_target(kind, noun)
    _see_means(kind, means, message)
    if kind in HARD:
        _see_harm(kind, noun, means, message, situation, likely)
    made = Action(
        kind=kind,
        text=message,
        target=noun.name if noun else None,
        target_ref=noun.ref if noun else None,
        item=means.key if means and means.sort == "item" else None,
        spell=means.key if means and means.sort == "spell" else None,
        skill=means.key if means and means.sort == "skill" else None,
    )
    made = settled(made, _head_of(message), situation)
    if made.kind == "unclear":
        raise NotTaken("it would have to be asked about all the same")
    return made


def _head_of(message: str) -> Head:
    clauses = clauses_of(message, ())
    return max(clauses, key=lambda c: len(c.words)).head if clauses else Head("", "", ())


def _see_target(kind: ActionKind, noun: Noun | None) -> None:
    if noun is None:
        if kind in NEEDS_TARGET or kind in PEOPLE_NEEDED:
            raise NotTaken(f"to {kind} there must be somebody")
        if kind == "move":
            raise NotTaken("it does not say which way")
        return
    fitting = ("exit",) if kind == "move" else _kinds_of(kind)
    if noun.kind not in fitting:
        raise NotTaken(f"{noun.name} is nothing to {kind.replace('_', ' ')}")


def _kinds_of(kind: ActionKind) -> tuple[str, ...]:
    return tuple(one for kinds in KINDS_OF.get(kind, ()) for one in kinds)


def _see_means(kind: ActionKind, means: Means | None, message: str) -> None:
    sort = means.sort if means is not None else None
    if (kind == "cast") != (sort == "spell"):
        raise NotTaken("a spell is cast, and nothing else is")
    if kind == "skill_check" and sort != "skill":
        raise NotTaken("it does not say which skill")
    if kind in WITH_ITEM and sort != "item":
        raise NotTaken("it does not say which thing")
    if sort == "item" and kind not in MAY_HAVE_ITEM:
        raise NotTaken(f"nothing is needed to {kind.replace('_', ' ')}")
    if sort == "skill" and kind != "skill_check":
        raise NotTaken("a skill is for a check")
    if (
        means is not None
        and sort == "spell"
        and _spends_a_slot(means.key)
        and not overlap(message, (spell_name(means.key),))
    ):
        raise NotTaken("a spell that spends a slot must have been named")


def _spends_a_slot(key: str) -> bool:
    spell = SPELLS.get(key)
    return spell is None or spell.level > 0


def _see_harm(
    kind: ActionKind,
    noun: Noun | None,
    means: Means | None,
    message: str,
    situation: Situation,
    likely: Mapping[ActionKind, float],
) -> None:
    """Raise NotTaken where something would be hurt or spent that the player did not speak of."""
    if DENIAL.search(message) or message.rstrip(" \"'”’)").endswith("?"):
        raise NotTaken("nothing is hurt or spent on a denial or a question")
    if likely.get(kind, 0.0) < LEAST_LIKELY:
        raise NotTaken(f"nothing in the message sounds like {kind.replace('_', ' ')}")
    if noun is not None and not _is_spoken_of(noun, message, situation):
        raise NotTaken(f"{noun.name} was not spoken of")
    if means is not None and means.sort == "item" and kind != "attack":
        names = [
            i.name for i in situation.state.creatures[situation.actor].items if i.key == means.key
        ]
        if not overlap(message, (means.key.replace("-", " "), *names)):
            raise NotTaken(f"{means.key.replace('-', ' ')} was not spoken of")


def _is_spoken_of(noun: Noun, message: str, situation: Situation) -> bool:
    """Say whether a message names somebody or something, or there is only one foe it can be about."""
    foes = situation.scene.of_kind("foe")
    if noun.kind == "foe" and len(foes) == 1:
        return True
    found = situation.index.matches(plain_words(message), (*CREATURES, *THINGS))
    return any(match.noun.ref == noun.ref for match in found)
