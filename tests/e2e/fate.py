"""What dice alone would make a long test of: a hero struck down, by events of the ledger like any others."""

from pathlib import Path

from psycopg2.extensions import connection

from llm_brain.app import make_brain
from llm_brain.config import Settings
from llm_brain.ledger.events.bodies import DamageTaken, Died
from llm_brain.store import projections
from llm_brain.turn import record
from tests.running_table import RunningTable


def settings_of(game: RunningTable) -> Settings:
    """Return the settings of the game's brain, read off its folder."""
    lines = (game.var / "secrets.env").read_text().splitlines()
    secrets = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    port = int(_postmaster(game.var).read_text().splitlines()[3])
    return Settings(
        db_host="127.0.0.1", db_port=port, app_db_pass=secrets["APP_DB_PASS"], embedder="none"
    )


def _postmaster(var: Path) -> Path:
    return next(var.glob("**/postmaster.pid"))


def strike_down(game: RunningTable, campaign_id: int) -> None:
    """Kill the campaign's first hero."""
    brain = make_brain(settings_of(game))

    def strike(held: connection) -> None:
        state = projections.load(held, campaign_id)
        hero = state.heroes[0]
        fate = [
            DamageTaken(ref=hero.ref, amount=hero.hp, damage_type="necrotic", rolled=hero.hp, hp=0),
            Died(ref=hero.ref, how="struck down"),
        ]
        record.append(held, campaign_id, None, state, fate)

    brain.database.run(strike)
    brain.database.close()
