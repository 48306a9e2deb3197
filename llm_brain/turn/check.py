"""Is the ledger true? Replay it against the tables, and every die in it against the seed that rolled it."""

from typing import Any

from psycopg2.extensions import connection

from llm_brain.ledger.events.dice import RollMade
from llm_brain.ledger.fold import fold
from llm_brain.ledger.kept_views import as_kept
from llm_brain.ledger.projections import project
from llm_brain.ledger.state import State
from llm_brain.referee.dice import die_value
from llm_brain.store import campaigns, events, projections, snapshots
from llm_brain.store.events import EventRow
from llm_brain.store.snapshots import Snapshot


def check(held: connection, campaign_id: int) -> list[dict[str, Any]]:
    """Return every difference between the replayed ledger and the tables, and every roll that is not the seed's."""
    campaigns.lock(held, campaign_id)  # so that nothing is added between the ledger and the tables
    valid = events.valid(held, campaign_id)
    state, differences = _replayed(valid, snapshots.all_of(held, campaign_id))
    replayed = project(state)
    stored = projections.read(held, campaign_id)
    for table, rows in replayed.items():
        for key in sorted({*rows, *stored[table]}, key=str):
            then, now = rows.get(key), stored[table].get(key)
            if then and now and then != now and "table_view" in then:
                then = {**then, "table_view": as_kept(then["table_view"], now["table_view"])}
            if then != now:
                differences.append(
                    {"table": table, "key": list(key), "fields": _different(then, now)}
                )
    return differences + _false_rolls(held, campaign_id, events.every(held, campaign_id))


def _replayed(valid: list[EventRow], kept: list[Snapshot]) -> tuple[State, list[dict[str, Any]]]:
    """Fold the ledger from its beginning; return the state, and every snapshot on the way that does not show it."""
    state, false = State(), []
    waiting = iter(kept)
    snapshot = next(waiting, None)
    for row in valid:
        while snapshot is not None and snapshot.seq < row.seq:
            false += _false_snapshot(snapshot, state)
            snapshot = next(waiting, None)
        state = fold(state, [row.event])
    for last in filter(None, (snapshot, *waiting)):
        false += _false_snapshot(last, state)
    return state, false


def _false_snapshot(snapshot: Snapshot, state: State) -> list[dict[str, Any]]:
    if snapshot.state == state:
        return []
    fields = [
        name for name in State.model_fields if getattr(snapshot.state, name) != getattr(state, name)
    ]
    return [{"table": "snapshots", "key": [snapshot.seq], "fields": fields}]


def _different(replayed: dict[str, Any] | None, stored: dict[str, Any] | None) -> list[str]:
    if replayed is None or stored is None:
        return ["the whole row is missing" if stored is None else "the row should not be there"]
    return sorted(f for f in {*replayed, *stored} if replayed.get(f) != stored.get(f))


def _false_rolls(held: connection, campaign_id: int, rows: list[EventRow]) -> list[dict[str, Any]]:
    """Return the dice that do not show what their seed says, and dice numbered out of order."""
    campaign = campaigns.get(held, campaign_id)
    past = campaigns.past_seeds(held, campaign_id)
    false: list[dict[str, Any]] = []
    last_n = 0
    for row in rows:
        if row.type != RollMade.type:
            continue
        event = row.event
        assert isinstance(event, RollMade)
        for die in event.roll.dice:
            seed = next((s.seed for s in past if die.n <= s.last_n), campaign.dice_seed)
            shown = die_value(seed, die.n, die.sides)
            if shown != die.value or die.n <= last_n or die.n > campaign.dice_counter:
                false.append(
                    {"roll": event.roll.id, "die": die.n, "shown": die.value, "seed_says": shown}
                )
            last_n = die.n
        kept = sum(die.value for die in event.roll.dice if die.kept)
        if kept + event.roll.modifier != event.roll.total:
            false.append(
                {
                    "roll": event.roll.id,
                    "total": event.roll.total,
                    "adds_up_to": kept + event.roll.modifier,
                }
            )
    return false
