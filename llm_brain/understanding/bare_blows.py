"""A blow said without a verb: "tall goblin, handaxe", "no, not the rat, the tall one. longsword".

Only in a fight, only where both a foe and a weapon of one's own are named and nothing else is told.
"""

from collections.abc import Sequence

from llm_brain.referee.actions import Action
from llm_brain.understanding import belongings
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.targets import Situation, find
from llm_brain.understanding.words import plain_words

MOST_WORDS = 6


def bare_blow(clauses: Sequence[Clause], situation: Situation) -> Action | None:
    """Return the attack that bare names come to, None where they are none."""
    spoken = [c for c in clauses if c.words and not c.head.is_negated]
    told = [c for c in spoken if c.words[0] not in ("no", "not")]
    if not situation.scene.is_fight or any(c.is_asked or c.head.verb for c in told):
        return None
    if any(len(clause.words) > MOST_WORDS for clause in told):
        return None
    parts = [part for clause in told for part in _parts(clause.text)]
    arms = [n for part in parts if (n := belongings.carried(part, situation)) is not None]
    foes = [n for part in parts if (n := find(part, ("foe",), situation)) is not None]
    if not foes or not arms or not belongings.WEAPON.search(arms[-1].ref):
        return None
    foe = foes[-1]
    item = arms[-1].ref.removeprefix("item:")
    return Action(kind="attack", text="", target=foe.name, target_ref=foe.ref, item=item)


def _parts(text: str) -> list[tuple[str, ...]]:
    parts = [plain_words(part) for part in text.split(",")]
    return [part for part in parts if part and part[0] not in ("no", "not")]
