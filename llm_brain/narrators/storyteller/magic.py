"""Magic items: made one's own, let go, known for what they are; charges spent and come back; a score raised for good."""

from collections.abc import Callable

from llm_brain.ledger.events.magic import (
    AbilityRaised,
    Attuned,
    AttunementEnded,
    ChargesChanged,
    ItemIdentified,
)
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.things import item_phrase, thing
from llm_brain.narrators.storyteller.unfolding import Unfolding

ABILITIES = {
    "str": "stronger", "dex": "quicker", "con": "tougher", "int": "sharper", "wis": "wiser", "cha": "harder to overlook",
}  # fmt: skip


def tell_attuned(t: Telling, event: Attuned, rest: Unfolding) -> None:
    """Tell that an item is somebody's own now."""
    t.say("magic.attuned", d=t.noun(event.ref), x=thing(event.name))


def tell_attunement_ended(t: Telling, event: AttunementEnded, rest: Unfolding) -> None:
    """Tell that an item is somebody's own no longer."""
    t.say("magic.released", d=t.noun(event.ref), x=thing(event.name))


def tell_charges(t: Telling, event: ChargesChanged, rest: Unfolding) -> None:
    """Tell that charges came back, or that none is left; one spent is told by what it does."""
    if event.because == "dawn":
        t.say("magic.recharged", d=t.noun(event.ref), x=thing(event.name))
    elif event.left <= 0:
        t.say("magic.empty", d=t.noun(event.ref), x=thing(event.name))


def tell_identified(t: Telling, event: ItemIdentified, rest: Unfolding) -> None:
    """Tell what a thing turned out to be."""
    values: Values = {
        "x": thing(event.was),
        "what": item_phrase(event.name, 1),
        "d": t.noun(event.ref),
    }
    t.say("magic.identified", **values)


def tell_raised(t: Telling, event: AbilityRaised, rest: Unfolding) -> None:
    """Tell what study did to somebody."""
    t.say("magic.raised", d=t.noun(event.ref), what=ABILITIES[event.ability])


TELLS: dict[type, Callable[..., None]] = {
    Attuned: tell_attuned,
    AttunementEnded: tell_attunement_ended,
    ChargesChanged: tell_charges,
    ItemIdentified: tell_identified,
    AbilityRaised: tell_raised,
}
