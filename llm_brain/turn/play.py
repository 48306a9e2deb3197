"""The path of a turn, top to bottom. Read this file first.

A player says something; the context is rebuilt from Postgres; the words become actions; the referee decides what
happens; COMMIT 1 makes it so; a narrator tells it; COMMIT 2 keeps the words. Kill the process anywhere: either the turn has
not happened, or it has and is told on start.
"""

import hashlib
import json
from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import BadRequest, KeyInFlight, KeyReused
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.turns import TurnTaken
from llm_brain.ledger.fold import fold
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.scene import scene_of
from llm_brain.store import conversations, idempotency_keys
from llm_brain.store.conversations import Conversation
from llm_brain.turn.begin import begin_if_needed
from llm_brain.turn.commit import commit_resolved
from llm_brain.turn.context import Context, acting_hero, recent_refs
from llm_brain.turn.intent import read_actions
from llm_brain.turn.offers import offers
from llm_brain.turn.record import IdempotencyKey
from llm_brain.turn.resolved import ResolvedTurn
from llm_brain.turn.rolls import roll_on_wire
from llm_brain.turn.tell import Listener, tell


@dataclass(frozen=True)
class TurnRequest:
    """What a player asks for. `key` makes sending it twice harmless."""

    campaign_id: int
    message: str
    character_id: int | None = None
    key: str | None = None

    @property
    def sha256(self) -> str:
        body = json.dumps([self.campaign_id, self.message, self.character_id])
        return hashlib.sha256(body.encode()).hexdigest()

    @property
    def stored_key(self) -> IdempotencyKey | None:
        return IdempotencyKey(self.key, self.sha256) if self.key else None


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
            actor = acting_hero(context, request.character_id).ref
        with steps.step("intent"):
            actions, notes = _understand(brain, context, actor, request.message)
        with steps.step("referee"):
            turn, events, dice = _resolve(context, actor, request.message, actions, notes)
        with steps.step("commit_1"):
            turn = commit_resolved(brain, lease, turn, events, dice.next_n - 1, request.stored_key)
        listen("turn", turn.ids(request.campaign_id))
        for action in actions:
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


def _understand(
    brain: Brain, context: Context, actor: str, message: str
) -> tuple[tuple[Action, ...], tuple[str, ...]]:
    """Return what the player wants to do, and what the page should know about how it was read."""
    offered = context.history[-1].suggestions if context.history else []
    for suggestion in offered:
        if suggestion["text"].casefold() == message.strip().casefold() and suggestion.get("action"):
            return (Action.model_validate(suggestion["action"] | {"text": message}),), ()
    scene = scene_of(context.state, actor)
    recent = recent_refs(context)
    reading = read_actions(message, scene, context.state, actor, brain.embedder, recent)
    is_blind = brain.embedder is None
    return reading.actions, ("intent read by patterns alone: the embedder is away",) * is_blind


def _resolve(
    context: Context, actor: str, message: str, actions: tuple[Action, ...], notes: tuple[str, ...]
) -> tuple[ResolvedTurn, list[Event], SeededDice]:
    """Return what happens: the turn as it will be recorded, its events, and the dice as they stand after it."""
    number = context.next_turn
    before = context.state
    dice = SeededDice(context.campaign.dice_seed, context.campaign.dice_counter + 1)
    taken = TurnTaken(turn_number=number, by=actor, message=message)
    resolution = resolve_turn(fold(before, [taken]), actions, actor, dice, number)
    turn = ResolvedTurn(
        conversation_id=0,
        turn_number=number,
        actor=actor,
        message=message,
        actions=actions,
        events=(),
        before=before,
        after=resolution.state,
        suggestions=offers(resolution.state, actor),
        notes=notes,
    )
    return turn, [taken, *resolution.events], dice


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
