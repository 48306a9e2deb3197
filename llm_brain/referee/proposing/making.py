"""Facts made of accepted proposals: the words are the proposal's, every number is the referee's own."""

from llm_brain.ledger.creature import Creature, Item, Person, Topic
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Clue, Exit, Location
from llm_brain.referee.bestiary import creature_from
from llm_brain.referee.proposing.wishes import PersonWish, PlaceWish, RumourWish, TrinketWish
from llm_brain.referee.world.naming import words_of

STAT_BLOCK = "commoner"
OUTDOORS = frozenset(("forest", "road", "ruins", "shore", "village", "swamp", "mountain"))
AROUND = {
    "east": (1, 0), "south": (0, 1), "west": (-1, 0), "north": (0, -1),
    "southeast": (1, 1), "southwest": (-1, 1), "northwest": (-1, -1), "northeast": (1, -1),
}  # fmt: skip
OPPOSITE = {
    "north": "south", "south": "north", "east": "west", "west": "east", "northeast": "southwest",
    "southwest": "northeast", "northwest": "southeast", "southeast": "northwest",
}  # fmt: skip
RUMOUR, TRINKET, PLACE = "rumour-", "trinket-", "proposed-place-"
FURTHEST = 12


def person_of(state: State, wish: PersonWish) -> Creature:
    """Return somebody with a commoner's numbers who is here and can be asked about one thing."""
    number = max((int(ref[1:]) for ref in state.creatures if ref.startswith("n")), default=0) + 1
    words = (wish.about, *sorted(words_of(wish.role) - {wish.about}))
    topic = Topic(key=f"proposed-n{number}", words=words, answer=wish.says)
    person = Person(role=wish.role, pronoun=wish.pronoun, age=wish.age, topics=(topic,))
    return creature_from(
        STAT_BLOCK,
        ref=f"n{number}",
        name=wish.name,
        location=state.location,
        attitude="indifferent",
        person=person,
    )


def place_of(state: State, wish: PlaceWish) -> tuple[Location, Exit]:
    """Return a place beside this one, with a way back, and the way there."""
    here = state.here
    assert here is not None
    key = _free_key(PLACE, state.locations)
    direction, square = _free_square(state, here)
    is_outdoors = wish.place_kind in OUTDOORS
    place = Location(
        key=key,
        name=wish.name,
        kind=wish.place_kind,
        facts=(wish.seen, wish.heard),
        light="bright" if is_outdoors else "dim",
        is_outdoors=is_outdoors,
        map_x=square[0],
        map_y=square[1],
        exits=(
            Exit(to=here.key, direction=OPPOSITE[direction], name=f"the way back to {here.name}"),
        ),
        is_known=True,
    )
    return place, Exit(to=key, direction=direction, name=f"the way to {wish.name}")


def rumour_of(state: State, wish: RumourWish) -> Clue:
    """Return hearsay as something that is known, marked as what it is."""
    key = _free_key(RUMOUR, state.clues)
    text = f"It is only said: {wish.says}"
    return Clue(key=key, text=text, about=wish.about, is_found=True, found_how="rumour")


def trinket_of(state: State, wish: TrinketWish) -> Item:
    """Return a thing without a price or a use."""
    taken = {i.key for place in state.locations.values() for i in place.items}
    taken |= {i.key for creature in state.creatures.values() for i in creature.items}
    key = TRINKET + wish.name.replace(" ", "-")
    number = 1
    while key in taken:
        number += 1
        key = f"{TRINKET}{wish.name.replace(' ', '-')}-{number}"
    return Item(key=key, name=wish.name, note=wish.looks)


def _free_key(beginning: str, taken: dict[str, Location] | dict[str, Clue]) -> str:
    number = 1
    while f"{beginning}{number}" in taken:
        number += 1
    return f"{beginning}{number}"


def _free_square(state: State, here: Location) -> tuple[str, tuple[int, int]]:
    """Return a direction that no way takes yet, if there is one, and the nearest free square that way."""
    squares = {(place.map_x, place.map_y) for place in state.locations.values()}
    used = {way.direction for way in here.exits}
    order = sorted(AROUND, key=lambda name: name in used)
    for ring in range(1, FURTHEST):
        for name in order:
            dx, dy = AROUND[name]
            square = (here.map_x + dx * ring, here.map_y + dy * ring)
            if square not in squares:
                return name, square
    return order[0], (here.map_x, here.map_y)
