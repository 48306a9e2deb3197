"""Every adventure that a seed can give hangs together: places, people, clues, quests, names and texts."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_brain.adventure.mapping import OPPOSITE
from llm_brain.adventure.sources import plots
from llm_brain.adventure.themes import THEMES
from llm_brain.adventure.write import write_adventure
from llm_brain.errors import UnknownTheme
from llm_brain.ledger.events.sheets import CharacterJoined
from llm_brain.ledger.events.world import AdventureWritten
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.ledger.world import PLACE_KINDS
from llm_brain.referee.pregenerated import hero_from

SEEDS = st.integers(min_value=0, max_value=2**32)
THEME = st.sampled_from(sorted(THEMES))
QUICK = settings(max_examples=40, deadline=None)


def written(seed: int, theme: str, heroes: int = 1) -> tuple[AdventureWritten, State]:
    keys = ("fighter", "wizard", "cleric", "rogue")
    party = [hero_from(keys[i], ref=f"c{i + 1}") for i in range(heroes)]
    event = write_adventure(seed, theme, party)
    joined = [CharacterJoined(creature=hero) for hero in party]
    return event, fold(State(), [*joined, event])


def reachable(state: State, keys: set[str], *, hidden: bool) -> set[str]:
    """Places that can be come to with these keys, hidden ways found or not."""
    found, waiting = {state.location}, [state.location]
    while waiting:
        for way in state.locations[waiting.pop()].exits:
            is_open = (hidden or not way.is_hidden) and (not way.is_locked or way.key_item in keys)
            if is_open and way.to not in found:
                found.add(way.to)
                waiting.append(way.to)
    return found


def lying_in(state: State, places: set[str]) -> set[str]:
    """Keys of the things that can be had in these places."""
    things = {i.key for p in places for f in state.locations[p].features for i in f.items}
    things |= {i.key for p in places for i in state.locations[p].items}
    return things | {
        i.key for c in state.creatures.values() if c.location in places for i in c.items
    }


@QUICK
@given(SEEDS, THEME)
def test_every_way_leads_somewhere_and_back_in_the_opposite_direction(seed, theme):
    _, state = written(seed, theme)
    for place in state.locations.values():
        assert place.exits, f"{place.key} has no way out"
        for way in place.exits:
            back = [w for w in state.locations[way.to].exits if w.to == place.key]
            assert len(back) == 1
            assert back[0].direction == OPPOSITE[way.direction]


@QUICK
@given(SEEDS, THEME)
def test_no_key_lies_behind_its_own_lock(seed, theme):
    _, state = written(seed, theme)
    keys: set[str] = set()
    for _ in range(5):
        keys |= lying_in(state, reachable(state, keys, hidden=True))
    assert reachable(state, keys, hidden=True) == set(state.locations)


@QUICK
@given(SEEDS, THEME)
def test_every_clue_can_be_come_by_in_more_than_one_way(seed, theme):
    _, state = written(seed, theme)
    for clue in state.clues:
        shown = [f.key for p in state.locations.values() for f in p.features if clue in f.clues]
        told = [
            (c.ref, t.key)
            for c in state.creatures.values()
            if c.person
            for t in c.person.topics
            if clue in t.reveals
        ]
        assert len(shown) + len(told) >= 2, clue


@QUICK
@given(SEEDS, THEME)
def test_whatever_a_quest_asks_for_exists(seed, theme):
    _, state = written(seed, theme)
    had = lying_in(state, set(state.locations))
    for quest in state.quests.values():
        assert quest.giver in state.creatures
        assert quest.if_done
        assert quest.if_undone
        for stage in quest.stages:
            verb, _, rest = stage.when.partition(":")
            known = {
                "enter": rest in state.locations,
                "clue": rest in state.clues,
                "defeat": rest in state.encounters,
                "item": rest in had,
                "talk": rest in state.creatures,
                "give": rest.split(":")[0] in had and rest.split(":")[-1] in state.creatures,
            }
            assert known[verb], stage.when


@QUICK
@given(SEEDS, THEME)
def test_whatever_is_revealed_exists_and_keys_are_not_used_twice(seed, theme):
    event, state = written(seed, theme)
    keys = {*state.clues, *state.quests, *state.locations}
    assert len(keys) == len(event.clues) + len(event.quests) + len(event.locations)
    for creature in state.creatures.values():
        assert creature.location in state.locations
        for topic in creature.person.topics if creature.person else ():
            assert set(topic.reveals) <= keys
    features = [f.key for p in state.locations.values() for f in p.features]
    assert len(features) == len(set(features))
    for clue in state.clues.values():
        assert set(clue.opens) <= set(state.locations)


@QUICK
@given(SEEDS, THEME)
def test_names_are_distinct_and_gaps_are_all_filled(seed, theme):
    event, state = written(seed, theme)
    names = [c.name for c in state.creatures.values()]
    assert len(names) == len(set(names))
    places = [p.name for p in state.locations.values()]
    assert len(places) == len(set(places))
    texts = list(_texts(event))
    assert all(texts)
    assert not [t for t in texts if re.search(r"[{}<>|@]|\s{2}|^\s|\s$", t)]


def _texts(event: AdventureWritten):
    yield event.adventure.title
    yield event.adventure.hook
    yield from event.adventure.facts.values()
    for place in event.locations:
        yield from (place.name, *place.facts)
        for feature in place.features:
            yield from (feature.name, feature.detail)
        yield from (way.name for way in place.exits)
    for clue in event.clues:
        yield clue.text
    for quest in event.quests:
        yield from (quest.title, quest.if_done, quest.if_undone, *(s.text for s in quest.stages))
    for creature in event.creatures:
        yield creature.name
        if creature.person:
            person = creature.person
            yield from (person.role, person.manner, person.wants, person.secret)
            yield from (t.answer for t in person.topics)


@QUICK
@given(SEEDS, THEME)
def test_texts_keep_their_formats(seed, theme):
    event, _ = written(seed, theme)
    for place in event.locations:
        assert place.kind in PLACE_KINDS
        assert 5 <= len(place.facts) <= 8
        assert not [f for f in place.facts if f.endswith(".")]
        assert all(f.detail.endswith(".") for f in place.features)
    assert all(clue.text.endswith(".") for clue in event.clues)
    for creature in event.creatures:
        for topic in creature.person.topics if creature.person else ():
            assert topic.answer[-1] in ".?!"
            assert topic.words


@QUICK
@given(SEEDS, THEME)
def test_it_has_the_shape_of_an_adventure(seed, theme):
    event, state = written(seed, theme)
    assert 8 <= len(event.locations) <= 16
    assert len(event.encounters) >= 3
    assert [e.is_climax for e in event.encounters].count(True) == 1
    assert [q.is_main for q in event.quests].count(True) == 1
    assert len(event.quests) == 3
    assert any(c.person and c.person.sells for c in event.creatures)
    assert state.adventure.villain in state.creatures
    squares = [(p.map_x, p.map_y) for p in event.locations]
    assert len(squares) == len(set(squares))


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_the_same_seed_writes_the_same_adventure(theme):
    assert written(77, theme)[0] == written(77, theme)[0]


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_different_seeds_write_different_adventures(theme):
    hooks = {written(seed, theme)[0].adventure.hook for seed in range(30)}
    titles = {written(seed, theme)[0].adventure.title for seed in range(30)}
    assert len(hooks) == 30
    assert len(titles) >= 8


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_a_bigger_party_meets_more(theme):
    def worth(heroes: int) -> int:
        event, _ = written(5, theme, heroes)
        return sum(c.hp_max for c in event.creatures if c.attitude == "hostile")

    assert worth(4) > worth(1)


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_there_are_at_least_four_plots(theme):
    assert len(plots(theme)) >= 4


def test_it_rejects_an_unknown_theme():
    with pytest.raises(UnknownTheme):
        write_adventure(1, "space_opera", [])
