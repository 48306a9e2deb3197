"""The epilogue: what became of the tale, of people, of side quests and of the hero, living or dead."""

from collections.abc import Callable

from llm_brain.ledger.events.world import AdventureEnded
from llm_brain.narrators.storyteller import grammar
from llm_brain.narrators.storyteller.places import place_noun
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import Unfolding

_MOST_FATES = 3


def tell_ended(t: Telling, event: AdventureEnded, rest: Unfolding) -> None:
    """Tell the epilogue: the end, then fates, then the hero, then the book is shut."""
    adventure = t.state.adventure
    hero = t.creature(t.actor)
    is_fallen = hero is not None and (hero.is_dead or (hero.hp <= 0 and event.outcome == "defeat"))
    values: Values = {"title": adventure.title, "d": t.noun(t.actor)}
    if hero is not None:
        values["hero"] = hero.name
    villain = t.creature(adventure.villain)
    if villain is not None:
        values["villain"] = t.noun(villain.ref)
    start = t.state.locations.get(adventure.start_location)
    if start is not None:
        values["home"] = place_noun(start.name)
    kind = "fallen" if is_fallen and event.outcome != "victory" else event.outcome
    t.say(f"end.{kind}", **values)
    for key, fact in event.facts.items():
        _tell_fact(t, key, fact)
    _tell_people(t, event, kind)
    _tell_quests(t)
    t.say("end.hero.fallen" if is_fallen else f"end.hero.{event.outcome}", **values)
    t.say("end.last", flags={kind}, **values)


def _tell_fact(t: Telling, key: str, fact: str) -> None:
    """Tell a fact of the ending that is a sentence; short ones are names and are told elsewhere."""
    if len(fact.split()) < 4:
        return
    for sentence in grammar.sentences(fact)[:2]:
        text = grammar.finished(sentence)
        if not t.is_banned(text):
            t.keep(text)


def _tell_people(t: Telling, event: AdventureEnded, kind: str) -> None:
    told = " ".join(event.facts.values())
    met = [
        c for c in t.state.creatures.values()
        if c.person and c.person.has_met_party and c.ref != t.state.adventure.villain and c.name not in told
    ]  # fmt: skip
    for creature in met[:_MOST_FATES]:
        fate = "dead" if creature.is_dead else f"{creature.attitude}.{kind}"
        values: Values = {"p": t.noun(creature.ref)}
        t.say(f"end.person.{fate}", **values)


def _tell_quests(t: Telling) -> None:
    side = [q for q in t.state.quests.values() if not q.is_main]
    done = [q.title for q in side if q.status == "completed"]
    undone = [q.title for q in side if q.status in ("active", "failed")]
    if done:
        t.say("end.done", quests=grammar.listed(done))
    if undone:
        t.say("end.undone", quests=grammar.listed(undone))


TELLS: dict[type, Callable[..., None]] = {AdventureEnded: tell_ended}
