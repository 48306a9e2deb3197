"""A turn found resolved but not told (a crash, a restart) is told. Also makes the vectors of what was told."""

import logging
import threading

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import BrainError, DatabaseAway, TurnInFlight
from llm_brain.observe.watch import watched
from llm_brain.store import conversations, embedders, live_sentences, story_segments
from llm_brain.turn.context import rebuild
from llm_brain.turn.replay import resolved_again
from llm_brain.turn.tell import tell

log = logging.getLogger("llm_brain.recover")
BACKFILL_BATCH = 16
STOP_S = 3.0


def tell_untold(brain: Brain) -> int:
    """Tell every turn that nobody is telling; return how many."""
    told = 0
    for campaign_id, turn_number in brain.database.run(conversations.untold):
        try:
            _tell_one(brain, campaign_id, turn_number)
            told += 1
        except TurnInFlight:
            continue
    return told


@watched("recovery")
def _tell_one(brain: Brain, campaign_id: int, turn_number: int) -> None:
    steps = brain.new_steps()
    with brain.leases.held(campaign_id) as lease:
        context = brain.database.run(lambda held: rebuild(held, campaign_id, brain.settings))
        turn = brain.database.run(lambda held: resolved_again(held, campaign_id, turn_number))
        brain.database.run(lambda held: live_sentences.clear(held, turn.conversation_id))
        log.info(
            "telling turn %s of campaign %s, which a stop had left untold", turn_number, campaign_id
        )
        tell(brain, lease, context, turn, number=0, steps=steps, listen=lambda _name, _data: None)


def remember_missing_vectors(brain: Brain) -> int:
    """Embed the oldest segments that wait for their vector, or have another embedder's; return how many.

    A turn never waits for this: what was told last is in the prompt itself for three turns and more. While turns are
    under way it waits too, unless many segments do.
    """
    embedder = brain.embedder_id()
    if embedder is None:
        return 0
    missing = brain.database.read(lambda held: _waiting(held, embedder))
    if brain.leases.are_held and len(missing) < BACKFILL_BATCH:
        return 0
    for campaign_id, segment_id, content in missing:
        vector = brain.embed(content)
        if vector is None:
            return 0
        _add_vector(brain, campaign_id, segment_id, content, vector, embedder)
    return len(missing)


def _waiting(held: connection, embedder: int) -> list[tuple[int, int, str]]:
    missing = story_segments.without_vector(held, BACKFILL_BATCH)
    left = BACKFILL_BATCH - len(missing)
    return missing + (embedders.with_foreign_vector(held, embedder, left) if left else [])


def _add_vector(
    brain: Brain,
    campaign_id: int,
    segment_id: int,
    content: str,
    vector: tuple[float, ...],
    embedder: int,
) -> None:
    brain.database.run(
        lambda held: story_segments.add_vector(
            held, campaign_id, segment_id, content, vector, embedder
        )
    )


class Sweeper:
    """Looks for untold turns and missing vectors every so often, and once at start."""

    def __init__(self, brain: Brain) -> None:
        self._brain = brain
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._sweep, name="sweeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(STOP_S)

    def _sweep(self) -> None:
        is_first = True
        while not self._stopped.is_set():
            try:
                if is_first:
                    self._brain.leases.clear_dead()
                is_first = False
                tell_untold(self._brain)
                while remember_missing_vectors(self._brain) == BACKFILL_BATCH:
                    tell_untold(self._brain)
            except DatabaseAway:
                is_first = True
            except BrainError:
                log.exception("an untold turn could not be told")
            self._stopped.wait(self._brain.settings.sweep_s)
