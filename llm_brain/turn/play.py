"""The path of a turn, top to bottom. Read this file first.

A player says something; the context is rebuilt from Postgres; the words become actions; the referee decides what
happens; COMMIT 1 makes it so; a narrator tells it; COMMIT 2 keeps the words. Kill the process anywhere: either the turn has
not happened, or it has and is told on start.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import BadRequest, KeyInFlight, KeyReused
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.turns import TurnTaken
from llm_brain.ledger.fold import fold
from llm_brain.observe.watch import watched
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.resolve import resolve_turn
from llm_brain.store import conversations, idempotency_keys
from llm_brain.store.conversations import Conversation
from llm_brain.turn.begin import begin_if_needed
from llm_brain.turn.commit import commit_resolved
from llm_brain.turn.context import Context, acting_hero
from llm_brain.turn.hearing import Declaration, Heard, all_said, understand
from llm_brain.turn.offers import offers
from llm_brain.turn.record import IdempotencyKey
from llm_brain.turn.resolved import ResolvedTurn
from llm_brain.turn.rolls import roll_on_wire
from llm_brain.turn.tell import Listener, tell


@dataclass(frozen=True)
class TurnRequest:
    """What a player asks for, or several at once, in the order they are to be heard. `key` makes sending it twice harmless."""

    campaign_id: int
    declarations: tuple[Declaration, ...]
    key: str | None = None

    @property
    def sha256(self) -> str:
        said = [[declared.message, declared.character_id] for declared in self.declarations]
        return hashlib.sha256(json.dumps([self.campaign_id, said]).encode()).hexdigest()

    @property
    def stored_key(self) -> IdempotencyKey | None:
        return IdempotencyKey(self.key, self.sha256) if self.key else None


@watched("turn")
def play_turn(brain: Brain, request: TurnRequest, listen: Listener) -> int:
    """Play one turn from words to words; return its number."""
    steps = brain.new_steps()
    if (made := _already_made(brain, request)) is not None:
        return made
    with brain.leases.held(request.campaign_id) as lease:
        if (made := _already_made(brain, request)) is not None:
            return made
        with steps.step("context"):
            context = begin_if_needed(brain, lease, request.campaign_id, listen)
            heroes = [acting_hero(context, said.character_id) for said in request.declarations]
        with steps.step("intent"):
            heard = [
                understand(brain, context, hero.ref, declared.message)
                for hero, declared in zip(heroes, request.declarations, strict=True)
            ]
        with steps.step("referee"):
            turn, events, dice = _resolve(context, heard)
        with steps.step("commit_1"):
            turn = commit_resolved(brain, lease, turn, events, dice.next_n - 1, request.stored_key)
        listen("turn", turn.ids(request.campaign_id))
        for action in turn.actions:
            listen("action", action.as_json())
        _show_rolls(turn, listen)
        tell(brain, lease, context, turn, number=0, steps=steps, listen=listen)
        return turn.turn_number


def _already_made(brain: Brain, request: TurnRequest) -> int | None:
    """Return the turn this request's key made before. Raises KeyReused, KeyInFlight."""
    if request.key is None:
        return None
    key = request.key

    def look(held: connection) -> tuple[str, Conversation | None] | None:
        known = idempotency_keys.get(held, request.campaign_id, key)
        if known is None:
            return None
        made = conversations.by_id(held, request.campaign_id, known.turn_id or 0)
        return known.request_sha256, made

    found = brain.database.read(look)
    if found is None:
        return None
    sha256, made = found
    if sha256 != request.sha256:
        raise KeyReused(key=key)
    if made is None or made.status == "resolved":
        raise KeyInFlight(key=key)
    return made.turn_number


def _resolve(
    context: Context, heard: Sequence[Heard]
) -> tuple[ResolvedTurn, list[Event], SeededDice]:
    """Return what happens: the turn as it will be recorded, its events, and the dice as they stand after it."""
    number = context.next_turn
    state = context.state
    dice = SeededDice(context.campaign.dice_seed, context.campaign.dice_counter + 1)
    events: list[Event] = []
    for said in heard:
        taken = TurnTaken(turn_number=number, by=said.actor, message=said.message)
        resolution = resolve_turn(fold(state, [taken]), said.actions, said.actor, dice, number)
        events += [taken, *resolution.events]
        state = resolution.state
    turn = ResolvedTurn(
        conversation_id=0,
        turn_number=number,
        actor=heard[0].actor,
        message=all_said(context, heard),
        actions=tuple(action for said in heard for action in said.actions),
        events=(),
        before=context.state,
        after=state,
        suggestions=offers(state, heard[0].actor),
        notes=tuple(dict.fromkeys(note for said in heard for note in said.notes)),
    )
    return turn, events, dice


def _show_rolls(turn: ResolvedTurn, listen: Listener) -> None:
    for seq, event in turn.events:
        if isinstance(event, RollMade):
            listen("roll", roll_on_wire(seq, event.roll))


def check_message(message: str, max_chars: int) -> str:
    """Return a message that can be played. Raises BadRequest saying what is wrong with it."""
    cleaned = message.replace("\x00", "").strip()
    if not cleaned:
        raise BadRequest(reason="Say what your character does: the message is empty.")
    if len(cleaned) > max_chars:
        raise BadRequest(
            reason=f"The message has {len(cleaned)} characters; {max_chars} is the most."
        )
    return cleaned
