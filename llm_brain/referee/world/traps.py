"""Traps: noticed, disabled or sprung. SRD 5.1, "Traps"."""

from llm_brain.ledger.events.things import FeatureChanged
from llm_brain.ledger.events.world import FlagSet
from llm_brain.ledger.world import Feature
from llm_brain.referee import checks, harm
from llm_brain.referee.dice import roll
from llm_brain.referee.world.deed import Deed

# where a trap does not say how hard it is to see
HARDER_TO_SEE = 3


def is_armed(feature: Feature) -> bool:
    return feature.trap_dc > 0 and not feature.trap_is_sprung and not feature.is_underfoot


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


def tread(deed: Deed) -> None:
    """Let what lies underfoot where the party has just come do its worst, once."""
    here = deed.state.here
    for feature in here.features if here else ():
        if feature.is_underfoot and feature.trap_dc and not feature.trap_is_sprung:
            if not is_seen(deed, feature) and _is_noticed(deed, feature):
                notice(deed, feature)
            if not is_seen(deed, feature):
                spring(deed, feature)


def _is_noticed(deed: Deed, feature: Feature) -> bool:
    """Whether anybody notices it in passing. SRD 5.1, "Detecting and Disabling a Trap": passive Perception."""
    dc = feature.find_dc or feature.trap_dc + HARDER_TO_SEE
    awake = [h.ref for h in deed.state.heroes if not h.is_down]
    return any(checks.passive_score(deed.state, ref, "perception") >= dc for ref in awake)


def spring(deed: Deed, feature: Feature) -> None:
    """Let the trap go off: a Dexterity save against its DC, or the damage; half of it from what lies underfoot."""
    _spent(deed, feature, "sprung")
    what = feature.name if feature.is_underfoot else f"trap on the {feature.name}"
    purpose = what[:1].upper() + what[1:]
    saved, events = checks.save(deed.state, deed.actor, "dex", feature.trap_dc, deed.dice, purpose)
    deed.extend(events)
    if saved and not feature.is_underfoot:
        return
    made = deed.rolled(roll(deed.dice, "Trap damage", feature.trap_damage))
    deed.extend(
        harm.damage(
            deed.state,
            deed.actor,
            made.total // 2 if saved else made.total,
            feature.trap_type,
            deed.dice,
            weapon=what,
            roll=made.id,
        )
    )
