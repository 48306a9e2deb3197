"""Looking: a place gone over with the eyes, one thing looked at closely, somebody taken the measure of."""

import re
from collections.abc import Callable

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.table import SceneDescribed
from llm_brain.ledger.world import Location
from llm_brain.narrators.storyteller import counting, grammar, nouns
from llm_brain.narrators.storyteller.places import (
    fact_values,
    facts_of,
    place_noun,
    tell_exits,
    tell_present,
)
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import Unfolding

_REMEMBERED_TURNS = 60
MOST_OF_A_LOOK = 2
"""Sentences of a character card's description."""
_SKY = re.compile(
    r"\bat the (?:sky|stars|moon|sun|clouds|weather)\b|\b(?:how is|what is|what's) the weather\b|\blook up\b"
)


def tell_scene(t: Telling, event: SceneDescribed, rest: Unfolding) -> None:
    """Tell what somebody sees who looks: at the place, or at one thing or person in it."""
    place = t.state.locations.get(event.location) or t.here
    if place is None:
        return
    if event.target:
        tell_target(t, event, place)
        return
    if _SKY.search(t.brief.message.lower()):
        t.say("look.sky", place=place_noun(place.name))
        return
    if event.detail and not event.seen:
        t.say("look.dark", is_event=False)
        for sentence in grammar.sentences(event.detail)[:2]:
            t.keep(grammar.finished(sentence))
        return
    is_again = t.was_told(f"look:{place.key}")
    t.mark(f"look:{place.key}")
    facts = facts_of(t, place, 3)
    t.say("look.again" if is_again else "look", place=place_noun(place.name), **fact_values(facts))
    features = [f.name for f in place.features if not f.is_hidden]
    lying = [counting.counted(i.quantity, i.name.lower()) for i in place.items]
    things = [*(grammar.with_article(n) for n in features[:4]), *lying[:3]]
    if things:
        t.say(
            "look.things", things=grammar.listed(things), flags={"many"} if len(things) > 1 else ()
        )
    tell_present(t, place)
    tell_exits(t, place)


def tell_target(t: Telling, event: SceneDescribed, place: Location) -> None:
    """Tell one thing or person looked at closely; its sentence in full the first time only."""
    ref, _, key = event.target.rpartition(":")
    who = t.creature(event.target) or next(
        (c for c in t.state.creatures.values() if c.name == event.target), None
    )
    name, detail = "", event.detail
    if who is not None:
        tell_creature(t, who)
        return
    feature = next((f for f in place.features if key in (f.key, f.name)), None)
    if feature is not None:
        name, detail = feature.name, detail or feature.detail
    if not name:
        name = next(iter(event.seen), "") or key.replace("-", " ").replace("_", " ")
    mark = f"detail:{place.key}:{key}"
    values: Values = {"x": nouns.of_phrase(grammar.definite(name.lower() if ref else name))}
    since = t.turns_since(mark)
    is_again = since is not None and since <= _REMEMBERED_TURNS
    t.mark(mark)
    if detail and not is_again:
        t.say("look.at", **values)
        for sentence in grammar.sentences(detail):
            t.keep(grammar.finished(sentence))
    elif detail:
        t.say("look.at.again", **values)
    else:
        t.say("look.at.plain", **values)


def tell_creature(t: Telling, who: Creature) -> None:
    """Tell how somebody looks: a person by role and manner, a foe by wounds."""
    values: Values = {"p": t.noun(who.ref)}
    if who.ref == t.actor:
        t.say("look.self", **values)
        if who.sheet is not None and who.sheet.look:
            t.keep(grammar.finished(who.sheet.look))
        return
    flags = {who.attitude, "hurt" if who.hp * 2 <= who.hp_max else "whole"}
    if who.person is not None:
        values["role"] = who.person.role
        flags.add(who.person.age)
        if who.person.manner:
            values["manner"] = who.person.manner
    if who.is_dead:
        t.say("look.dead", flags=flags, **values)
    elif who.person is not None:
        t.say("look.person", flags=flags, **values)
        for sentence in grammar.sentences(who.person.look)[:MOST_OF_A_LOOK]:
            t.keep(grammar.finished(sentence), is_event=False)
        t.say("look.attitude", flags=flags, **values)
    else:
        t.say("look.foe", flags=flags, **values)


TELLS: dict[type, Callable[..., None]] = {SceneDescribed: tell_scene}
