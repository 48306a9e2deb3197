"""The epilogue: what became of the tale, of people, of side quests and of the hero, living or dead."""

from collections.abc import Callable

from llm_brain.ledger.events.world import AdventureEnded
from llm_brain.narrators.storyteller import grammar, nouns
from llm_brain.narrators.storyteller.places import place_noun
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import Unfolding

_MOST_FATES = 3
_MOST_PEOPLE = 1


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
    if event.outcome == "victory":
        _tell_what_came(t, event.facts)
    else:
        threat = event.facts.get("threat", "")
        if threat:
            t.say("end.threat", x=nouns.of_phrase(threat))
    _tell_deeds(t, event)
    _tell_people(t, kind, " ".join(event.facts.values()))
    t.say("end.hero.fallen" if is_fallen else f"end.hero.{event.outcome}", **values)
    t.say("end.last", flags={kind}, is_event=False, **values)


def _tell_what_came(t: Telling, facts: dict[str, str]) -> None:
    """Tell the villain's fate, who was saved, what remains and what was done about it."""
    villain = t.creature(t.state.adventure.villain)
    fate = facts.get("villain_fate", "")
    if villain is not None and fate in ("dead", "gone", "alive"):
        t.say(f"end.fate.{fate}", p=t.noun(villain.ref))
    if facts.get("saved"):
        t.say("end.saved", x=nouns.of_phrase(facts["saved"]))
    if facts.get("remains"):
        t.say("end.remains", x=nouns.of_phrase(facts["remains"]))
    if facts.get("after"):
        _keep(t, facts["after"])


def _keep(t: Telling, text: str) -> None:
    for sentence in grammar.sentences(text)[:2]:
        made = grammar.finished(sentence)
        core = made.rstrip(".").lower()
        is_told = any(core in said.text.lower() for said in t.said)
        if not is_told and not t.is_banned(made):
            t.keep(made)


def _tell_deeds(t: Telling, event: AdventureEnded) -> None:
    """Tell in a clause each what came of the quests, done and undone; by their titles where nothing else is known."""
    clauses = [
        c.strip().rstrip(".")
        for key in ("done", "undone")
        for c in event.facts.get(key, "").split(";")
        if c.strip()
    ]
    if clauses:
        told = " ".join(said.text.lower() for said in t.said)
        _keep(t, "; ".join([c for c in clauses if c.lower() not in told][:_MOST_FATES]))
    else:
        _tell_quests(t)


def _tell_people(t: Telling, kind: str, told: str) -> None:
    met = [
        c for c in t.state.creatures.values()
        if c.person and c.person.has_met_party and c.ref != t.state.adventure.villain and c.name not in told
    ]  # fmt: skip
    for creature in met[:_MOST_PEOPLE]:
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
