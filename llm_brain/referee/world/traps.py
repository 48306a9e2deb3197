"""Traps: noticed, disabled or sprung. SRD 5.1, "Traps"."""

from llm_brain.ledger.events.things import FeatureChanged
from llm_brain.ledger.events.world import FlagSet
from llm_brain.ledger.world import Feature
from llm_brain.referee import checks, harm
from llm_brain.referee.dice import roll
from llm_brain.referee.world.deed import Deed


def is_armed(feature: Feature) -> bool:
    return feature.trap_dc > 0 and not feature.trap_is_sprung


def is_seen(deed: Deed, feature: Feature) -> bool:
    return deed.state.flags.get(f"trap_seen:{feature.key}") == "yes"


def notice(deed: Deed, feature: Feature) -> None:
    """Note that a trap was seen."""
    deed.add(FlagSet(key=f"trap_seen:{feature.key}", value="yes"))


def disable(deed: Deed, feature: Feature) -> bool:
    """Try to make a seen trap safe: Dexterity with thieves' tools; failing it springs."""
    made = deed.check("thieves' tools", feature.trap_dc, f"Disarm the {feature.name}")
    if not made:
        spring(deed, feature)
        return False
    _spent(deed, feature, "disarmed")
    return True


def _spent(deed: Deed, feature: Feature, because: str) -> None:
    deed.add(
        FeatureChanged(
            location=deed.state.location,
            key=feature.key,
            name=feature.name,
            trap_is_sprung=True,
            because=because,
        )
    )


def spring(deed: Deed, feature: Feature) -> None:
    """Let the trap go off: a Dexterity save against its DC, or the damage."""
    _spent(deed, feature, "sprung")
    saved, events = checks.save(
        deed.state, deed.actor, "dex", feature.trap_dc, deed.dice, f"Trap on the {feature.name}"
    )
    deed.extend(events)
    if saved:
        return
    made = deed.rolled(roll(deed.dice, "Trap damage", feature.trap_damage))
    deed.extend(
        harm.damage(
            deed.state,
            deed.actor,
            made.total,
            feature.trap_type,
            deed.dice,
            weapon=f"trap on the {feature.name}",
            roll=made.id,
        )
    )
