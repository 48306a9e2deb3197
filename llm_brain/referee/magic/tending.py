"""What time does with magic items: charges come back at dawn, attunement lapses, rings heal.

SRD 5.1, "Magic Items" ("Charges"), "Attunement". It reads the time that passed from the events; nothing is kept besides.
"""

from collections.abc import Sequence

from llm_brain.ledger.creature import Item
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.magic import AttunementEnded, ChargesChanged
from llm_brain.ledger.events.world import FlagSet, TimePassed
from llm_brain.referee import modifiers
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.harm import restore
from llm_brain.referee.magic.identifying import identify
from llm_brain.referee.magic_items import magic_of
from llm_brain.referee.outcome import Outcome

DAWN_MIN = 6 * 60
DAY_MIN = 24 * 60
MOST_DAWNS = 7
# how the spell notes a thing it was cast on
IDENTIFIED = "identified:item:"


def tend_items(out: Outcome, events: Sequence[Event], dice: Dice) -> None:
    """Let the time that passed in these events work on everybody's magic items."""
    _by_spell(out, events)
    passed = [e for e in events if isinstance(e, TimePassed)]
    dawns = sum(_crossed(e, DAWN_MIN, DAY_MIN) for e in passed)
    hours = sum(_crossed(e, 0, 60) for e in passed)
    for hero in out.state.heroes:
        if dawns:
            _recharge(out, hero.ref, min(dawns, MOST_DAWNS), dice)
        if hours:
            _regrow(out, hero.ref, hours)
        if hero.attuned:
            _lapse(out, hero.ref)


def _by_spell(out: Outcome, events: Sequence[Event]) -> None:
    """Let the spell Identify tell what a carried thing is."""
    named = [e.key.removeprefix(IDENTIFIED) for e in events if isinstance(e, FlagSet)]
    for hero in out.state.heroes:
        for item in hero.items:
            if item.is_unknown and item.key in named:
                identify(out, hero.ref, item, "the spell")


def _crossed(event: TimePassed, first: int, every: int) -> int:
    """Return how often a moment that comes `every` so many minutes lies within the time that passed."""
    began = event.clock_min - event.minutes
    return (event.clock_min - first) // every - (began - first) // every


def _recharge(out: Outcome, ref: str, dawns: int, dice: Dice) -> None:
    for item in out.creature(ref).items:
        magic = magic_of(item)
        if magic is None or not item.charges_spent or not magic.regains:
            continue
        back = item.charges_spent
        if magic.regains != "all":
            rolls = [
                out.rolled(roll(dice, f"Charges: {item.name}", magic.regains, roller=ref)).total
                for _ in range(dawns)
            ]
            back = min(back, sum(rolls))
        spend(out, ref, item, -back, "dawn")


def spend(out: Outcome, ref: str, item: Item, charges: int, because: str) -> None:
    """Use charges of an item, or give them back when negative."""
    spent = max(0, item.charges_spent + charges)
    left = item.charges_max * item.quantity - spent
    changed = ChargesChanged(
        ref=ref, key=item.key, name=item.name, spent=spent, left=left, because=because
    )
    out.add(changed)


def _regrow(out: Outcome, ref: str, hours: int) -> None:
    hero = out.creature(ref)
    for effect, an_hour in modifiers.values(hero, "regains_hourly"):
        if hero.hp > 0:
            restore(out, ref, int(an_hour) * hours, source=effect.name)


def _lapse(out: Outcome, ref: str) -> None:
    """End attunement at death, and to what has been out of reach for a day."""
    hero = out.creature(ref)
    here = {i.key: i.name for i in hero.items}
    for key in hero.attuned:
        flag = f"away:{ref}:{key}"
        since = out.state.flags.get(flag, "")
        name = here.get(key, key.partition(".")[0].replace("-", " "))
        if hero.is_dead:
            out.add(AttunementEnded(ref=ref, key=key, name=name, because="died"))
        elif key in here:
            if since:
                out.add(FlagSet(key=flag, value=""))
        elif not since:
            out.add(FlagSet(key=flag, value=str(out.state.clock_min)))
        elif out.state.clock_min - int(since) >= DAY_MIN:
            out.add(AttunementEnded(ref=ref, key=key, name=name, because="too long away"))
            out.add(FlagSet(key=flag, value=""))
