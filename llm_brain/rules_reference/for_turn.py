"""Step 4f, beside it: the few rules that a turn's prompt holds. What is stored answers first, the built-in facts always can.

It reads the database and nothing else: no turn ever waits on a network for a rule.
"""

from collections.abc import Iterable

from psycopg2.extensions import connection

from llm_brain.rules_reference.calls import Call, calls_of, is_question
from llm_brain.rules_reference.lookup import rules_for
from llm_brain.rules_reference.piece import Piece, excerpt
from llm_brain.store import rules_reference as store
from llm_brain.turn.resolved import ResolvedTurn

MOST_PIECES = 3
PIECE_CHARS = 320
"""About 80 tokens: three pieces stay below a tenth of a small model's prompt."""
HEADED = ("rule-sections", "conditions", "skills", "traits")
SPOKEN_OF = {
    "magic-items": "magic item", "rule-sections": "rule", "rules": "rule", "equipment": "thing",
    "damage-types": "kind of damage", "weapon-properties": "weapon property",
}  # fmt: skip


def built_in(turn: ResolvedTurn, limit: int = 2) -> list[str]:
    """Return the built-in rules a turn calls for, as lines of the prompt."""
    return [rule.text for rule in rules_for(turn.message, limit=limit)]


def rules_of_turn(held: connection, turn: ResolvedTurn) -> list[str]:
    """Return at most three lines of rules for the prompt; what was written by others stands in quotation marks."""
    calls = calls_of(turn)
    stored = _best(calls, store.named(held, [call.name for call in calls])) if calls else []
    lines = [line_of(piece) for piece in stored[:MOST_PIECES]]
    lines += built_in(turn)[: MOST_PIECES - len(lines)]
    if len(lines) < MOST_PIECES and turn.message and (is_question(turn) or not lines):
        more = store.headed(held, turn.message, HEADED, MOST_PIECES)
        lines += [line_of(piece) for piece in more if piece not in stored]
    return list(dict.fromkeys(lines))[:MOST_PIECES]


def _best(calls: Iterable[Call], pieces: list[Piece]) -> list[Piece]:
    """Return the pieces that were really called, weightiest first; of one weight the longer name first."""
    weights: dict[str, tuple[int, int]] = {}
    for call in calls:
        for piece in pieces:
            if call.name in piece.names and (not call.kinds or piece.kind in call.kinds):
                worth = (call.weight, len(call.name))
                weights[piece.key] = max(weights.get(piece.key, (0, 0)), worth)
    called = [piece for piece in pieces if piece.key in weights]
    return sorted(called, key=lambda piece: weights[piece.key], reverse=True)


def line_of(piece: Piece) -> str:
    """Return a piece as a line of the prompt: what it is, and its beginning as quoted data."""
    kind = SPOKEN_OF.get(piece.kind, piece.kind.removesuffix("s").replace("-", " "))
    has_text = piece.text != piece.name
    facts = "; ".join(f"{label.lower()} {value}" for label, value in piece.facts)
    words = excerpt(piece.text if has_text else facts, PIECE_CHARS).replace('"', "'")
    return f'{piece.name} ({kind}): "{words}"'
