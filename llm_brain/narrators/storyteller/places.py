"""Places: arriving for the first time and again, looking about, what lies there and who stands there."""

import re
from collections.abc import Callable

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.fights import EncounterBegan
from llm_brain.ledger.events.world import LocationEntered, TimePassed, WeatherChanged
from llm_brain.ledger.world import Exit, Location
from llm_brain.narrators.storyteller import counting, grammar, nouns
from llm_brain.narrators.storyteller.nouns import Noun
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import Unfolding

_LONG_WAY_MIN = 20
_MANNER_TURNS = 40
_SENSED = re.compile(
    r"\b(?:smell|smells|scent|stink|reek|smoke|sound|sounds|noise|creak|creaking|hum|humming|voice|voices|breathing|singing|"
    r"music|whisper|whispers|splashing|dripping|silence|draught|warmth|cold|ticking|something \w+ing)\b"
)
_NAMELESS = re.compile(r"(?:some|no|any)(?:body|thing|one)\b|\w+ing\b")
_MANY_PLACES = re.compile(
    r"^the (?:\w+ )*(?:\w*flats|pits|stones|steps|stairs|ruins|woods|gardens|docks|caves|moors|fields|hills|marshes|"
    r"vaults|cellars|cliffs|falls|dunes|sands|barrows)\b",
    re.IGNORECASE,
)
_ON = {"road", "shore", "mountain"}
_IN = {"cavern", "crypt", "forest", "tavern", "hall", "swamp", "tower"}
_COMPASS = frozenset(
    "north south east west north-east north-west south-east south-west northeast northwest southeast southwest".split()
)


def place_noun(name: str) -> Noun:
    """Return a place's name as it stands inside a sentence: "the Lower Nave", "Saltmarsh"."""
    words = name[:1].lower() + name[1:] if name.startswith(("The ", "A ", "An ")) else name
    is_proper = words != name or words[:1].isupper()
    is_many = bool(_MANY_PLACES.search(words))
    return Noun(words, "they" if is_many else "it", is_proper=is_proper, is_many=is_many)


def where(place: Location) -> str:
    """Return a place as an adverbial: "on the Towpath", "in the Drowned Nave"."""
    joint = "on" if place.kind in _ON else "in" if place.kind in _IN else "at"
    return f"{joint} {place_noun(place.name).phrase}"


def is_sight(fact: str) -> bool:
    """Say whether a fact is seen, rather than smelled, heard or felt."""
    return not _SENSED.search(" ".join(fact.split()[:4]).lower())


def facts_of(
    t: Telling, place: Location, count: int, *, is_short: bool = False, only_told: bool = False
) -> list[Noun]:
    """Take the facts of a place told least often: in full the first time, later short and with "the"."""
    used = t.chooser.used
    order = sorted(
        range(len(place.facts)),
        key=lambda i: (used[f"fact:{place.key}:{i}"], t.chooser.coin.below(1000)),
    )
    fitting = [i for i in order if not t.is_banned(place.facts[i]) and is_sight(place.facts[i])]
    if is_short:
        own = place_noun(place.name).phrase.lower()
        fitting = [
            i
            for i in fitting
            if not _NAMELESS.match(place.facts[i]) and grammar.known(place.facts[i]).lower() != own
        ]
    if only_told:
        told = [i for i in fitting if t.was_told(f"fact:{place.key}:{i}")]
        fitting = told if len(told) > 1 else fitting
    chosen = fitting[:count]
    made: list[Noun] = []
    for i in chosen:
        fact = place.facts[i].rstrip(".")
        is_known = t.was_told(f"fact:{place.key}:{i}")
        made.append(nouns.of_phrase(grammar.known(fact) if is_short or is_known else fact))
        t.note(f"fact:{place.key}:{i}")
        if not is_short:
            t.mark(f"fact:{place.key}:{i}")
    return made


def fact_values(facts: list[Noun]) -> Values:
    return dict(zip("fgh", facts, strict=False))


def tell_entered(t: Telling, event: LocationEntered, rest: Unfolding) -> None:
    """Tell an arrival: a place seen for the first time gets its picture, a known one a glance."""
    passed = rest.walked_min + sum(e.minutes for e in rest.take(TimePassed))
    by = []
    while (further := rest.take_one(LocationEntered)) is not None:
        t.mark(f"place:{event.location}")
        by.append(place_noun(event.name).phrase)
        event = further.model_copy(update={"from_location": event.location})
    rest.walked_min = 0
    place = t.state.locations.get(event.location)
    if place is None:
        return
    values: Values = {"place": place_noun(event.name)}
    way = _way(t, event)
    if by:
        values["via"] = Noun(grammar.listed(by), is_proper=True, is_many=len(by) > 1)
    elif way is not None:
        values["way"] = way
    flags = {"party"} if len([h for h in t.state.heroes if not h.is_dead]) > 1 else set()
    values["at"] = where(place)
    if passed >= _LONG_WAY_MIN:
        values["time"] = nouns.of_phrase(counting.minutes(passed))
    is_first = event.is_first and not t.was_told(f"place:{place.key}")
    t.mark(f"place:{place.key}")
    if is_first:
        t.say("enter.first", flags=flags, **values)
        describe(t, place, sentences=2)
    else:
        facts = facts_of(t, place, 2, is_short=True, only_told=True)
        t.say("enter.again", flags=flags, **values, **fact_values(facts))
        _tell_unseen(t, place)
    tell_present(t, place)
    if is_first:
        tell_exits(t, place, event.from_location)


def _tell_unseen(t: Telling, place: Location) -> None:
    """Tell a fact of a known place that was never told, when there is one left."""
    unseen = [
        i
        for i, fact in enumerate(place.facts)
        if is_sight(fact) and not t.was_told(f"fact:{place.key}:{i}") and not t.is_banned(fact)
    ]
    if unseen:
        i = unseen[t.chooser.coin.below(len(unseen))]
        t.mark(f"fact:{place.key}:{i}")
        t.say("place.new", is_event=False, f=nouns.of_phrase(place.facts[i].rstrip(".")))


def _way(t: Telling, event: LocationEntered) -> Noun | None:
    before = t.state.locations.get(event.from_location)
    if before is None:
        return None
    exits = [e for e in before.exits if e.to == event.location]
    if not exits:
        return None
    name = way_name(exits[0].name)
    place = t.state.locations[event.location].name
    return None if name.lower() == place_noun(place).phrase.lower() else nouns.of_phrase(name)


def way_name(name: str) -> str:
    """Return a way's name without where it goes: "the cinder path" for "the cinder path to the landing"."""
    return grammar.definite(re.split(r"\s+(?:back |down |up )?(?:to|into)\s", name, maxsplit=1)[0])


def describe(t: Telling, place: Location, sentences: int) -> None:
    """Paint a place in so many sentences, out of its own facts."""
    facts = facts_of(t, place, 2 if sentences == 1 else 4)
    if not facts:
        t.say("place.plain", is_event=False, place=place_noun(place.name))
        return
    facts = sorted(facts, key=lambda f: len(f.name), reverse=False)
    t.say("place.first", **fact_values(facts[:3] if len(facts) == 3 else facts[:2]))
    sensed = [f for f in place.facts if not is_sight(f) and not t.is_banned(f)]
    if sentences > 1 and sensed and not t.was_told(f"sensed:{place.key}"):
        t.mark(f"sensed:{place.key}")
        t.say("place.sensed", s=nouns.of_phrase(sensed[0].rstrip(".")), **fact_values(facts[2:3]))
    elif sentences > 1 and len(facts) > 2:
        t.say("place.more", **fact_values(facts[2:4]))
    if sentences > 1 and t.has("lush"):
        t.say("colour", is_event=False)


def present(t: Telling, place: Location) -> tuple[list[Creature], list[Creature], list[Creature]]:
    """Return who is there to be seen: people, foes and the dead."""
    people, foes, dead = [], [], []
    for creature in t.state.at(place.key):
        if creature.is_hidden:
            continue
        if creature.is_dead:
            dead.append(creature)
        elif creature.attitude == "hostile" and creature.person is None:
            foes.append(creature)
        else:
            people.append(creature)
    return people, foes, dead


def tell_present(t: Telling, place: Location) -> None:
    """Tell who is there: people with what they are doing, foes, the dead."""
    people, foes, dead = present(t, place)
    known = [c for c in people if t.was_told(f"seen:{c.ref}") and c.attitude != "hostile"]
    if len(known) > 1:
        t.say("here.both", names=grammar.listed([t.noun(c.ref).phrase for c in known[:5]]))
        people = [c for c in people if c not in known]
    for creature in people[:2]:
        tell_person_here(t, creature)
    if len(people) > 2:
        names = [t.noun(c.ref).phrase for c in people[2:6]]
        t.say("here.others", names=grammar.listed(names), is_many="yes")
    is_fight_coming = any(isinstance(e, EncounterBegan) for e in t.brief.events)
    if foes and t.state.encounter is None and not is_fight_coming:
        names = [
            t.noun(c.ref).phrase if t.was_told(f"seen:{c.ref}") else t.noun(c.ref).form("a")
            for c in foes[:4]
        ]
        for foe in foes[:4]:
            t.mark(f"seen:{foe.ref}")
        t.say("here.foes", names=grammar.listed(names), flags={"many"} if len(foes) > 1 else ())
    if dead and not people and not foes and t.chooser.coin.below(3) == 0:
        t.say("here.dead", is_event=False, p=t.noun(dead[0].ref))


def tell_person_here(t: Telling, creature: Creature) -> None:
    """Tell that somebody is there, by what they are doing."""
    person = creature.person
    values: Values = {"p": t.noun(creature.ref)}
    if person is not None:
        seen = t.turns_since(f"manner:{creature.ref}")
        if person.manner and (seen is None or seen > _MANNER_TURNS):
            values["manner"] = person.manner
            t.mark(f"manner:{creature.ref}")
        values["role"] = person.role
    before = t.brief.before.creatures.get(creature.ref)
    has_met = bool(before and before.person and before.person.has_met_party)
    is_known = has_met or t.was_told(f"seen:{creature.ref}")
    t.mark(f"seen:{creature.ref}")
    bank = "here.known" if is_known else "here.new"
    t.say("here.hostile" if creature.attitude == "hostile" else bank, **values)


def tell_exits(t: Telling, place: Location, came_from: str = "") -> None:
    """Tell the ways on, the one back left out."""
    ways = [e for e in place.exits if not e.is_hidden and e.to != came_from]
    if not ways:
        if place.kind not in {"tavern", "hall", "village"}:
            t.say("exits.none", is_event=False)
        return
    is_known = t.was_told(f"exits:{place.key}")
    t.mark(f"exits:{place.key}")
    if is_known:
        ways = _shuffled(t, ways)
    named = [way_name(e.name) if is_known else _exit_phrase(e.name, e.direction) for e in ways[:5]]
    is_many = len(named) > 1 or grammar.is_plural(ways[0].name)
    count = {"many"} if len(named) > 1 else {"single"}
    ways_noun = Noun("ways", is_proper=True, is_many=is_many)
    t.say(
        "exits",
        waysn=ways_noun,
        ways=grammar.listed(named),
        flags=count,
    )


def _shuffled(t: Telling, ways: list[Exit]) -> list[Exit]:
    """Return ways in another order, so that a list told before does not sound learned by heart."""
    left, mixed = list(ways), []
    while left:
        mixed.append(left.pop(t.chooser.coin.below(len(left))))
    return mixed


def _exit_phrase(name: str, direction: str) -> str:
    words = grammar.definite(name)
    low = direction.lower().strip()
    if low not in _COMPASS or low in name.lower():
        return words
    goes = re.search(r"\s(?:back |down |up |out )?(?:to|into)\s", words)
    if goes is None:
        return f"{words} to the {low}"
    return f"{words[: goes.start()]} {low}{words[goes.start() :]}"


def tell_time(t: Telling, event: TimePassed, rest: Unfolding) -> None:
    """Tell time that went by where it is long enough to notice."""
    total = event.minutes + sum(e.minutes for e in rest.take(TimePassed))
    if any(isinstance(e, LocationEntered) for e in rest.ahead()):
        rest.walked_min += total
        return
    if total >= _LONG_WAY_MIN:
        t.say("time", time=nouns.of_phrase(counting.minutes(total)))


def tell_weather(t: Telling, event: WeatherChanged, rest: Unfolding) -> None:
    """Tell the sky's change."""
    t.say(f"weather.now.{event.weather.lower().split(' ')[0]}", sky=event.weather.lower())


TELLS: dict[type, Callable[..., None]] = {
    LocationEntered: tell_entered,
    TimePassed: tell_time,
    WeatherChanged: tell_weather,
}
