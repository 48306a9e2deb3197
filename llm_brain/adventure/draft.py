"""An adventure while it is being written: parts are added with their keys and gaps, and come out filled and with refs.

It knows how to turn written material into rows, not which material to take (`write.py`) nor where it lies on the map
(`mapping.py`).
"""

from dataclasses import dataclass, field

from llm_brain.adventure.chance import Chance
from llm_brain.adventure.sources import (
    ClueSource,
    FeatureSource,
    PartSource,
    PersonSource,
    PlaceSource,
    QuestSource,
    ThemeSource,
    TopicSource,
    WaySource,
)
from llm_brain.adventure.words import Words
from llm_brain.ledger.creature import Creature, Item, Person, Topic
from llm_brain.ledger.world import Clue, Encounter, Feature, Location, Quest, Stage, Zone
from llm_brain.referee.bestiary import creature_from
from llm_brain.referee.equipment import item

ZONE_NAMES = ("close by", "in the middle", "at the far end")
FACTS_TOLD = (5, 7)


@dataclass
class Draft:
    """The rows written so far, and the material that still waits for its place or its refs."""

    theme: ThemeSource
    words: Words
    chance: Chance
    story_items: dict[str, Item] = field(default_factory=dict)
    places: dict[str, PlaceSource] = field(default_factory=dict)
    ways: list[WaySource] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    creatures: dict[str, Creature] = field(default_factory=dict)
    clues: dict[str, Clue] = field(default_factory=dict)
    quests: dict[str, Quest] = field(default_factory=dict)
    encounters: dict[str, Encounter] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)

    def say(self, text: str) -> str:
        return self.words.fill(text)

    def key_of(self, place: str) -> str:
        """Return a place's key; `@green` is whatever place the plot anchors there."""
        return self.anchors[place[1:]] if place.startswith("@") else place

    def next_ref(self) -> str:
        return f"n{len(self.creatures) + 1}"

    def item_of(self, written: str) -> Item:
        """Return the thing `key` or `key*3` means: the adventure's own, or one out of the equipment list."""
        key, _, times = written.partition("*")
        quantity = int(times) if times else 1
        own = self.story_items.get(key)
        return own.model_copy(update={"quantity": quantity}) if own else item(key, quantity)

    def add_words(self, part: PartSource) -> None:
        """Take in a part's slots and things, so that other parts may speak of them."""
        for name in sorted(part.bundles):
            chosen = self.chance.fork(f"bundle {part.key} {name}").pick(part.bundles[name])
            self.words.add({slot: (value,) for slot, value in chosen.items()})
        self.words.add(part.slots)
        for own in part.items:
            name, note = self.say(own.name), self.say(own.note)
            self.story_items[own.key] = Item(key=own.key, name=name, note=note)

    def add_part(self, part: PartSource) -> None:
        """Write a part's places, people and clues; fights and quests come when everybody has a ref."""
        for place in part.places:
            self.places[place.key] = place
        self.ways.extend(
            way.model_copy(update={"a": self.key_of(way.a), "b": self.key_of(way.b)})
            for way in part.ways
        )
        for clue in part.clues:
            self.clues[clue.key] = self.clue(clue)
        for person in part.people:
            self.add_person(person)

    def clue(self, source: ClueSource) -> Clue:
        opens = tuple(self.key_of(place) for place in source.opens)
        text, about = self.say(source.text), self.say(source.about)
        return Clue(key=source.key, text=text, about=about, opens=opens)

    def topic(self, source: TopicSource) -> Topic:
        # what the topic is called in a suggestion comes first, and is never a name
        plain_first = sorted(source.words, key=lambda word: "{" in word)
        words = tuple(w.lower() for said in plain_first for w in self.say(said).split())
        return Topic(
            key=source.key,
            words=tuple(dict.fromkeys(words)),
            answer=self.say(source.answer),
            is_lie=source.lie,
            needs=source.needs,
            reveals=source.reveals,
        )

    def add_person(self, source: PersonSource) -> None:
        """Write somebody with wants of their own, and give them a ref. Raises ValueError for a key used twice."""
        if source.key in self.people:
            raise ValueError(f"two people are written under '{source.key}'")
        name = self.say(source.name)
        slot = source.name.strip("{}")
        ref = self.next_ref()
        self.people[source.key] = ref
        body = creature_from(
            source.stat,
            ref=ref,
            name=name,
            location=self.key_of(source.place),
            attitude=source.attitude,
        )
        person = Person(
            role=self.say(source.role),
            pronoun=self.words.pronouns.get(slot, "they"),
            age=source.age,
            manner=self.say(source.manner),
            wants=self.say(source.wants),
            secret=self.say(source.secret),
            topics=tuple(self.topic(t) for t in source.topics),
            sells=tuple(self.item_of(s) for s in source.sells),
        )
        own = tuple(self.item_of(i) for i in source.items)
        self.creatures[ref] = body.model_copy(
            update={"person": person, "items": (*body.items, *own), "coins_cp": source.coins}
        )

    def add_topics(self, person: str, topics: list[TopicSource]) -> None:
        """Give somebody more to talk about."""
        ref = self.people[person]
        body = self.creatures[ref]
        assert body.person is not None
        more = tuple(self.topic(t) for t in topics)
        changed = body.person.model_copy(update={"topics": (*body.person.topics, *more)})
        self.creatures[ref] = body.model_copy(update={"person": changed})

    def feature(self, source: FeatureSource) -> Feature:
        items = [self.item_of(i) for i in source.items]
        if source.loot:
            found = self.chance.fork(f"loot {source.key}").pick(self.theme.loot[source.loot])
            items += [self.item_of(i) for i in found.split() if not i.endswith("cp")]
            coins = sum(int(i[:-2]) for i in found.split() if i.endswith("cp"))
        else:
            coins = 0
        name = self.say(source.name)
        trap = source.trap
        return Feature(
            key=source.key,
            name=name,
            words=tuple(dict.fromkeys((*source.words, *name.lower().split()))),
            detail=self.say(source.detail),
            is_hidden=source.hidden > 0,
            find_dc=source.hidden,
            open_skill=source.open_skill,
            open_dc=source.open_dc,
            items=tuple(items),
            coins_cp=source.coins + coins,
            clues=source.clues,
            trap_dc=trap.dc if trap else 0,
            trap_damage=trap.damage if trap else "",
            trap_type=trap.type if trap else "",
            is_underfoot=trap.underfoot if trap else False,
            verb=source.verb,
        )

    def location(self, source: PlaceSource) -> Location:
        """Write a place without its ways and its square; those are the map's."""
        chance = self.chance.fork(f"facts {source.key}")
        facts = chance.sample(source.facts, chance.between(*FACTS_TOLD))
        names = source.zones or ZONE_NAMES
        zones = tuple(
            Zone(key=key, name=self.say(name), at_ft=30 * i)
            for i, (key, name) in enumerate(zip(("near", "middle", "far"), names, strict=False))
        )
        return Location(
            key=source.key,
            name=self.say(source.name),
            kind=source.kind,
            facts=tuple(self.say(fact) for fact in facts),
            light=source.light,
            is_outdoors=source.outdoors,
            features=tuple(self.feature(f) for f in source.features),
            items=tuple(self.item_of(i) for i in source.items),
            zones=zones,
            is_known=source.is_known,
        )

    def when(self, written: str) -> str:
        """Return a stage's condition with refs for people's keys."""
        verb, *rest = written.split(":")
        if verb in ("talk", "give"):
            rest[-1] = self.people[rest[-1]]
        return ":".join((verb, *rest))

    def add_quest(self, source: QuestSource, *, is_main: bool) -> None:
        """Write a quest; the main one is the party's from the start."""
        self.quests[source.key] = Quest(
            key=source.key,
            title=self.say(source.title),
            is_main=is_main,
            status="active" if is_main else "unknown",
            giver=self.people[source.giver],
            stages=tuple(
                Stage(key=s.key, text=self.say(s.text), when=self.when(s.when), xp=s.xp)
                for s in source.stages
            ),
            reward_xp=source.xp,
            reward_cp=source.coins,
            reward_items=tuple(self.item_of(i) for i in source.items),
            if_done=self.say(source.done),
            if_undone=self.say(source.undone),
        )
