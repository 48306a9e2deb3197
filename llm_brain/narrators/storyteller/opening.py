"""The opening: the hook, the place, somebody to talk to and something to do, so that the player must want to type."""

from collections.abc import Callable

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.sheets import CharacterJoined
from llm_brain.ledger.events.world import (
    AdventureWritten,
    LocationEntered,
    QuestOffered,
    TimePassed,
)
from llm_brain.narrators.storyteller import grammar, scenery
from llm_brain.narrators.storyteller.places import facts_of, place_noun, present
from llm_brain.narrators.storyteller.quests import task
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import Unfolding

_SKY = ("rain", "storm", "fog", "snow", "wind", "clear", "cloud")


def tell_opening(t: Telling, event: AdventureWritten, rest: Unfolding) -> None:
    """Tell the first page: hour and sky, hook, place, first person, what could be done."""
    rest.take(CharacterJoined, breaks=())
    rest.take(LocationEntered, breaks=())
    rest.take(TimePassed, breaks=())
    place = t.state.locations.get(event.adventure.start_location)
    if place is None:
        return
    values: Values = {"place": place_noun(place.name)}
    facts = facts_of(t, place, 3)
    facts.sort(key=lambda fact: len(fact.name))
    values |= dict(zip("fgh", facts, strict=False))
    t.mark(f"place:{place.key}")
    hook = grammar.sentences(event.adventure.hook)
    named = {w for w in place.name.lower().split() if len(w) > 4}
    if not any(word in event.adventure.hook.lower() for word in named):
        t.say("open.place", flags=_sky(t), **values)
    for sentence in hook[:3]:
        t.keep(grammar.finished(sentence))
    t.say("open.picture", **values)
    people, _, _ = present(t, place)
    giver = _giver(t, rest, people)
    if giver is not None:
        _tell_giver(t, giver)
    values |= _task(t, rest)
    if giver is not None:
        values["p"] = t.noun(giver.ref)
    t.say("open.go.task" if "task" in values else "open.go", **values)


def _sky(t: Telling) -> set[str]:
    return {scenery.day_part(t.state.clock_min)}


def _giver(t: Telling, rest: Unfolding, people: list[Creature]) -> Creature | None:
    offered = next((e for e in rest.ahead(()) if isinstance(e, QuestOffered) and e.giver), None)
    if offered is not None:
        found = next((c for c in people if c.ref == offered.giver), None)
        if found is not None:
            return found
    main = next((q.giver for q in t.state.quests.values() if q.is_main), None)
    return next((c for c in people if c.ref == main), people[0] if people else None)


def _tell_giver(t: Telling, giver: Creature) -> None:
    values: Values = {"p": t.noun(giver.ref)}
    if giver.person is not None:
        values["role"] = giver.person.role
        if giver.person.manner:
            values["manner"] = giver.person.manner
            t.mark(f"manner:{giver.ref}")
    t.mark(f"seen:{giver.ref}")
    t.say("open.person", **values)


def _task(t: Telling, rest: Unfolding) -> Values:
    """Return the first thing to be done, out of the quest that was offered."""
    offered = rest.take(QuestOffered, breaks=())
    main = next((e for e in offered if t.state.quests[e.key].is_main), None)
    chosen = main or (offered[0] if offered else None)
    active = [q for q in t.state.quests.values() if q.is_main and q.status == "active"]
    quest = t.state.quests[chosen.key] if chosen else next(iter(active), None)
    if quest is None:
        return {}
    stage = next((s.text for s in quest.stages if not s.is_done), "")
    return {"task": task(stage), "title": quest.title} if stage else {"title": quest.title}


TELLS: dict[type, Callable[..., None]] = {AdventureWritten: tell_opening}
