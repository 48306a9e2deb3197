"""Taking turns: say something, follow it, stop it, tell it again, change its words, take it back, branch."""

from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse

from llm_brain.api import shown
from llm_brain.api.refusals import STREAM
from llm_brain.api.streams import stream_of
from llm_brain.api.wire import (
    BranchIn,
    CampaignOut,
    ChoiceIn,
    InterpretIn,
    NarrationIn,
    TurnIn,
    TurnOut,
    UndoIn,
    WithdrawIn,
)
from llm_brain.api.wiring import TheBrain
from llm_brain.brain import Brain
from llm_brain.referee.scene import scene_of
from llm_brain.store import campaigns, projections
from llm_brain.turn import after_death, retell, undo
from llm_brain.turn.begin import begin
from llm_brain.turn.branch import branch
from llm_brain.turn.context import acting_hero, rebuild, recent_refs
from llm_brain.turn.hearing import Declaration
from llm_brain.turn.intent import read_actions
from llm_brain.turn.play import TurnRequest, check_message, play_turn
from llm_brain.turn.stop import stop
from llm_brain.turn.tell import Listener

router = APIRouter()
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=200)]


def _request(brain: Brain, body: TurnIn, key: str | None) -> TurnRequest:
    most = brain.settings.message_max_chars
    said = [(body.message, body.character_id)]
    said += [(other.message, other.character_id) for other in body.together_with]
    declared = tuple(Declaration(check_message(words, most), hero) for words, hero in said)
    return TurnRequest(body.campaign_id, declared, body.idempotency_key or key)


def _quiet(_name: str, _data: object) -> None:
    """Listen to nothing."""


def _turn(brain: Brain, campaign_id: int, turn_number: int) -> TurnOut:
    return brain.database.read(lambda held: shown.read_turn(held, campaign_id, turn_number))


@router.post("/dm_turn")
def dm_turn(body: TurnIn, brain: TheBrain, idempotency_key: Key = None) -> TurnOut:
    """Take a turn and answer with all of it."""
    request = _request(brain, body, idempotency_key)
    number = play_turn(brain, request, _quiet)
    return _turn(brain, request.campaign_id, number)


@router.post("/dm_turn/stream", response_class=StreamingResponse, responses=STREAM)
def dm_turn_stream(body: TurnIn, brain: TheBrain, idempotency_key: Key = None) -> StreamingResponse:
    """Take a turn and stream it as it comes; a lost connection stops nothing."""
    request = _request(brain, body, idempotency_key)

    def work(listen: Listener) -> TurnOut:
        number = play_turn(brain, request, listen)
        return _turn(brain, request.campaign_id, number)

    return stream_of(work)


@router.post("/campaigns/{campaign_id}/begin")
def begin_campaign(campaign_id: int, brain: TheBrain) -> TurnOut:
    """Tell the opening."""
    return _turn(brain, campaign_id, begin(brain, campaign_id, _quiet))


@router.post("/campaigns/{campaign_id}/interpret")
def interpret(campaign_id: int, body: InterpretIn, brain: TheBrain) -> dict[str, object]:
    """Say what a message would be understood as; nothing comes of it."""
    message = check_message(body.message, brain.settings.message_max_chars)
    context = brain.database.read(lambda held: rebuild(held, campaign_id, brain.settings))
    actor = acting_hero(context, body.character_id).ref
    scene = scene_of(context.state, actor)
    recent = recent_refs(context)
    reading = read_actions(message, scene, context.state, actor, brain.embedder, recent)
    actions = [action.as_json() for action in reading.actions]
    return {"actions": actions, "used_embedder": reading.used_embedder}


@router.post("/campaigns/{campaign_id}/turns/{turn_number}/stop")
def stop_turn(campaign_id: int, turn_number: int, brain: TheBrain) -> TurnOut:
    """End the telling at the last released sentence."""
    stop(brain, campaign_id, turn_number)
    return _turn(brain, campaign_id, turn_number)


@router.patch("/campaigns/{campaign_id}/turns/{turn_number}")
def edit_turn(campaign_id: int, turn_number: int, body: NarrationIn, brain: TheBrain) -> TurnOut:
    """Change the words of a telling, never a number."""
    retell.edit(brain, campaign_id, turn_number, body.narration)
    return _turn(brain, campaign_id, turn_number)


@router.post("/campaigns/{campaign_id}/turns/{turn_number}/retry")
def retry_turn(campaign_id: int, turn_number: int, brain: TheBrain) -> TurnOut:
    """Tell the last turn again: other words, same events."""
    return _turn(brain, campaign_id, retell.retry(brain, campaign_id, turn_number, _quiet))


@router.post("/campaigns/{campaign_id}/turns/{turn_number}/withdraw")
def withdraw_turn(campaign_id: int, turn_number: int, body: WithdrawIn, brain: TheBrain) -> TurnOut:
    """Take a telling off the table (X-card)."""
    retell.withdraw(brain, campaign_id, turn_number, body.line)
    return _turn(brain, campaign_id, turn_number)


@router.post("/campaigns/{campaign_id}/undo")
def undo_turns(campaign_id: int, brain: TheBrain, body: UndoIn | None = None) -> dict[str, object]:
    """Take the last turns back; answer with the state after."""
    undo.undo(brain, campaign_id, (body or UndoIn()).turns)
    state = brain.database.run(lambda held: projections.load(held, campaign_id))
    return state.model_dump(mode="json")


@router.post("/campaigns/{campaign_id}/branch", status_code=201)
def branch_campaign(campaign_id: int, body: BranchIn, brain: TheBrain) -> CampaignOut:
    """Copy a campaign up to a turn under new dice."""
    made = branch(brain, campaign_id, body.after_turn, body.name)
    return shown.campaign_out(brain.database.run(lambda held: campaigns.get(held, made)), brain)


@router.post("/campaigns/{campaign_id}/choose")
def choose(campaign_id: int, body: ChoiceIn, brain: TheBrain) -> TurnOut:
    """Go on after every hero has died: back to before the fight, a new hero, or the epilogue."""
    number = after_death.choose(
        brain, campaign_id, body.choice, body.pregenerated, body.name, _quiet, body.choices
    )
    return _turn(brain, campaign_id, number)
