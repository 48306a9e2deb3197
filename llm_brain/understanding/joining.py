"""How a clause goes on from the one before: what it borrows from it, and where both are one action.

"Walk to the fire and warm my hands" warms them at the fire; "lie to Wen and tell him …" is one lie; a gesture before a deed
("I raise my staff and …") belongs to the deed.
"""

from collections.abc import Sequence

from llm_brain.referee.actions import Action
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.targets import Situation

BORROWERS = frozenset(("interact", "look", "search", "skill_check", "use_item"))
PERSUASIVE = frozenset(("persuade", "deceive", "intimidate"))
GESTURES = frozenset(
    "raise lift lower hold stand sit lean turn kneel smile point brandish wave slam bang crack draw lay place".split()
)
ON_WHAT_WAS_GOT = frozenset(
    "tie light drink eat read throw use wear apply pour attach hang quaff wield equip".split()
)
ONCE_ENOUGH = frozenset(("wait", "dodge", "short_rest", "long_rest", "sneak", "disengage"))


def lent(action: Action, made: Sequence[Action], clause: Clause, situation: Situation) -> Action:
    """Return an action with what it leaves unsaid taken from the one before in the same message."""
    if not made:
        return action
    last = made[-1]
    if (
        "it" in clause.words
        and clause.head.verb in ON_WHAT_WAS_GOT
        and last.item
        and action.item is None
    ):
        return action.model_copy(
            update={"kind": "use_item", "item": last.item, "skill": None, "question": None}
        )
    if action.kind == "use_item" and action.item is None and last.item:
        return action.model_copy(update={"item": last.item})
    lender = situation.nouns.get(last.target_ref or "")
    if (
        action.kind == "cast"
        and action.target_ref is None
        and lender is not None
        and lender.kind in ("hero", "person")
        and last.kind in ("help", "interact", "move")
    ):
        return action.model_copy(update={"target": lender.name, "target_ref": lender.ref})
    if action.target_ref is None and action.kind in BORROWERS and lender is not None:
        is_there = last.kind in ("move", "interact", "use_item", "search", "look")
        if (
            is_there
            and lender.kind in ("feature", "body")
            and (clause.seam != "." or "it" in clause.words)
        ):
            return action.model_copy(update={"target": lender.name, "target_ref": lender.ref})
    return action


def joined(made: list[Action], read: list[Action], clause: Clause) -> list[Action]:
    """Return both, or one action where they are one."""
    if not made or not read:
        return [*made, *read]
    last, first = made[-1], read[0]
    if (
        last.kind == first.kind
        and last.kind in ONCE_ENOUGH
        and first.target_ref in (None, last.target_ref)
    ):
        return [*made[:-1], _with_text(last, last, first), *read[1:]]
    if last.kind == "move" and first.kind == "sneak" and first.target_ref is None:
        sneaking = last.model_copy(update={"kind": "sneak"})
        return [*made[:-1], _with_text(sneaking, last, first), *read[1:]]
    is_same_person = first.target_ref in (last.target_ref, None)
    if (
        last.kind in PERSUASIVE
        and first.kind in ("talk", last.kind)
        and is_same_person
        and clause.seam in ("and", ", and", ",")
    ):
        return [*made[:-1], _with_text(last, last, first), *read[1:]]
    if clause.seam in ("and", ", and", ",") and last.kind == "wait" and last.target_ref is None:
        if GESTURES & set(last.text.lower().split()):
            return [*made[:-1], _with_text(first, last, first), *read[1:]]
        if first.target_ref is None and first.kind in ("use_item", "look", "interact", "unclear"):
            return [*made[:-1], _with_text(last, last, first), *read[1:]]
    if (
        clause.seam == "and"
        and first.kind in ("cast", "attack", "intimidate")
        and _is_gesture(last)
        and last.kind in ("use_item", "interact", "help")
    ):
        return [*made[:-1], _with_text(first, last, first), *read[1:]]
    return [*made, *read]


def _is_gesture(action: Action) -> bool:
    words = action.text.lower().split()
    return any(
        word.strip(",.") in GESTURES or word.rstrip("s").strip(",.") in GESTURES
        for word in words[:3]
    )


def _with_text(action: Action, first: Action, second: Action) -> Action:
    return action.model_copy(update={"text": f"{first.text} {second.text}"})
