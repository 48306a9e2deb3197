"""What follows by itself: fights that waited begin, known truths open ways, quests move on, the story ends.

Called after every action until it has nothing to add. It reads the state, so saying it twice changes nothing.
"""

from collections.abc import Sequence

from llm_brain.ledger.event import Event
from llm_brain.ledger.events.fights import EncounterEnded
from llm_brain.ledger.events.table import Remarked
from llm_brain.ledger.events.world import CreatureAppeared, LocationEntered
from llm_brain.ledger.state import State
from llm_brain.referee.combat.begin import begin_encounter
from llm_brain.referee.dice import Dice
from llm_brain.referee.levels import note_earned_levels
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.world.knowing import place_found
from llm_brain.referee.world.moving import waiting_fight
from llm_brain.referee.world.quests import advance_quests, end_adventure


def _open_known_ways(out: Outcome) -> None:
    """Let every truth that is known open what it opens."""
    for clue in out.state.clues.values():
        if clue.is_found:
            for place in clue.opens:
                out.extend(place_found(out.state, place, clue.about or clue.text))


def _settle_emptied_fights(out: Outcome) -> None:
    """Close planned fights whose foes were all dealt with elsewhere."""
    for encounter in list(out.state.encounters.values()):
        if encounter.status != "planned":
            continue
        foes = [out.state.creatures[ref] for ref in encounter.foes]
        if foes and all(f.is_dead for f in foes):
            out.add(EncounterEnded(key=encounter.key, outcome="won"))


def _has_come(state: State, events: Sequence[Event]) -> bool:
    """Whether the party has just come here, or has waited for those who hold the place."""
    return any(
        (isinstance(e, LocationEntered) and e.location == state.location)
        or (isinstance(e, Remarked) and e.kind == "wait")
        for e in events
    )


def _meet_who_waits(out: Outcome, events: Sequence[Event], dice: Dice, turn_number: int) -> None:
    """Begin the fight that waits where the party is; one that was fled from, only on coming back."""
    state = out.state
    key = waiting_fight(state, state.location)
    if state.encounter is not None or key is None or state.adventure.ended:
        return
    encounter = state.encounters[key]
    if encounter.status != "planned" and not _has_come(state, events):
        return
    if not any(not h.is_down for h in state.heroes):
        return
    for ref in encounter.foes:
        foe = state.creatures[ref]
        if foe.has_fled and not foe.is_down:
            back = foe.model_copy(update={"has_fled": False})
            out.add(CreatureAppeared(creature=back, because="they came back"))
    is_surprise = state.flags.get(f"surprise:{key}") == "yes"
    out.extend(
        begin_encounter(
            out.state,
            key=key,
            name=encounter.name,
            foes=encounter.foes,
            dice=dice,
            turn_number=turn_number,
            because=encounter.because,
            surprised=frozenset(encounter.foes) if is_surprise else frozenset(),
        )
    )


def consequences(
    state: State, events: Sequence[Event], dice: Dice, turn_number: int
) -> list[Event]:
    """Return what follows from the state and what just happened; nothing when all has followed."""
    out = Outcome(state)
    _open_known_ways(out)
    _settle_emptied_fights(out)
    _meet_who_waits(out, events, dice, turn_number)
    advance_quests(out)
    note_earned_levels(out)
    end_adventure(out)
    return out.events
