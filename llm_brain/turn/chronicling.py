"""Beside the turns: scenes become chapters, chapters the campaign so far. Exact sentences first, in one transaction with what
they are made of, so that nothing is summed up that is no more; then, where a model is at hand, in its words.
"""

from collections.abc import Sequence

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import CampaignNotFound
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State
from llm_brain.memory.chapters import (
    CAMPAIGN_CHARS,
    CHAPTER_CHARS,
    MAJOR,
    MINOR,
    Fact,
    chapters_due,
    facts_of,
    in_brief,
    text_of,
    title_of,
    without,
)
from llm_brain.store import (
    campaigns,
    conversations,
    events,
    lore_entries,
    projections,
    story_segments,
    summaries,
)
from llm_brain.store.campaigns import Campaign
from llm_brain.store.summaries import Summary

MOST_OPEN_TURNS = 60
"""A story that is further ahead than this is caught up with first."""
MOST_SCENES = 200
"""Read at a time; a campaign from before there were chapters catches up in several goes."""


def chronicle(brain: Brain, campaign_id: int) -> list[int]:
    """Bring a campaign's chapters up to date; return the ids of the closed ones that were written."""

    def write(held: connection) -> list[int]:
        try:
            campaigns.hold_still(held, campaign_id)
            campaign = campaigns.get(held, campaign_id)
        except CampaignNotFound:
            return []
        return Chronicle(held, campaign).write()

    return brain.database.run(write)


class Chronicle:
    """One campaign's chapters in one transaction, its row locked."""

    def __init__(self, held: connection, campaign: Campaign) -> None:
        self._held = held
        self._campaign = campaign
        self._state: State = projections.load(held, campaign.id, campaign.world)
        self._known = summaries.standing(held, campaign.id)
        self._closed = [s for s in self._known if s.kind == "chapter" and not s.is_open]

    def write(self) -> list[int]:
        """Rewrite what is stale, close what is due, and keep the open chapter as it stands."""
        made = [self._again(chapter) for chapter in self._closed if chapter.is_stale]
        last = max((chapter.last_turn for chapter in self._closed), default=0)
        number = max((chapter.number for chapter in self._closed), default=0) + 1
        scenes = story_segments.scenes_after(self._held, self._campaign.id, last, MOST_SCENES)
        for chapter in chapters_due(scenes, last):
            turns = (last + 1, chapter[-1].last_turn)
            made.append(self._chapter(number, turns, [s.id for s in chapter]))
            last, number = turns[1], number + 1
        has_campaign = any(s.kind == "campaign" and not s.is_stale for s in self._known)
        if made or (self._closed and not has_campaign):
            self._campaign_so_far()
        self._open(number, last + 1)
        return made

    def _again(self, chapter: Summary) -> int:
        turns = (chapter.first_turn, chapter.last_turn)
        return self._chapter(chapter.number, turns, chapter.covers)

    def _chapter(
        self, number: int, turns: tuple[int, int], covers: Sequence[int], *, is_open: bool = False
    ) -> int:
        happened = self._events(turns)
        facts = self._facts(happened, turns)
        return summaries.put(
            self._held,
            self._campaign.id,
            "chapter",
            number,
            turns,
            title=title_of(happened, number, self._state.here.name if self._state.here else ""),
            content=text_of(facts, CHAPTER_CHARS) or "Nothing of note happened.",
            facts=in_brief(facts, CAMPAIGN_CHARS),
            covers=covers,
            is_open=is_open,
        )

    def _open(self, number: int, first: int) -> None:
        told = conversations.last(self._held, self._campaign.id, 1)
        last = told[0].turn_number if told else 0
        if not first <= last <= first + MOST_OPEN_TURNS:
            return
        known = next((s for s in self._known if s.is_open), None)
        if known and (known.first_turn, known.last_turn) == (first, last) and not known.is_stale:
            return
        scenes = story_segments.scenes_after(self._held, self._campaign.id, first - 1, MOST_SCENES)
        self._chapter(number, (first, last), [s.id for s in scenes], is_open=True)

    def _campaign_so_far(self) -> None:
        chapters = [
            s
            for s in summaries.all_of(self._held, self._campaign.id)
            if s.kind == "chapter" and not s.is_open
        ]
        facts = [fact for chapter in chapters for fact in chapter.facts if fact[0] > MINOR]
        kept = in_brief(list(dict.fromkeys(facts)), CAMPAIGN_CHARS)
        summaries.put(
            self._held,
            self._campaign.id,
            "campaign",
            0,
            (1, chapters[-1].last_turn),
            title=self._campaign.name,
            content=text_of(kept, CAMPAIGN_CHARS) or "Nothing of note happened.",
            facts=kept,
            covers=[chapter.id for chapter in chapters],
            is_open=False,
        )

    def _events(self, turns: tuple[int, int]) -> list[Event]:
        first, last = turns
        rows = conversations.after(self._held, self._campaign.id, first - 1, last - first + 1)
        ids = [row.id for row in rows if row.turn_number <= last]
        by_turn = events.of_turns(self._held, self._campaign.id, ids)
        return [row.event for turn_id in ids for row in by_turn[turn_id]]

    def _facts(self, happened: Sequence[Event], turns: tuple[int, int]) -> list[Fact]:
        set_right = [
            (MAJOR, f"In truth: {entry.content}")
            for entry in lore_entries.corrections(self._held, self._campaign.id)
            if not entry.is_hidden and turns[0] <= (entry.turn_number or 0) <= turns[1]
        ]
        return without([*facts_of(happened, self._state), *set_right], self._campaign.lines)
