"""How a clause goes on from the one before: what it borrows from it, and where both are one action.

"Walk to the fire and warm my hands" warms them at the fire; "lie to Wen and tell him …" is one lie; a gesture before a deed
("I raise my staff and …") belongs to the deed.
"""

import re
from collections.abc import Sequence
from functools import cache

from llm_brain.referee.actions import Action
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.deeds.attacking import bow_of
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import read_data, verb_forms

BORROWERS = frozenset(("interact", "look", "search", "skill_check", "use_item", "take"))
PERSUASIVE = frozenset(("persuade", "deceive", "intimidate"))
GESTURES = frozenset(
    "raise lift lower hold stand sit lean turn kneel smile point brandish wave slam bang crack draw lay place leave".split()
)
ON_WHAT_WAS_GOT = frozenset(
    "tie light drink eat read throw use wear apply pour attach hang quaff wield equip".split()
)
STOWED = re.compile(
    r"^(?:and |then |i )*(?:put|stow|stuff|slip|tuck|drop|shove|pop) (?:it|them|that|everything)(?: all)? "
    r"(?:away|(?:safely )?(?:in|into|inside) (?:my|our|the) (?:\w+ )?"
    r"(?:bag|pack|backpack|pocket|pockets|pouch|belt|satchel|sack|cloak|coat|boot))"
)
RAISING = frozenset("raise raises raised raising lift lifts brandish level levels".split())
GREETING = frozenset(
    "nod nods wave waves smile smiles grin grins wink winks bow bows salute salutes curtsy curtsey "
    "raise raises lift lifts toast toasts tip tips".split()
)
RUN_UP = frozenset("charge charges charging rush rushes aim aims lunge lunges".split())
AIMING = frozenset("nock nocks nocking aim aims".split())
SEATED = re.compile(r"\b(?:sit|sits|sat|seat|stool|chair|plonk|plop|plunk|perch|lean)\b")
SHORT = 4
BENDING = frozenset("crouch kneel stoop bend squat lean sit".split())
LOOSE = ("and", ", and", ",")
ONCE_ENOUGH = frozenset(
    ("wait", "dodge", "short_rest", "long_rest", "sneak", "disengage", "look", "grapple")
)


def lent(action: Action, made: Sequence[Action], clause: Clause, situation: Situation) -> Action:
    """Return an action with what it leaves unsaid taken from the one before in the same message."""
    if not made:
        return action
    last = made[-1]
    return _with_the_thing(action, last, clause, situation) or _with_the_place(
        action, last, clause, situation
    )


def _with_the_thing(
    action: Action, last: Action, clause: Clause, situation: Situation
) -> Action | None:
    """Return an action upon the thing just taken or drawn: "take the key and unlock it", None for any other."""
    verb = clause.head.verb
    is_it = "it" in clause.words or clause.head.rest[1:2] == ("one",)
    if is_it and verb in ON_WHAT_WAS_GOT and last.item and action.item in (None, last.item):
        update: dict[str, object] = {
            "kind": "use_item",
            "item": last.item,
            "skill": None,
            "question": None,
        }
        if clause.head.rest[1:] == ("it",):
            update |= {"target": None, "target_ref": None, "recipient_ref": None}
        return action.model_copy(update=update)
    if action.kind == "interact" and verb == "unlock" and (last.item or "").endswith("key"):
        return action.model_copy(update={"kind": "use_item", "item": last.item})
    if action.kind == "attack" and action.item is None and last.kind == "equip" and last.item:
        return action.model_copy(update={"item": bow_of(last.item, situation)})
    if action.kind == "use_item" and action.item is None and last.item:
        return action.model_copy(update={"item": last.item})
    return None


def _with_the_place(action: Action, last: Action, clause: Clause, situation: Situation) -> Action:
    """Return an action where the one before was: "walk to the altar and kneel"."""
    lender = situation.nouns.get(last.target_ref or "")
    if action.target_ref is not None or lender is None:
        return action
    is_lent = False
    if action.kind == "move":
        is_lent = lender.kind == "exit" and "through" in clause.words
    elif action.kind == "cast":
        is_lent = lender.kind in ("hero", "person") and last.kind in ("help", "interact", "move")
    elif action.kind in BORROWERS:
        is_there = last.kind in ("move", "sneak", "interact", "use_item", "search", "look", "dash")
        is_same = clause.seam != "." or "it" in clause.words
        is_lent = is_there and lender.kind in ("feature", "body") and is_same
    if not is_lent:
        return action
    return action.model_copy(update={"target": lender.name, "target_ref": lender.ref})


def joined(made: list[Action], read: list[Action], clause: Clause) -> list[Action]:
    """Return both, or one action where they are one."""
    if not made or not read:
        return [*made, *read]
    last, first = made[-1], read[0]
    if last.kind == "unclear" and clause.seam in (":", "-", "–", "—"):
        return [*made[:-1], _with_text(first, last, first), *read[1:]]
    if last.kind == "wait" and last.target_ref is None and _is_felt(last):
        return [*made[:-1], _with_text(first, last, first), *read[1:]]
    if last.kind == "move" and first.kind == "sneak" and first.target_ref is None:
        sneaking = last.model_copy(update={"kind": "sneak"})
        return [*made[:-1], _with_text(sneaking, last, first), *read[1:]]
    if (
        len(clause.head.rest) < 3
        and clause.head.verb in _emotes()
        and first.kind in ("talk", "wait", "intimidate")
    ):
        return [*made[:-1], _with_text(last, last, first)]
    if last.kind == "take" and STOWED.search(" ".join(clause.words)):
        return [*made[:-1], _with_text(last, last, first)]
    if _carries_on(last, first, clause):
        return [*made[:-1], _with_text(last, last, first), *read[1:]]
    if clause.seam in LOOSE and _leads_up(last, first):
        if first.kind == "ready" and first.item is None:
            first = first.model_copy(update={"item": last.item})
        return [*made[:-1], _with_text(first, last, first), *read[1:]]
    return [*made, *read]


def _is_felt(action: Action) -> bool:
    """Say whether a pause is but a feeling before a deed: "she pitied the cultist, and yet …"."""
    feelings = frozenset(read_data("openings.json")["feelings"].split())
    return any(
        verb_forms().get(word.strip(",.")) in feelings for word in action.text.lower().split()[:3]
    )


@cache
def _emotes() -> frozenset[str]:
    return frozenset(read_data("openings.json")["emotes"].split())


def _carries_on(last: Action, first: Action, clause: Clause) -> bool:
    """Say whether a second action adds nothing to the one before: "wait and wait", "lie to Wen and tell him …"."""
    is_same_person = first.target_ref in (last.target_ref, None)
    if last.kind == first.kind and last.kind in ONCE_ENOUGH and is_same_person:
        return True
    if clause.seam not in LOOSE:
        return False
    if last.kind == first.kind == "attack" and _is_run_up(last):
        return is_same_person
    if last.kind == "move" == first.kind and first.target_ref is None and SEATED.search(first.text):
        return True
    if last.kind in PERSUASIVE and first.kind in ("talk", last.kind):
        return is_same_person or clause.head.verb == "say"
    is_idle = last.kind == "wait" and last.target_ref is None and not _is_gesture(last, 99)
    return is_idle and first.target_ref is None and first.kind in ("use_item", "look", "interact")


def _bends_down(last: Action) -> bool:
    """Say whether somebody only sits or bends down before a deed: "crouch down and offer him …", "sit down and cry"."""
    words = [word for word in last.text.lower().strip(" .,").split() if word not in ("i", "we")]
    is_bent = bool(words) and verb_forms().get(words[0]) in BENDING and len(words) <= SHORT
    return is_bent and last.kind in ("sneak", "move", "wait", "interact")


def _is_run_up(action: Action) -> bool:
    """Say whether an attack is only aimed or run at: "charge the boss and bring my sword down"."""
    return bool(RUN_UP & set(action.text.lower().split()))


def _leads_up(last: Action, first: Action) -> bool:
    """Say whether an action is but the gesture before the next: "raise my staff and …", "turn to her and ask"."""
    if last.kind == "wait" and last.target_ref is None:
        return _is_gesture(last, 99)
    if last.kind == first.kind and last.kind in ("sneak", "move"):
        return last.target_ref is None and last.direction is None
    if last.target_ref is None and _bends_down(last):
        return first.kind != "sneak"
    if last.kind == "equip":
        words = set(last.text.lower().split())
        if first.kind == "ready" or (first.kind == "attack" and words & AIMING):
            return True
        is_raised = bool(RAISING & words)
        return is_raised and first.kind in ("cast", "attack", "intimidate", "move")
    if last.kind == "talk" and first.kind in PERSUASIVE | {"talk"} and last.target_ref:
        opening = last.text.lower().split()
        nods = bool(GREETING & set(opening[:3]))
        return nods and (first.target_ref == last.target_ref or 1 < len(opening) <= SHORT)
    if last.kind not in ("use_item", "interact", "help") or not _is_gesture(last, 3):
        return False
    if first.kind in ("talk", "persuade"):
        return "turn" in last.text.lower() and first.target_ref == last.target_ref
    return first.kind in ("cast", "attack", "intimidate")


def _is_gesture(action: Action, within: int) -> bool:
    """Say whether a word of gesture is among the first few."""
    words = [word.strip(",.") for word in action.text.lower().split()[:within]]
    return any(word in GESTURES or word.rstrip("s") in GESTURES for word in words)


def _with_text(action: Action, first: Action, second: Action) -> Action:
    return action.model_copy(update={"text": f"{first.text} {second.text}"})
