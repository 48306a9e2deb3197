"""Other words for the same events: the last turn told again, a telling edited by hand, a telling withdrawn (X-card).
Dice and state stay as they are.
"""

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import BadRequest, NotTheLastTurn
from llm_brain.ledger.events.table import NarrationEdited, TellingWithdrawn
from llm_brain.ledger.state import State
from llm_brain.memory import segments
from llm_brain.narrators.protocol import Piece
from llm_brain.observe.watch import watched
from llm_brain.store import (
    campaigns,
    conversations,
    events,
    live_sentences,
    lore_entries,
    media_jobs,
    memory_witnesses,
    story_segments,
    summaries,
    turn_media,
)
from llm_brain.store.conversations import Conversation
from llm_brain.turn import media, numbers, record
from llm_brain.turn.context import rebuild
from llm_brain.turn.replay import resolved_again, turn_row
from llm_brain.turn.reply import sentences_of
from llm_brain.turn.tell import Listener, tell
from llm_brain.turn.telling import Sentence

WITHDRAWN_MAX_CHARS = 200


@watched("retelling")
def retry(brain: Brain, campaign_id: int, turn_number: int, listen: Listener) -> int:
    """Tell the last turn again in other words. Raises NotTheLastTurn."""
    steps = brain.new_steps()
    with brain.leases.held(campaign_id) as lease:
        context = brain.database.run(lambda held: rebuild(held, campaign_id, brain.settings))
        if turn_number != context.campaign.last_turn:
            raise NotTheLastTurn(last=context.campaign.last_turn)
        row, turn = brain.database.run(
            lambda held: (
                turn_row(held, campaign_id, turn_number),
                resolved_again(held, campaign_id, turn_number),
            )
        )
        brain.database.run(lambda held: live_sentences.clear(held, row.id))
        listen("turn", turn.ids(campaign_id))
        tell(brain, lease, context, turn, number=row.telling + 1, steps=steps, listen=listen)
    return turn_number


def edit(brain: Brain, campaign_id: int, turn_number: int, narration: str) -> None:
    """Change the words of a telling."""
    text = " ".join(narration.replace("\x00", "").split())
    if not text:
        raise BadRequest(reason="The new telling is empty. To take a telling away, withdraw it.")
    ended = text if text[-1] in ".!?…\"”'’" else text + "."
    with brain.leases.held(campaign_id) as lease:

        def change(held: connection) -> None:
            record.hold_lease(held, campaign_id, lease.holder)
            campaigns.lock(held, campaign_id)
            row = turn_row(held, campaign_id, turn_number)
            ledger = events.of_turn(held, campaign_id, row.id)
            values = numbers.by_event((r.seq, r.event) for r in ledger)
            sentences = tuple(
                Sentence(i, piece.text, numbers=numbers.link(piece.text, values))
                for i, piece in enumerate(sentences_of([Piece(ended + " ")]))
            )
            knew = memory_witnesses.of_turn(held, campaign_id, row.id)
            _put_words(held, campaign_id, row, ended, sentences, "told")
            story_segments.add(held, campaign_id, row.id, "turn", turn_number, turn_number, ended)
            memory_witnesses.put_back(held, campaign_id, row.id, knew)
            media_jobs.add(
                held,
                campaign_id,
                row.id,
                "audio",
                row.telling + 1,
                {"parts": media.voice_parts(sentences)},
            )
            turn_media.set_audio_pending(held, row.id)
            note = NarrationEdited(turn_number=turn_number)
            record.append(held, campaign_id, row.id, State(), [note])

        brain.database.run(change)


def withdraw(brain: Brain, campaign_id: int, turn_number: int, line: str | None) -> None:
    """Take a telling off the table, and keep what it was about out of the story from now on."""
    with brain.leases.held(campaign_id) as lease:

        def change(held: connection) -> None:
            record.hold_lease(held, campaign_id, lease.holder)
            campaigns.lock(held, campaign_id)
            row = turn_row(held, campaign_id, turn_number)
            _put_words(held, campaign_id, row, "", (), "withdrawn")
            lore_entries.put_away_turn(held, campaign_id, turn_number)
            if line and line.strip():
                kept = campaigns.get(held, campaign_id).lines
                new = line.strip()[:WITHDRAWN_MAX_CHARS]
                if new not in kept:
                    campaigns.change(held, campaign_id, {"lines": [*kept, new]})
            note = TellingWithdrawn(turn_number=turn_number)
            record.append(held, campaign_id, row.id, State(), [note])

        brain.database.run(change)


def _put_words(
    held: connection,
    campaign_id: int,
    row: Conversation,
    text: str,
    sentences: tuple[Sentence, ...],
    status: str,
) -> None:
    """Replace a telling's words and forget the old ones."""
    conversations.set_words(held, row.id, text, [s.as_json() for s in sentences], status)
    story_segments.forget_turn(held, campaign_id, row.id)
    summaries.mark_stale(held, campaign_id, row.turn_number)
    media_jobs.drop_for_turns(held, campaign_id, [row.id], "audio")
    for scene in story_segments.scenes_over(held, campaign_id, row.turn_number):
        told = conversations.after(
            held, campaign_id, scene.first_turn - 1, scene.last_turn - scene.first_turn + 1
        )
        place = scene.content.partition(": ")[0]
        content = segments.scene_text(place, [turn.dm_response for turn in told])
        story_segments.rewrite(held, campaign_id, scene.id, content)
