"""The one door for proposals: each is taken with what it adds to the world, or refused with a reason, as events.

Nothing a model fills in is trusted: what the form bounds is looked at again, against the state as it is now.
"""

from collections.abc import Callable, Iterable
from typing import Any

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.proposals import (
    CheckSuggested,
    PersonAdded,
    PlaceAdded,
    ProposalAccepted,
    ProposalRefused,
    QuestStepAdded,
    RumourHeard,
    TrinketAdded,
)
from llm_brain.ledger.state import State
from llm_brain.ledger.world import PLACE_KINDS, Stage
from llm_brain.referee.abilities import SKILLS
from llm_brain.referee.proposing import wishes
from llm_brain.referee.proposing.bounds import (
    is_all_in,
    require_free_name,
    require_harmless,
    require_no_gear,
    require_shape,
)
from llm_brain.referee.proposing.making import person_of, place_of, rumour_of, trinket_of
from llm_brain.referee.proposing.openings import Openings, openings
from llm_brain.referee.proposing.wishes import (
    CheckWish,
    NothingWish,
    PersonWish,
    PlaceWish,
    QuestStepWish,
    RumourWish,
    TrinketWish,
    Wish,
)
from llm_brain.referee.refusal import Refusal

CHECK_STANDS_MIN = 5
"""Minutes of the campaign's clock for which a suggested check is offered: trying it takes as long."""
Unwanted = tuple[str, ...]
Judged = tuple[str, str, Event]
"""What an accepted proposal is about, its words, and what it adds."""


def judge(
    state: State,
    wish: Wish,
    by: str,
    turn_number: int,
    *,
    every: int = 1,
    unwanted: Iterable[str] = (),
) -> list[Event]:
    """Return the events of a proposal, taken or refused; none when nothing was proposed. `unwanted` are lines and veils."""
    if isinstance(wish, NothingWish):
        return []
    kind, door = _door_of(wish)
    opened = openings(state, turn_number, every)
    try:
        require_open(kind, opened)
        name, text, added = door(state, wish, opened, tuple(unwanted))
    except Refusal as refusal:
        return [
            ProposalRefused(
                kind=kind, code=refusal.code, reason=refusal.reason, by=by, turn_number=turn_number
            )
        ]
    accepted = ProposalAccepted(kind=kind, name=name, text=text, by=by, turn_number=turn_number)
    return [accepted, added]


def require_open(kind: str, opened: Openings) -> None:
    """Refuse what may not be proposed here and now."""
    if kind not in opened.kinds:
        raise Refusal("not_now", "Nothing of the kind is wanted here and now.")


def _person(state: State, wish: PersonWish, opened: Openings, unwanted: Unwanted) -> Judged:
    require_shape(wish.name, wishes.NAME, "The name")
    require_shape(wish.role, wishes.PHRASE, "What they are")
    require_shape(wish.about, wishes.WORD, "What they know of")
    require_shape(wish.says, wishes.SENTENCE, "What they say")
    if wish.pronoun not in ("he", "she", "they") or wish.age not in ("young", "grown", "old"):
        raise Refusal("not_in_shape", "There is no such pronoun, or no such age.")
    require_harmless(state, (wish.name, wish.role, wish.about, wish.says), unwanted)
    require_free_name(state, wish.name)
    return f"{wish.name}, {wish.role}", wish.says, PersonAdded(creature=person_of(state, wish))


def _place(state: State, wish: PlaceWish, opened: Openings, unwanted: Unwanted) -> Judged:
    require_shape(wish.name, wishes.NAME, "The name")
    require_shape(wish.seen, wishes.SIGHT, "What is seen there")
    require_shape(wish.heard, wishes.SIGHT, "What is heard there")
    if wish.place_kind not in PLACE_KINDS:
        raise Refusal("not_in_shape", "There is no such kind of place.")
    require_harmless(state, (wish.name, wish.seen, wish.heard), unwanted)
    require_free_name(state, wish.name)
    location, way = place_of(state, wish)
    added = PlaceAdded(location=location, beside=state.location, way=way)
    return wish.name, f"{wish.seen}; {wish.heard}", added


def _rumour(state: State, wish: RumourWish, opened: Openings, unwanted: Unwanted) -> Judged:
    require_shape(wish.about, wishes.WORD, "What it is about")
    require_shape(wish.says, wishes.SENTENCE, "What is said")
    require_harmless(state, (wish.about, wish.says), unwanted)
    if any(clue.is_found and is_all_in(wish.says, clue.text) for clue in state.clues.values()):
        raise Refusal("already_known", "That is known already.")
    return wish.about, wish.says, RumourHeard(clue=rumour_of(state, wish))


def _trinket(state: State, wish: TrinketWish, opened: Openings, unwanted: Unwanted) -> Judged:
    require_shape(wish.name, wishes.THING, "What it is called")
    require_shape(wish.looks, wishes.SENTENCE, "How it looks")
    require_harmless(state, (wish.name, wish.looks), unwanted)
    require_no_gear(wish.name)
    require_free_name(state, wish.name)
    item = trinket_of(state, wish)
    return wish.name, wish.looks, TrinketAdded(location=state.location, item=item)


def _quest_step(state: State, wish: QuestStepWish, opened: Openings, unwanted: Unwanted) -> Judged:
    require_shape(wish.text, wishes.SENTENCE, "What is to be done")
    when = opened.steps.get(wish.quest, {}).get(wish.goal)
    quest = next((q for q in state.quests.values() if q.title == wish.quest), None)
    if when is None or quest is None:
        raise Refusal("no_such_step", "That quest can take no such step now.")
    require_harmless(state, (wish.text,), unwanted)
    number = sum(stage.key.startswith("proposed-") for stage in quest.stages) + 1
    stage = Stage(key=f"proposed-{number}", text=wish.text.rstrip("."), when=when)
    return quest.title, wish.text, QuestStepAdded(key=quest.key, title=quest.title, stage=stage)


def _check(state: State, wish: CheckWish, opened: Openings, unwanted: Unwanted) -> Judged:
    require_shape(wish.text, wishes.TRY, "What is tried")
    if wish.skill not in SKILLS:
        raise Refusal("not_in_shape", "There is no such skill.")
    require_harmless(state, (wish.text,), unwanted)
    added = CheckSuggested(
        location=state.location,
        skill=wish.skill,
        text=wish.text,
        until_clock_min=state.clock_min + CHECK_STANDS_MIN,
    )
    return wish.skill, wish.text, added


Door = Callable[[State, Any, Openings, Unwanted], Judged]
DOORS: dict[type[Wish], tuple[str, Door]] = {
    PersonWish: ("person", _person),
    PlaceWish: ("place", _place),
    RumourWish: ("rumour", _rumour),
    TrinketWish: ("trinket", _trinket),
    QuestStepWish: ("quest_step", _quest_step),
    CheckWish: ("check", _check),
}


def _no_door(state: State, wish: Wish, opened: Openings, unwanted: Unwanted) -> Judged:
    raise Refusal("no_such_kind", "Nothing of the kind can be proposed.")


def _door_of(wish: Wish) -> tuple[str, Door]:
    """Return a proposal's kind and its door, by what it is and never by what it says it is."""
    doors = (found for kind, found in DOORS.items() if isinstance(wish, kind))
    return next(doors, ("unknown", _no_door))
