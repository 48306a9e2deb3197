"""Writing an adventure: a plot, two houses and two side quests of the theme, filled from the seed, fitted to the party.

The same seed, theme and party give the same adventure, word for word. What comes out is one event; play never asks
this code again.
"""

from collections.abc import Sequence

from llm_brain.adventure.chance import Chance
from llm_brain.adventure.draft import Draft
from llm_brain.adventure.fights import add_fight
from llm_brain.adventure.mapping import exits, laid_out, mirrored
from llm_brain.adventure.sources import (
    PartSource,
    PlotSource,
    TopicSource,
    parts,
    plots,
    theme_source,
)
from llm_brain.adventure.themes import known_theme
from llm_brain.adventure.words import Words
from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.world import AdventureWritten
from llm_brain.ledger.world import Adventure, Location

SIDE_QUESTS = 2


def write_adventure(seed: int, theme: str, party: Sequence[Creature]) -> AdventureWritten:
    """Write the adventure of a seed. Raises UnknownTheme."""
    source = theme_source(known_theme(theme))
    chance = Chance(f"{theme}:{seed}")
    plot = chance.pick(plots(theme))
    inn = chance.pick(parts(theme, "inns"))
    shop = chance.pick(parts(theme, "shops"))
    sides = chance.shuffled(parts(theme, "sides"))[:SIDE_QUESTS]
    draft = Draft(source, Words(chance.fork("words"), source.names), chance)
    draft.anchors = {**plot.anchors, "inn": inn.places[0].key, "shop": shop.places[0].key}
    houses: list[PartSource] = [inn, shop, *sides]
    for part in (plot, *houses):
        draft.add_words(part)
    draft.words.add(source.slots)
    for part in (plot, *houses):
        draft.add_part(part)
    _spread_rumours(draft, plot, [inn, shop, *sides])
    for part in (plot, *houses):
        for fight in part.fights:
            add_fight(draft, fight, party)
        if part.quest is not None:
            draft.add_quest(part.quest, is_main=part is plot)
    return _written(
        draft, plot, _mapped(draft, plot, {inn.places[0].key, shop.places[0].key}), seed
    )


def _spread_rumours(draft: Draft, plot: PlotSource, houses: list[PartSource]) -> None:
    """Let the people of the houses talk: of the plot, of the side quests, and of the day."""
    keepers = [part.people[0].key for part in houses]
    talk: dict[str, list[TopicSource]] = {keeper: [] for keeper in keepers}
    for i, rumour in enumerate(plot.rumours):
        talk[keepers[i % 2]].append(rumour)
    spare = draft.chance.fork("small talk").shuffled(draft.theme.small_talk)
    for i, keeper in enumerate(keepers):
        talk[keeper].append(spare[i % len(spare)])
    for keeper, topics in talk.items():
        draft.add_topics(keeper, topics)


def _mapped(draft: Draft, plot: PlotSource, houses: set[str]) -> list[Location]:
    """Lay all places out and join them."""
    fixed = {key: place.at for key, place in draft.places.items()}
    for anchor, key in (("inn", draft.anchors["inn"]), ("shop", draft.anchors["shop"])):
        fixed[key] = plot.at[anchor]
    told = [
        way.model_copy(update={"out": draft.say(way.out), "back": draft.say(way.back)})
        for way in draft.ways
    ]
    squares = mirrored(laid_out(fixed, told, draft.chance.fork("map")), draft.chance.fork("mirror"))
    ways = exits(told, squares)
    start = draft.key_of(plot.start)
    known = {start, *houses}
    return [
        draft.location(place).model_copy(
            update={
                "map_x": squares[key][0],
                "map_y": squares[key][1],
                "exits": tuple(ways[key]),
                "is_known": place.is_known or key in known,
                "is_visited": key == start,
            }
        )
        for key, place in draft.places.items()
    ]


def _written(
    draft: Draft, plot: PlotSource, locations: list[Location], seed: int
) -> AdventureWritten:
    chance = draft.chance.fork("frame")
    theme = draft.theme
    return AdventureWritten(
        adventure=Adventure(
            title=draft.say(chance.pick(plot.title)),
            theme=theme.key,
            seed=seed,
            hook=draft.say(plot.hook),
            facts={name: draft.say(fact) for name, fact in plot.facts.items()},
            villain=draft.people[plot.villain],
            start_location=draft.key_of(plot.start),
        ),
        clock_min=chance.pick(theme.hours) * 60,
        weather=chance.pick(theme.weathers),
        locations=tuple(locations),
        creatures=tuple(draft.creatures.values()),
        quests=tuple(draft.quests.values()),
        clues=tuple(draft.clues.values()),
        encounters=tuple(draft.encounters.values()),
    )
