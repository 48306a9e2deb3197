"""What dice and clicks alone would make a long test of: a fight at once, a level's experience, a hero struck down.

Events of the ledger like any others, appended the way the brain appends them.
"""

import time
from collections.abc import Callable

from psycopg2.extensions import connection

from llm_brain.app import make_brain
from llm_brain.config import Settings
from llm_brain.errors import TurnInFlight
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import DamageTaken, Died
from llm_brain.ledger.events.sheets import LevelEarned, XpGained
from llm_brain.ledger.events.world import CreatureAppeared
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.referee.bestiary import creature_from
from llm_brain.referee.combat import turns
from llm_brain.referee.combat.begin import begin_encounter
from llm_brain.referee.dice import SeededDice
from llm_brain.referee.outcome import Outcome
from llm_brain.store import campaigns, conversations, projections
from llm_brain.store.campaigns import Campaign
from llm_brain.turn import record
from tests.running_table import RunningTable

Fate = tuple[list[Event], int]


def settings_of(game: RunningTable) -> Settings:
    """Return settings for a brain beside the game's own."""
    known = game.environment("llm_brain.app")
    return Settings(
        db_host=known["DB_HOST"],
        db_port=int(known["DB_PORT"]),
        app_db_pass=known["APP_DB_PASS"],
        embedder="none",
    )


def _happen(where: Settings, campaign_id: int, fate: Callable[[State, Campaign], Fate]) -> None:
    brain = make_brain(where)

    def append(held: connection) -> None:
        state = projections.load(held, campaign_id)
        events, dice_counter = fate(state, campaigns.get(held, campaign_id))
        turn = conversations.last(held, campaign_id, 1)[-1]
        record.append(held, campaign_id, turn.id, state, events, dice_counter=dice_counter)

    while True:
        try:
            with brain.leases.held(campaign_id):  # a turn under way would write over it
                brain.database.run(append)
            break
        except TurnInFlight:
            time.sleep(0.1)
    brain.leases.close()
    brain.database.close()


def pick_a_fight(where: Settings, campaign_id: int) -> None:
    """Let a zombie walk in and go for the hero, who is quicker."""

    def fate(state: State, campaign: Campaign) -> Fate:
        ref = f"n{1 + max(int(r[1:]) for r in state.creatures if r[0] == 'n')}"
        zombie = creature_from("zombie", ref=ref, name="moss-grey zombie", location=state.location)
        dice = SeededDice(campaign.dice_seed, campaign.dice_counter + 1)
        came: list[Event] = [CreatureAppeared(creature=zombie, because="a journey needs a fight")]
        began = begin_encounter(
            fold(state, came), key="walked-in", name="a zombie walks in", foes=(ref,), dice=dice,
            turn_number=campaign.last_turn, starter=state.heroes[0].ref, is_close=True,
        )  # fmt: skip
        out = Outcome(fold(state, [*came, *began]))
        turns.run(out, dice)  # a fight never rests at a foe's turn
        return [*came, *began, *out.events], dice.next_n - 1

    _happen(where, campaign_id, fate)


def teach(where: Settings, campaign_id: int, xp: int, level: int) -> None:
    """Give the campaign's first hero the experience for a level."""

    def fate(state: State, _campaign: Campaign) -> Fate:
        ref = state.heroes[0].ref
        return [XpGained(ref=ref, amount=xp, xp=xp), LevelEarned(ref=ref, level=level)], 0

    _happen(where, campaign_id, fate)


def strike_down(where: Settings, campaign_id: int) -> None:
    """Kill the campaign's first hero."""

    def fate(state: State, _campaign: Campaign) -> Fate:
        hero = state.heroes[0]
        return [
            DamageTaken(ref=hero.ref, amount=hero.hp, damage_type="necrotic", rolled=hero.hp, hp=0),
            Died(ref=hero.ref, how="struck down"),
        ], 0

    _happen(where, campaign_id, fate)
