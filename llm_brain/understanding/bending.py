"""Where the scene bends the kind a verb suggests: reading what one carries is using it, going quietly is sneaking,
charging a foe is attacking, shoving a statue is handling it.

It sits between `kinds.py` (words) and `reading.py` (targets).
"""

import re
from dataclasses import replace

from llm_brain.referee.actions import Action
from llm_brain.understanding import belongings
from llm_brain.understanding.heard import Heard, target_of
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.targets import Situation, find
from llm_brain.understanding.words import language

STEALTHY_WITHOUT = re.compile(
    r"\bwithout (?:\w+ )*?(?:waking|noticing|being (?:seen|noticed|heard|spotted)|making (?:a |"
    r"any )?(?:sound|noise)|a sound|alerting|attracting|disturbing)\b"
)
CHARGING = re.compile(r"^(?:charge|rush|storm|go (?:after|for|at)|run at|fly at|come at)\b")
USED_IN_HAND = frozenset("read study open unroll unfold consult".split())
SAVING = frozenset("pull drag carry lift haul grab catch yank".split())


def bent(heard: Heard, situation: Situation) -> Heard:
    """Return what was heard with the kind that fits the scene."""
    line = heard.head.line
    if heard.kind == "move" and is_stealthy(heard):
        return replace(heard, kind="sneak")
    if heard.kind == "move" and line == "charge" and situation.scene.is_fight:
        return replace(heard, kind="attack")
    if heard.kind == "move" and CHARGING.match(line):
        target = target_of(phrases_of(heard.behind), "move", situation)
        if target is not None and target.kind == "foe":
            return replace(heard, kind="attack")
    if heard.kind == "deceive" and heard.head.verb == "distract" and situation.scene.is_fight:
        return replace(heard, kind="help")
    if (
        heard.kind in ("look", "search")
        and heard.head.verb in USED_IN_HAND
        and _holds(heard, situation)
    ):
        return replace(heard, kind="use_item", skill=None)
    return heard


def is_stealthy(heard: Heard) -> bool:
    """Say whether a clause goes on tiptoe: "quietly", "without waking anybody"."""
    line = " ".join(heard.clause.words)
    words: list[str] = language()["stealthy"]
    return any(re.search(rf"\b{word}\b", line) for word in words) or bool(
        STEALTHY_WITHOUT.search(line)
    )


def _holds(heard: Heard, situation: Situation) -> bool:
    """Say whether what is named is carried, and nothing in the scene is named better."""
    target = target_of(phrases_of(heard.behind), "look", situation)
    if target is not None:
        return target.kind == "item_carried"
    return any(belongings.carried(p.words, situation) for p in phrases_of(heard.behind))


def unbent(action: Action, heard: Heard, situation: Situation) -> Action:
    """Return the action with the kind that its target shows to be meant."""
    noun = situation.nouns.get(action.target_ref or "")
    if (
        action.kind == "shove"
        and noun is not None
        and noun.kind in ("feature", "exit", "item_here")
    ):
        return action.model_copy(update={"kind": "interact"})
    if (
        action.kind in ("interact", "shove", "grapple", "take", "move")
        and heard.head.verb in SAVING
    ):
        friend = find(
            [w for p in phrases_of(heard.behind)[:1] for w in p.words], ("hero",), situation
        )
        if friend is not None and not (
            action.kind == "move" and (action.target_ref or "").startswith("exit:")
        ):
            return action.model_copy(
                update={"kind": "help", "target": friend.name, "target_ref": friend.ref}
            )
    if action.kind == "drop" and action.item is None and heard.head.verb == "leave":
        return action.model_copy(update={"kind": "move"})
    return action
