"""The world an adventure is played in: locations, quests, clues and encounters, as the adventure wrote them
and as play has changed them. Numbers and names only; what a search or a word does to them is the referee's.
"""

from typing import Literal

from llm_brain.ledger.creature import Item
from llm_brain.ledger.fact import Fact

PLACE_KINDS = (
    "cavern", "crypt", "forest", "tavern", "tower", "road",
    "ruins", "shore", "village", "hall", "swamp", "mountain",
)  # fmt: skip


class Exit(Fact):
    """A way out of a location. A locked one yields to `key_item`, to a check against `lock_dc`, or to force."""

    to: str
    direction: str
    name: str
    is_hidden: bool = False
    is_locked: bool = False
    lock_dc: int | None = None
    key_item: str | None = None
    find_dc: int = 0


class Feature(Fact):
    """A thing in a location that can be looked at, searched, handled or broken.

    `find_dc` is what it takes to notice when hidden, `open_dc` with `open_skill` what it takes to work it (0: nothing),
    `trap_*` what it does to the careless, `verb` how it is worked ("open", "turn", "lift"). One `is_underfoot` does it to
    whoever comes in first, and a save only halves it.
    """

    key: str
    name: str
    words: tuple[str, ...] = ()
    detail: str = ""
    is_hidden: bool = False
    find_dc: int = 0
    open_skill: str | None = None
    open_dc: int = 0
    is_open: bool = False
    is_searched: bool = False
    items: tuple[Item, ...] = ()
    coins_cp: int = 0
    clues: tuple[str, ...] = ()
    trap_dc: int = 0
    trap_damage: str = ""
    trap_type: str = ""
    verb: str = "open"
    trap_is_sprung: bool = False
    is_underfoot: bool = False


class Zone(Fact):
    """A stretch of a battlefield; the distance between two is the difference of their `at_ft`."""

    key: str
    name: str
    at_ft: int


class Location(Fact):
    """A place on the map. `kind` is one the painter knows (`PLACE_KINDS`)."""

    key: str
    name: str
    kind: str
    facts: tuple[str, ...] = ()
    light: Literal["bright", "dim", "dark"] = "bright"
    is_outdoors: bool = False
    map_x: int = 0
    map_y: int = 0
    exits: tuple[Exit, ...] = ()
    features: tuple[Feature, ...] = ()
    items: tuple[Item, ...] = ()
    zones: tuple[Zone, ...] = (
        Zone(key="near", name="close by", at_ft=0),
        Zone(key="middle", name="in the middle", at_ft=30),
        Zone(key="far", name="at the far end", at_ft=60),
    )
    is_known: bool = False
    is_visited: bool = False


class Stage(Fact):
    """One step of a quest. `when` says what completes it, in the adventure's own small vocabulary
    (`enter:<location>`, `clue:<key>`, `defeat:<encounter>`, `item:<key>`, `talk:<ref>`, `give:<item>:<ref>`).
    `xp` is every hero's for the step itself."""

    key: str
    text: str
    when: str
    xp: int = 0
    is_done: bool = False


class Quest(Fact):
    """A main or a side quest, told in stages. `if_done` and `if_undone` are what is true of the world afterwards."""

    key: str
    title: str
    is_main: bool = False
    status: Literal["unknown", "active", "completed", "failed"] = "unknown"
    giver: str | None = None
    stages: tuple[Stage, ...] = ()
    reward_xp: int = 0
    reward_cp: int = 0
    reward_items: tuple[Item, ...] = ()
    if_done: str = ""
    if_undone: str = ""
    outcome: str = ""


class Clue(Fact):
    """A truth about the adventure that can be found or told. `opens` are places that can be found once it is known."""

    key: str
    text: str
    about: str = ""
    opens: tuple[str, ...] = ()
    is_found: bool = False
    found_how: str = ""


class Combatant(Fact):
    """A creature's place in a fight and what is left of its turn."""

    ref: str
    initiative: int
    side: Literal["party", "foes"]
    zone: str
    has_action: bool = True
    has_bonus_action: bool = True
    has_reaction: bool = True
    movement_left_ft: int = 0
    is_surprised: bool = False
    attacks_left: int = 0


class Encounter(Fact):
    """A fight, planned by the adventure or broken out by itself. `turn` indexes `order`, highest initiative first.

    `talk_dc` is what it takes to end it with words (None: these foes cannot be talked to), `because` why they fight.
    """

    key: str
    name: str = ""
    location: str = ""
    foes: tuple[str, ...] = ()
    status: Literal["planned", "active", "won", "lost", "fled", "talked"] = "planned"
    is_climax: bool = False
    talk_dc: int | None = None
    because: str = ""
    round: int = 0
    turn: int = 0
    order: tuple[Combatant, ...] = ()
    zones: tuple[Zone, ...] = ()
    began_turn_number: int | None = None

    def combatant(self, ref: str) -> Combatant | None:
        return next((c for c in self.order if c.ref == ref), None)


class Adventure(Fact):
    """What the story is about. `facts` are the theme's own named details (villain, threat, relic, omen …)."""

    title: str = ""
    theme: str = ""
    seed: int = 0
    hook: str = ""
    facts: dict[str, str] = {}
    villain: str | None = None
    start_location: str = ""
    ended: Literal["victory", "defeat", "abandoned"] | None = None
