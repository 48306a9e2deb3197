"""Beside step 4e: what else a telling knows: lore, pins and corrections that come up, the story so far in layers, and what
whoever is talked with knows of the past. All read for this turn alone; each with the reason why it is in or was left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.ledger.state import State
from llm_brain.lore.choosing import Budget, Chosen, Source, choose, tokens_of
from llm_brain.memory import recall
from llm_brain.memory.chapters import facts_of
from llm_brain.memory.first_look import FirstLook
from llm_brain.memory.layers import layers
from llm_brain.memory.witnesses import spoken_to
from llm_brain.narrators.protocol import Known, Memory
from llm_brain.store import (
    conversations,
    events,
    lore_entries,
    memory_witnesses,
    story_segments,
    summaries,
)
from llm_brain.turn.context import Context
from llm_brain.turn.resolved import ResolvedTurn

CHAPTERS_READ = 3
MOST_KNOWN = 3
KNOWN_CHARS = 260
AT_HAND_TURNS = 2
"""So many last turns are looked over for the keys of lore, besides what is said now."""


NOTHING_CHOSEN = Chosen()


@dataclass(frozen=True)
class Background:
    """What a prompt holds besides the turn and its memories. `knower` is who is talked with, `spoken_from` what they know."""

    chosen: Chosen = NOTHING_CHOSEN
    so_far: tuple[str, ...] | None = None
    knower: str = ""
    known: tuple[Known, ...] = ()
    spoken_from: tuple[Memory, ...] = ()
    layer_sources: tuple[Source, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the account of everything that was considered."""
        heard = tuple(
            Source("known", k.how, k.text, f"known to {self.knower}", tokens_of(k.text), True)
            for k in self.known
        )
        return (*self.layer_sources, *self.chosen.sources, *heard)


@dataclass(frozen=True)
class Asked:
    """What things are looked up by: the words of the turn, their vector, whose it is, and what the brain keeps of vectors."""

    text: str
    vector: Sequence[float] | None
    embedder: int | None
    first_look: FirstLook


def gather(
    brain: Brain, context: Context, turn: ResolvedTurn, recalled: recall.Recall, text: str
) -> tuple[recall.Recall, Background]:
    """Return what a telling knows besides the turn, and what is recalled without what was set right."""
    embedder = brain.embedder_id()
    vector = None if embedder is None else brain.embed(turn.message or text)
    asked = Asked(text, vector, embedder, brain.first_look)
    return brain.database.read(
        lambda held: _gathered(held, brain.settings.budget, context, turn, recalled, asked)
    )


def _gathered(
    held: connection,
    budget: Budget,
    context: Context,
    turn: ResolvedTurn,
    recalled: recall.Recall,
    asked: Asked,
) -> tuple[recall.Recall, Background]:
    campaign = context.campaign.id
    entries = lore_entries.that_count(
        held, campaign, asked.vector, turn.turn_number, asked.embedder
    )
    chosen = choose(entries, _at_hand(context, turn, asked.text), budget)
    corrected = chosen.corrected_turns
    recalled = _without_corrected(held, campaign, recalled, [number for number, _ in corrected])
    found = summaries.for_prompt(held, campaign, CHAPTERS_READ)
    found = [s for s in found if s.last_turn < turn.turn_number]
    so_far, sources = layers(found, context.segments, budget.summaries, corrected)
    background = Background(chosen, so_far, layer_sources=sources)
    ref = spoken_to(turn.actions, turn.before)
    if ref is None:
        return recalled, background
    found_known, spoken_from = _knows(held, campaign, turn, ref, asked)
    return recalled, replace(
        background,
        knower=turn.before.creatures[ref].name,
        known=found_known,
        spoken_from=spoken_from,
    )


def _at_hand(context: Context, turn: ResolvedTurn, text: str) -> str:
    """Return where the keys of lore are looked for: what is said, who and what is here, the last turns."""
    here = turn.after.here
    people = [creature.name for creature in turn.after.at(turn.after.location)]
    past = [t for t in context.history if t.turn_number < turn.turn_number][-AT_HAND_TURNS:]
    said = [words for t in past for words in (t.player_message, t.dm_response)]
    return " . ".join([turn.message, text, here.name if here else "", *people, *said])


def _without_corrected(
    held: connection, campaign: int, recalled: recall.Recall, turns: Sequence[int]
) -> recall.Recall:
    """Leave out the memories of turns about which something was set right: the correction stands instead."""
    if not turns or not recalled.memories:
        return recalled
    ids = [memory.segment_id for memory in recalled.memories]
    wrong = story_segments.corrected(held, campaign, ids, turns)
    return replace(
        recalled, memories=tuple(m for m in recalled.memories if m.segment_id not in wrong)
    )


def _knows(
    held: connection,
    campaign: int,
    turn: ResolvedTurn,
    ref: str,
    asked: Asked,
) -> tuple[tuple[Known, ...], tuple[Memory, ...]]:
    """Return what somebody knows of what is said to them, and the memories it is in."""
    how = memory_witnesses.known_to(held, campaign, ref, turn.before.clock_min)
    found: tuple[Memory, ...] = ()
    if how:
        found = recall.recall(
            held,
            campaign,
            asked.text,
            asked.vector,
            before_turn=turn.turn_number,
            limit=MOST_KNOWN,
            embedder=asked.embedder,
            first_look=asked.first_look,
            among=how.keys(),
        ).memories
    known = tuple(
        Known(ref, how[m.segment_id], _short(m.text), _facts(held, campaign, turn.after, m))
        for m in found
    )
    return known, found


def _short(text: str) -> str:
    return text if len(text) <= KNOWN_CHARS else text[: KNOWN_CHARS - 1].rsplit(" ", 1)[0] + "…"


def _facts(held: connection, campaign: int, state: State, memory: Memory) -> tuple[str, ...]:
    """Return what happened in a remembered turn, as anybody could say it who was there."""
    row = conversations.get(held, campaign, memory.turn_number or 0)
    if row is None:
        return ()
    happened = [r.event for r in events.of_turn(held, campaign, row.id)]
    return tuple(text for _, text in facts_of(happened, state))
