"""What would move a quest on from here: the goal of its next step, as one thing to do now.

It reads the whole state, hidden things included, but only ever proposes what can be seen: a way nobody has found yet
is led to by whatever would give it away.
"""

from collections.abc import Iterator

from llm_brain.ledger.creature import Creature, Topic
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Exit, Feature, Location, Quest
from llm_brain.referee.world.moving import has_key, route, waiting_fight
from llm_brain.referee.world.searching import is_shut
from llm_brain.referee.world.suggestion import Suggestion, suggestion
from llm_brain.referee.world.talking import is_willing
from llm_brain.referee.world.wording import about, ask, bare, go, the, the_thing

MAX_DEPTH = 4


def leads_of(state: State, actor: str, quest: Quest) -> list[Suggestion]:
    """Return what would bring the next step of a quest nearer, the best first."""
    stage = next((s for s in quest.stages if not s.is_done), None)
    if stage is None:
        return []
    return list(towards_goal(state, actor, stage.when, 0))


def towards_goal(state: State, actor: str, when: str, depth: int) -> Iterator[Suggestion]:
    """Yield what brings a condition nearer."""
    verb, _, rest = when.partition(":")
    if depth > MAX_DEPTH:
        return
    if verb == "enter":
        yield from towards_place(state, actor, rest, depth)
    elif verb == "clue":
        yield from _towards_clue(state, actor, rest, depth)
    elif verb == "defeat":
        yield from _towards_fight(state, actor, rest, depth)
    elif verb == "item":
        yield from _towards_item(state, actor, rest, depth)
    elif verb == "talk":
        yield from _towards_person(state, actor, rest, depth)
    elif verb == "give":
        item, _, ref = rest.partition(":")
        yield from _towards_giving(state, actor, item, ref, depth)


def hooks_of(state: State, actor: str) -> Iterator[Suggestion]:
    """Yield the way to somebody in a known place who has a task to give, or the question that gets it."""
    unknown = sorted(
        (q for q in state.quests.values() if q.giver in state.creatures),
        key=lambda q: state.creatures[q.giver or ""].location != state.location,
    )
    for quest in unknown:
        giver = state.creatures.get(quest.giver or "")
        if quest.status != "unknown" or giver is None or giver.person is None or giver.is_down:
            continue
        if giver.location == state.location:
            for topic in giver.person.topics:
                if quest.key in topic.reveals and not topic.is_told:
                    yield ask_about(giver, topic)
        elif state.locations[giver.location].is_known:
            yield from towards_place(state, actor, giver.location, 0)


def _way_there(state: State, goal: str) -> list[str]:
    """Return the shortest path to a place by any way at all, found or not, locked or not."""
    came = {state.location: ""}
    waiting = [state.location]
    for at in waiting:
        for way in state.locations[at].exits:
            if way.to not in came:
                came[way.to] = at
                waiting.append(way.to)
    path: list[str] = []
    at = goal
    while at and at != state.location:
        path.append(at)
        at = came.get(at, "")
    return path[::-1]


def towards_place(state: State, actor: str, goal: str, depth: int) -> Iterator[Suggestion]:
    """Yield the next leg of the way to a place, or what would clear the way."""
    if goal == state.location:
        return
    at = state.location
    reached = ""
    for key in _way_there(state, goal):
        way = next(w for w in state.locations[at].exits if w.to == key)
        if way.is_hidden or (way.is_locked and not has_key(state, way)):
            if reached:
                break
            if way.is_hidden:
                yield from _clear_hidden(state, actor, way, depth)
            else:
                yield from _clear_locked(state, actor, way, depth)
            return
        there = state.locations[key]
        if reached and not (there.is_visited or there.is_known):
            break
        at = reached = key
        if not there.is_visited or waiting_fight(state, key):
            break
    if reached:
        yield _go(state, reached)


def _go(state: State, key: str) -> Suggestion:
    here = state.here
    assert here is not None
    way = next((w for w in here.exits if w.to == key), None)
    if way is not None:
        return suggestion(go(way.name), "move", target=way.name, target_ref=f"exit:{key}")
    there = state.locations[key]
    name = there.name
    verb = "Go back" if there.is_visited else "Go on"
    return suggestion(f"{verb} to {name}", "move", target=name, target_ref=f"exit:{key}")


def _clear_hidden(state: State, actor: str, way: Exit, depth: int) -> Iterator[Suggestion]:
    """Yield what would give a hidden way away: a truth that opens it, or a good search."""
    for clue in state.clues.values():
        if way.to in clue.opens and not clue.is_found:
            yield from towards_goal(state, actor, f"clue:{clue.key}", depth + 1)
    here = state.here
    assert here is not None
    yield suggestion(f"Search {bare(here.name)} for a hidden way", "search")


def _clear_locked(state: State, actor: str, way: Exit, depth: int) -> Iterator[Suggestion]:
    """Yield what would open a locked way: force or tools, and the search for its key."""
    hero = state.creatures[actor]
    if any(i.key == "thieves-tools" for i in hero.items):
        text = f"Pick the lock of {the(way.name)}"
        yield suggestion(text, "interact", target=way.name, target_ref=f"exit:{way.to}")
    text = f"Force {the(way.name)} open"
    yield suggestion(text, "interact", target=way.name, target_ref=f"exit:{way.to}")
    if way.key_item:
        yield from towards_goal(state, actor, f"item:{way.key_item}", depth + 1)


def _features(state: State) -> Iterator[tuple[Location, Feature]]:
    for location in state.locations.values():
        for feature in location.features:
            yield location, feature


def examine(location: Location, feature: Feature, state: State) -> Suggestion:
    """Return how to get at what a thing holds: search it, open it, or search for it."""
    ref = f"feature:{feature.key}"
    if feature.is_hidden:
        return suggestion(f"Search {bare(location.name)} from end to end", "search")
    if is_shut(feature):
        return suggestion(
            f"{feature.verb.capitalize()} {the(feature.name)}",
            "interact",
            target=feature.name,
            target_ref=ref,
        )
    if state.flags.get(f"trap_seen:{feature.key}") == "yes" and not feature.trap_is_sprung:
        text = f"Disarm the trap on {the(feature.name)}"
        return suggestion(text, "interact", target=feature.name, target_ref=ref)
    return suggestion(f"Search {the(feature.name)}", "search", target=feature.name, target_ref=ref)


def ask_about(creature: Creature, topic: Topic) -> Suggestion:
    """Return the question that gets a topic answered."""
    return suggestion(
        ask(creature.name, topic.words[0]),
        "talk",
        target=creature.name,
        target_ref=creature.ref,
        more_refs=(f"topic:{topic.key}",),
    )


def press(state: State, creature: Creature, topic: Topic) -> Suggestion:
    """Return the attempt to get out of somebody what they keep back."""
    text = f"Persuade {creature.name} to talk about {about(topic.words[0])}"
    return suggestion(
        text,
        "persuade",
        target=creature.name,
        target_ref=creature.ref,
        more_refs=(f"topic:{topic.key}",),
    )


def _distance(state: State, place: str) -> int:
    return len(_way_there(state, place)) if place != state.location else 0


def _towards_clue(state: State, actor: str, key: str, depth: int) -> Iterator[Suggestion]:
    """Yield the nearest sources of a clue: things that show it, people who would tell it."""
    sources: list[tuple[int, int, str, Suggestion]] = []
    for location, feature in _features(state):
        if key in feature.clues and not feature.is_searched:
            cost = 1 if is_shut(feature) or feature.is_hidden else 0
            step = examine(location, feature, state)
            sources.append((_distance(state, location.key), cost, location.key, step))
    for creature in state.creatures.values():
        if creature.person is None or creature.is_down or creature.attitude == "hostile":
            continue
        for topic in creature.person.topics:
            if key in topic.reveals and not topic.is_told:
                willing = is_willing(state, creature, topic)
                step = ask_about(creature, topic) if willing else press(state, creature, topic)
                far = _distance(state, creature.location)
                sources.append((far, 0 if willing else 2, creature.location, step))
    for _, _, place, step in sorted(sources, key=lambda s: s[:3])[:3]:
        if place == state.location:
            yield step
        else:
            yield from towards_place(state, actor, place, depth + 1)


def _towards_fight(state: State, actor: str, key: str, depth: int) -> Iterator[Suggestion]:
    encounter = state.encounters[key]
    if encounter.location != state.location:
        yield from towards_place(state, actor, encounter.location, depth)
    elif encounter.status in ("lost", "fled"):
        yield suggestion("Lie in wait until they come back", "wait")


def _towards_item(state: State, actor: str, key: str, depth: int) -> Iterator[Suggestion]:
    """Yield how to come by a thing: out of what holds it, off the ground, or off who carries it."""
    for location in state.locations.values():
        lying = next((i for i in location.items if i.key == key), None)
        if lying is not None:
            if location.key != state.location:
                yield from towards_place(state, actor, location.key, depth)
            else:
                name = lying.name
                text = f"Take {the_thing(lying)}"
                yield suggestion(text, "take", target=name, target_ref=f"item:{key}")
    for location, feature in _features(state):
        if any(i.key == key for i in feature.items):
            if location.key != state.location:
                yield from towards_place(state, actor, location.key, depth)
            else:
                yield examine(location, feature, state)
    for creature in state.creatures.values():
        if creature.is_hero or not any(i.key == key for i in creature.items):
            continue
        if creature.location != state.location:
            yield from towards_place(state, actor, creature.location, depth)
        elif creature.is_dead:
            text = f"Search {the(creature.name)}'s body"
            yield suggestion(text, "search", target=creature.name, target_ref=creature.ref)


def _towards_person(state: State, actor: str, ref: str, depth: int) -> Iterator[Suggestion]:
    creature = state.creatures[ref]
    if creature.location != state.location:
        yield from towards_place(state, actor, creature.location, depth)
        return
    topics = creature.person.topics if creature.person else ()
    told = next((t for t in topics if not t.is_told and is_willing(state, creature, t)), None)
    if told is not None:
        yield ask_about(creature, told)
    else:
        text = f"Talk to {creature.name}"
        yield suggestion(text, "talk", target=creature.name, target_ref=ref)


def _towards_giving(
    state: State, actor: str, item: str, ref: str, depth: int
) -> Iterator[Suggestion]:
    hero = state.creatures[actor]
    thing = next((i for i in hero.items if i.key == item), None)
    receiver = state.creatures[ref]
    if thing is None:
        yield from _towards_item(state, actor, item, depth)
    elif receiver.location != state.location:
        yield from towards_place(state, actor, receiver.location, depth)
    else:
        yield suggestion(
            f"Give {the_thing(thing)} to {receiver.name}",
            "give",
            item=thing.name,
            target=thing.name,
            target_ref=f"item:{item}",
            recipient_ref=ref,
        )


def can_reach(state: State, place: str) -> bool:
    """Whether a place can be walked to now by ways that are open."""
    return place == state.location or bool(
        route(state, state.location, place, through_unknown=True)
    )
