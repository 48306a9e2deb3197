"""The storyteller: walks the turn's events, lets each topic tell its own, and yields whole sentences.

It decides order and length, never an outcome. A second telling of a turn avoids the words of the first.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import Healed
from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.events.sheets import (
    HitDiceChanged,
    ResourceChanged,
    Rested,
    SpellSlotsRestored,
)
from llm_brain.ledger.events.table import ActionTaken, SearchMade
from llm_brain.ledger.events.things import CoinsChanged, FeatureChanged, ItemGained, ItemLost
from llm_brain.ledger.events.world import (
    AdventureEnded,
    AdventureWritten,
    ClueFound,
    ExitChanged,
    FlagSet,
    LocationDiscovered,
    QuestOffered,
    TimePassed,
    WeatherChanged,
)
from llm_brain.narrators.protocol import READY, Brief, Piece, Standing
from llm_brain.narrators.storyteller import (
    bodies,
    encounters,
    endings,
    fights,
    looking,
    magic,
    opening,
    pace,
    places,
    powers,
    quests,
    speech,
    spells,
    table,
    things,
)
from llm_brain.narrators.storyteller.parts import is_of_several, parts_of
from llm_brain.narrators.storyteller.telling import Telling, begin
from llm_brain.narrators.storyteller.unfolding import Unfolding

Teller = Callable[[Telling, Event, Unfolding], None]
TELLS: dict[type, Teller] = {
    **bodies.TELLS, **encounters.TELLS, **endings.TELLS, **fights.TELLS, **looking.TELLS, **magic.TELLS,
    **opening.TELLS, **places.TELLS, **powers.TELLS, **quests.TELLS, **speech.TELLS, **spells.TELLS, **table.TELLS,
    **things.TELLS,
}  # fmt: skip
# Not told: what the page shows by itself, what only code reads, and what another event tells.
BOOKKEEPING = frozenset(
    "ability_spent action_spent action_taken campaign_began check_suggested dice_seed_revealed flag_set "
    "legendary_actions_regained media_failed narration_edited person_added person_arrived person_remembered picture_ready "
    "place_added portrait_ready proposal_accepted proposal_refused quest_step_added regard_changed roll_made rumour_heard "
    "stock_changed "
    "telling_withdrawn trinket_added turn_began turn_ended turn_retold turn_taken turn_told turns_undone "
    "voice_ready".split()
)
_RETOLD_AT_MOST = 3


class Storyteller:
    """The narrator that needs no model."""

    name = "storyteller"

    def standing(self) -> Standing:
        """Say that it is ready, as it always is."""
        return READY

    def narrate(self, brief: Brief) -> Iterator[Piece]:
        """Yield the telling, sentence by sentence; what several players did is told to each by name."""
        used = dict(brief.phrases_used)
        for part in parts_of(brief):
            name = part.after.creatures[part.actor].name if is_of_several(brief) else ""
            for piece in _pieces(replace(part, phrases_used=used)):
                yield replace(piece, text=f"{name}: {piece.text}") if name else piece
                name = ""
                for phrase in piece.phrases:
                    used[phrase] = used.get(phrase, 0) + 1


def _pieces(brief: Brief) -> Iterator[Piece]:
    avoid: dict[str, int] = {}
    for earlier in range(max(0, brief.telling - _RETOLD_AT_MOST), brief.telling):
        for sentence in _told(replace(brief, telling=earlier), avoid).said:
            for phrase in sentence.phrases:
                avoid[phrase] = avoid.get(phrase, 0) + 1
    for sentence in _told(brief, avoid).said:
        yield Piece(
            text=sentence.text,
            speaker=sentence.speaker,
            phrases=sentence.phrases,
            is_whole_sentence=True,
        )


def _told(brief: Brief, avoid: dict[str, int]) -> Telling:
    telling = begin(brief, avoid)
    rest = Unfolding(_in_order(brief.events))
    while (event := rest.next()) is not None:
        if isinstance(event, ActionTaken):
            rest.action = event
        teller = TELLS.get(type(event))
        if teller is not None:
            teller(telling, event, rest)
    pace.fit(telling)
    return telling


def _in_order(events: tuple[Event, ...]) -> list[Event]:
    """Put the opening first, the epilogue last, and a search before what it found."""
    first = [e for e in events if isinstance(e, AdventureWritten)]
    last = [e for e in events if isinstance(e, AdventureEnded)]
    between = [e for e in events if not isinstance(e, AdventureWritten | AdventureEnded)]
    for rested in [e for e in between if isinstance(e, Rested)]:
        at = next(i for i, e in enumerate(between) if e is rested)
        start = at
        while start > 0 and isinstance(between[start - 1], _RESTORED):
            start -= 1
        between[start : at + 1] = [rested, *between[start:at]]
    for search in [e for e in between if isinstance(e, SearchMade)]:
        at = next(i for i, e in enumerate(between) if e is search)
        start = at
        while start > 0 and isinstance(between[start - 1], _FOUND):
            start -= 1
        found = [e for e in between[start:at] if not isinstance(e, RollMade)]
        between[start : at + 1] = [search, *found]
    return [*first, *between, *last]


_RESTORED = (Healed, HitDiceChanged, SpellSlotsRestored, ResourceChanged, TimePassed, RollMade)
_FOUND = (
    FeatureChanged, ItemGained, ItemLost, CoinsChanged, ClueFound, ExitChanged, LocationDiscovered,
    QuestOffered, TimePassed, RollMade, FlagSet, WeatherChanged,
)  # fmt: skip
