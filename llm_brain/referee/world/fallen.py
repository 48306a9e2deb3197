"""When the only hero is dead: the story can end there, or somebody else can take it up.

Going back to before the fight is the ledger's (undo or branch), not the world's.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.fights import EncounterEnded
from llm_brain.ledger.events.sheets import CharacterJoined
from llm_brain.ledger.events.things import CoinsChanged, ItemGained, ItemLost
from llm_brain.ledger.events.world import AdventureEnded, LocationEntered
from llm_brain.ledger.state import State
from llm_brain.referee.equipment import is_known
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.world.quests import epilogue_facts


def all_fallen(state: State) -> bool:
    """Whether no hero is left alive, though there were some."""
    return bool(state.heroes) and all(hero.is_dead for hero in state.heroes)


def fallen_epilogue(state: State) -> list[Event]:
    """End the adventure in defeat, with what the epilogue of the fallen is told from."""
    out = Outcome(state)
    _leave_the_fight(out)
    out.add(AdventureEnded(outcome="defeat", facts=epilogue_facts(out.state)))
    return out.events


def _leave_the_fight(out: Outcome) -> None:
    fight = out.state.encounter
    if fight is not None:
        out.add(EncounterEnded(key=fight.key, outcome="lost"))


def new_hero_joins(state: State, hero: Creature) -> list[Event]:
    """Let a new hero take the quest up where the adventure began, with what the fallen left of the story.

    The adventure's own things and the coins come back with whoever brought the body home; gear stays with the dead.
    """
    out = Outcome(state)
    _leave_the_fight(out)
    start = state.adventure.start_location
    out.add(CharacterJoined(creature=hero.model_copy(update={"location": start})))
    for fallen in [h for h in state.heroes if h.is_dead]:
        for thing in fallen.items:
            if not is_known(thing.key):
                out.add(
                    ItemLost(
                        ref=fallen.ref,
                        key=thing.key,
                        name=thing.name,
                        quantity=thing.quantity,
                        because="brought back",
                    ),
                    ItemGained(ref=hero.ref, item=thing, source=fallen.ref),
                )
        if fallen.coins_cp:
            purse = out.creature(hero.ref).coins_cp + fallen.coins_cp
            amount = fallen.coins_cp
            out.add(
                CoinsChanged(ref=fallen.ref, amount_cp=-amount, coins_cp=0, because="brought back"),
                CoinsChanged(ref=hero.ref, amount_cp=amount, coins_cp=purse, because=fallen.name),
            )
    place = out.state.locations[start]
    out.add(
        LocationEntered(location=start, name=place.name, from_location=state.location, by=hero.ref)
    )
    return out.events
