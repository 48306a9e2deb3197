"""Steps 4e to 4i: a turn that has happened is remembered for, told, guarded and recorded. First telling, retelling and the
telling after a crash all come through here.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from llm_brain.brain import Brain
from llm_brain.errors import NarratorFailed
from llm_brain.memory import recall, segments
from llm_brain.memory.witnesses import learned
from llm_brain.narrators.protocol import Brief, Memory, Narrator, Piece, standing_of
from llm_brain.rules_reference.for_turn import rules_of_turn
from llm_brain.store import campaign_leases, conversations, live_sentences
from llm_brain.turn import media, record
from llm_brain.turn.background import Background, gather
from llm_brain.turn.completeness import made_whole
from llm_brain.turn.context import Context
from llm_brain.turn.leases import Lease
from llm_brain.turn.pacing import paced
from llm_brain.turn.portraits import portrait_orders
from llm_brain.turn.prompt import brief_for
from llm_brain.turn.reply import Guard
from llm_brain.turn.resolved import ResolvedTurn
from llm_brain.turn.sampling import sampling_of
from llm_brain.turn.steps import Steps
from llm_brain.turn.telling import Sentence, Telling

Listener = Callable[[str, Any], None]


def tell(
    brain: Brain,
    lease: Lease,
    context: Context,
    turn: ResolvedTurn,
    *,
    number: int,
    steps: Steps,
    listen: Listener,
) -> Telling:
    """Tell a resolved turn and commit the telling. `number` is 0 the first time."""
    steps.watch.about(turn.turn_number, turn.conversation_id)
    with steps.step("recall"):
        recalled = _recall(brain, context, turn)
        text = _called_to_mind_by(turn)
        recalled, background = gather(brain, context, turn, recalled, text)
    with steps.step("prompt"):
        rules = brain.database.read(lambda held: rules_of_turn(held, turn))
        brief = replace(
            brief_for(
                context,
                turn,
                recalled.memories,
                number,
                brain.settings.prompts_dir,
                rules,
                background,
            ),
            campaign_id=context.campaign.id,
            sampling=sampling_of(context.campaign, brain.settings.sampling),
        )
    listen("writing", {"turn_number": turn.turn_number})
    with steps.step("narrate"):
        telling = _narrate(brain, lease, brief, turn, steps, listen)
    if not recalled.used_vectors:
        telling = _noted(telling, "recalled by full text alone: the embedder is away")
    with steps.step("remember"):
        kept = _segments(brain, context, turn, telling)
    with steps.step("commit_2"):
        _commit(
            brain, lease, context, turn, telling, kept, recalled.memories, background, brief, steps
        )
    steps.watch.told(telling, had_embedder=recalled.used_vectors)
    if number == 0:
        brain.on_told(lease.campaign_id, turn.turn_number, telling.narrator)
    return telling


def _recall(brain: Brain, context: Context, turn: ResolvedTurn) -> recall.Recall:
    text = _called_to_mind_by(turn)
    embedder = brain.embedder_id()
    vector = None if embedder is None else brain.embed(turn.message or text)
    oldest_in_prompt = min((past.turn_number for past in context.history), default=turn.turn_number)
    return brain.database.read(
        lambda held: recall.recall(
            held,
            context.campaign.id,
            text,
            vector,
            before_turn=min(oldest_in_prompt, turn.turn_number),
            limit=brain.settings.recall_limit,
            embedder=embedder,
            first_look=brain.first_look,
        )
    )


def _called_to_mind_by(turn: ResolvedTurn) -> str:
    """Return what is said, whom and what it is about by name, and where."""
    refs = [
        ref
        for action in turn.actions
        for ref in (action.target_ref, action.recipient_ref, *action.more_refs)
    ]
    known = turn.before.creatures | turn.after.creatures
    names = [known[ref].name for ref in dict.fromkeys(refs) if ref in known]
    named = [name for name in names if name.lower() not in turn.message.lower()]
    here = turn.after.here
    return " ".join([turn.message, *named, here.name if here else ""]).strip()


@dataclass
class _Attempt:
    """What came of one narrator: the sentences that were released, and why it broke off, if it did."""

    released: list[Sentence] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: NarratorFailed | None = None


def _narrate(
    brain: Brain, lease: Lease, brief: Brief, turn: ResolvedTurn, steps: Steps, listen: Listener
) -> Telling:
    """Walk down the ladder of narrators until one tells the turn."""
    reason: str | None = None
    ladder = tuple(brain.narrators)  # it may be changed while a turn is told
    for narrator in ladder:
        is_last = narrator is ladder[-1]
        standing = standing_of(narrator)
        if standing.state != "healthy":
            reason = reason or f"{narrator.name} is {standing.state}: {standing.reason}"
            continue
        attempt = _told_by(narrator, brain, lease, brief, turn, steps, listen, is_last=is_last)
        if attempt.failed is not None:
            reason = str(attempt.failed)
            if not attempt.released:
                continue
        if attempt.released or lease.stop.is_set() or is_last:
            is_fallback = narrator is not ladder[0] or (reason is not None)
            return Telling(
                number=brief.telling,
                sentences=tuple(attempt.released),
                narrator=narrator.name,
                degraded_reason=reason if is_fallback else None,
                is_stopped=lease.stop.is_set(),
                phrases=tuple(attempt.phrases),
                notes=tuple(attempt.notes),
            )
        reason = f"{narrator.name} said nothing that could be told"
    raise NarratorFailed(narrator="every narrator", reason=reason or "there is none")


def _told_by(
    narrator: Narrator,
    brain: Brain,
    lease: Lease,
    brief: Brief,
    turn: ResolvedTurn,
    steps: Steps,
    listen: Listener,
    *,
    is_last: bool,
) -> _Attempt:
    """Have one narrator tell the turn; the storyteller adds what happened and a model left out."""
    guard = Guard(brief, turn.events)
    attempt = _Attempt()

    def release(pieces: Sequence[Piece]) -> None:
        attempt.phrases += [phrase for piece in pieces for phrase in piece.phrases]
        passed = [s for s in map(guard.let_through, pieces) if s is not None]
        with steps.step("release"):
            _release(brain, lease, turn, passed, listen)
        attempt.released += passed

    try:
        for pieces in paced(narrator, brief, brain.settings.first_words_deadline_s, lease.stop):
            release(pieces)
    except NarratorFailed as failed:
        attempt.failed = failed
    if not is_last and not lease.stop.is_set():
        left_out = made_whole(brief, turn.events, attempt.released)
        if left_out:
            release(left_out)
            guard.left_out.append(f"the storyteller told what {narrator.name} had left out")
    attempt.notes = guard.left_out
    return attempt


def _release(
    brain: Brain, lease: Lease, turn: ResolvedTurn, passed: Sequence[Sentence], listen: Listener
) -> None:
    """Show sentences to everybody who follows the table, and see whether they want more."""
    if not passed:
        return

    def show(held: Any) -> bool:
        shown = [sentence.as_json() for sentence in passed]
        live_sentences.add(held, lease.campaign_id, turn.conversation_id, shown)
        return campaign_leases.stop_requested(held, lease.campaign_id, lease.holder)

    if brain.database.run(show):
        lease.stop.set()
    for sentence in passed:
        listen("sentence", sentence.as_json())


def _segments(
    brain: Brain, context: Context, turn: ResolvedTurn, telling: Telling
) -> list[record.NewSegment]:
    """Return what is remembered of this turn, and of the scene if it ends here."""
    if not telling.text:
        return []
    number = turn.turn_number
    actor = turn.after.creatures.get(turn.actor)
    text = segments.turn_text(actor.name if actor else "", turn.message, telling.text)
    kept = [record.NewSegment("turn", number, number, text)]
    first = max((s.last_turn for s in context.segments if s.last_turn < number), default=0) + 1
    events = [event for _, event in turn.events]
    if segments.ends_scene(events, number - first + 1):
        past = brain.database.read(
            lambda held: conversations.after(held, context.campaign.id, first - 1, number - first)
        )
        told = [row.dm_response for row in past if row.turn_number < number] + [telling.text]
        here = turn.before.here or turn.after.here
        scene = segments.scene_text(here.name if here else context.campaign.name, told)
        kept.append(record.NewSegment("scene", min(first, number), number, scene))
    return kept


def _commit(
    brain: Brain,
    lease: Lease,
    context: Context,
    turn: ResolvedTurn,
    telling: Telling,
    kept: Sequence[record.NewSegment],
    memories: Sequence[Memory],
    background: Background,
    brief: Brief,
    steps: Steps,
) -> None:
    jobs = media.jobs_for(context.campaign, turn, telling)
    recalled = [asdict(memory) for memory in memories]
    prompt = [{"role": message.role, "content": message.content} for message in brief.messages]
    events = [event for _, event in turn.events]
    known = learned(turn.before, events, turn.after, turn.message, background.spoken_from, memories)
    brain.database.run(
        lambda held: record.told(
            held,
            campaign_id=lease.campaign_id,
            holder=lease.holder,
            turn=turn,
            telling=telling,
            segments=kept,
            jobs=jobs,
            snapshot_every=brain.settings.snapshot_every,
            sitters=portrait_orders(context.campaign, turn.after),
            memories=recalled,
            prompt=prompt,
            timings_ms=dict(steps.ms),
            sources=[source.as_json() for source in background.sources],
            learned=known,
        )
    )


def _noted(telling: Telling, note: str) -> Telling:
    return Telling(
        number=telling.number,
        sentences=telling.sentences,
        narrator=telling.narrator,
        degraded_reason=telling.degraded_reason,
        is_stopped=telling.is_stopped,
        phrases=telling.phrases,
        notes=(*telling.notes, note),
    )
