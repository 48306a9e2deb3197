"""After a turn is told: a model may be asked for one small addition to the world, which the referee takes or refuses.

No turn waits for it. The model is asked without a lease, in a thread beside the turns; what it says is judged against the state
as it is then, and only if no turn has begun since. Whatever goes wrong, nothing was proposed.
"""

import logging
import queue
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import BrainError, CampaignNotFound, DatabaseAway
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.proposals import ProposalAccepted
from llm_brain.ledger.state import State
from llm_brain.narrators.desk import clerk_of
from llm_brain.narrators.forms import Form
from llm_brain.narrators.protocol import ChatMessage
from llm_brain.referee.proposing.door import judge
from llm_brain.referee.proposing.openings import Openings, openings
from llm_brain.referee.proposing.wishes import MOST_TOKENS, Answer, NothingWish, Wish, form_of
from llm_brain.store import campaign_leases, campaigns, conversations, projections
from llm_brain.store.campaigns import Campaign
from llm_brain.store.conversations import Conversation
from llm_brain.turn import record
from llm_brain.turn.prompt import one_line, people_in_words, quests_in_words, quoted, rendered

log = logging.getLogger("llm_brain.proposing")
TABLE = -2
TEMPERATURE = 0.8
WAITING_MOST = 64
STOP_S = 3.0
QUIET_S, LOOK_S = 2.0, 0.02
"""How long the turns under way are waited for, and how often they are looked at."""
TELLING_MOST_CHARS = 800


@dataclass(frozen=True)
class Told:
    """A turn that was told."""

    campaign_id: int
    turn_number: int


@dataclass(frozen=True)
class Ground:
    """What a proposal is made on: the campaign, its state, the turn told last, what may be proposed."""

    campaign: Campaign
    state: State
    turn: Conversation
    opened: Openings


class Proposer:
    """Asks for proposals, one at a time, in a thread of its own."""

    def __init__(self, brain: Brain) -> None:
        self._brain = brain
        self._told: queue.Queue[Told | None] = queue.Queue(WAITING_MOST)
        self._asked: dict[int, int] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="proposer", daemon=True)

    def start(self) -> None:
        """Begin to listen for tellings."""
        self._brain.on_told = self.note
        self._thread.start()

    def stop(self) -> None:
        """Let go of what is under way."""
        self._stopped.set()
        self._note(None)
        self._thread.join(STOP_S)

    def note(self, campaign_id: int, turn_number: int, narrator: str) -> None:
        """Hear of a telling; those of a narrator without a model are of no interest, nor are more than can wait."""
        settings = self._brain.settings
        if settings.model_proposes == "never" or narrator == "storyteller":
            return
        last = self._asked.get(campaign_id)
        if last is not None and 0 <= turn_number - last < settings.model_proposes_every:
            return
        self._note(Told(campaign_id, turn_number))

    def _note(self, told: Told | None) -> None:
        try:
            self._told.put_nowait(told)
        except queue.Full:
            return

    def _work(self) -> None:
        while not self._stopped.is_set():
            told = self._told.get()
            if told is None:
                continue
            try:
                if self._is_quiet() and propose(self._brain, told, self._stopped.is_set):
                    self._asked[told.campaign_id] = told.turn_number
            except (DatabaseAway, CampaignNotFound):
                continue
            except BrainError:
                log.exception("a proposal could not be made")

    def _is_quiet(self) -> bool:
        """Wait a little for the turns under way; say whether a model may be asked beside them, or there are none."""
        give_up_at = time.monotonic() + QUIET_S
        while self._brain.leases.are_held and time.monotonic() < give_up_at:
            if self._stopped.wait(LOOK_S):
                return False
        clerk = clerk_of(self._brain.narrators)
        return clerk is not None and not (clerk.is_in_process and self._brain.leases.are_held)


def propose(brain: Brain, told: Told, is_stopped: Callable[[], bool] = lambda: False) -> bool:
    """Ask for a proposal and have it judged; return whether a model answered. Raises BrainError."""
    clerk = clerk_of(brain.narrators)
    ground = brain.database.read(lambda held: _ground(brain, held, told))
    if clerk is None or ground is None:
        return False

    def is_unwanted() -> bool:
        return is_stopped() or (clerk.is_in_process and brain.leases.are_held)

    filling = brain.desk.ask(clerk, _form(brain, ground), is_unwanted)
    forms = brain.watch.metrics.forms
    if filling.found is None:
        forms.labels("proposal", "not_filled").inc()
        log.debug("no proposal after turn %s: %s", told.turn_number, filling.why)
        return False
    wish = filling.found.proposal
    made = [] if isinstance(wish, NothingWish) else commit_proposal(brain, told, wish, filling.by)
    is_taken = any(isinstance(event, ProposalAccepted) for event in made)
    forms.labels("proposal", "taken" if is_taken else "refused" if made else "empty").inc()
    return True


def commit_proposal(brain: Brain, told: Told, wish: Wish, by: str) -> list[Event]:
    """Judge a proposal and record what came of it; nothing while a turn is under way.

    The campaign's lease is taken and given back inside one transaction: a turn that begins meanwhile waits for these few
    milliseconds and is refused nothing.
    """
    holder = f"proposal/{uuid.uuid4().hex}"

    def decide(held: connection) -> list[Event]:
        if not campaign_leases.take(held, told.campaign_id, holder, brain.settings.lease_s):
            return []
        made = _judged(brain, held, told, wish, by)
        campaign_leases.give_back(held, told.campaign_id, holder)
        return made

    return brain.database.run(decide)


def _judged(brain: Brain, held: connection, told: Told, wish: Wish, by: str) -> list[Event]:
    ground = _ground(brain, held, told)
    if ground is None:
        return []
    made = judge(
        ground.state,
        wish,
        by,
        told.turn_number,
        every=brain.settings.model_proposes_every,
        unwanted=(*ground.campaign.lines, *ground.campaign.veils),
    )
    if made:
        record.append(held, told.campaign_id, ground.turn.id, ground.state, made)
    return made


def _ground(brain: Brain, held: connection, told: Told) -> Ground | None:
    """Return what to propose on; None when the turn is not the last any more, or nothing may be proposed."""
    campaign = campaigns.get(held, told.campaign_id)
    turn = conversations.get(held, told.campaign_id, told.turn_number)
    if campaign.last_turn != told.turn_number or turn is None or turn.status != "told":
        return None
    state = projections.load(held, told.campaign_id, campaign.world)
    opened = openings(state, told.turn_number, brain.settings.model_proposes_every)
    return Ground(campaign, state, turn, opened) if opened.kinds else None


def _form(brain: Brain, ground: Ground) -> Form[Answer]:
    folder, campaign, state = brain.settings.prompts_dir, ground.campaign, ground.state
    here = state.here
    assert here is not None
    asked = rendered(
        folder,
        "proposing.j2",
        theme=campaign.theme.replace("_", " "),
        tone=quoted(campaign.tone),
        unwanted=[quoted(text) for text in (*campaign.lines, *campaign.veils)],
        place=here.name,
        place_facts=list(here.facts[:4]),
        ways=[way.name for way in here.exits if not way.is_hidden],
        people=people_in_words(state),
        things=[item.name for item in here.items],
        quests=quests_in_words(state),
        kinds=sorted(ground.opened.kinds),
        told=one_line(ground.turn.dm_response[-TELLING_MOST_CHARS:]),
    )
    orders = rendered(folder, "proposing_orders.j2")
    return Form(
        name="proposal",
        messages=(ChatMessage("system", orders), ChatMessage("user", asked)),
        wanted=form_of(ground.opened),
        most_tokens=MOST_TOKENS,
        deadline_s=brain.settings.model_proposes_deadline_s,
        temperature=TEMPERATURE,
        table=TABLE,
        seed=campaign.adventure_seed + ground.turn.turn_number,
    )
