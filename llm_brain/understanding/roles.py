"""Which nouns of the scene a kind of action can be done to, best first, and which prepositions lead to its target.

A table, no more: `reading.py` uses it.
"""

from typing import Final

from llm_brain.referee.actions import ActionKind

LIVING = ("foe", "person", "hero")
THINGS = ("feature", "exit", "item_here")

KINDS_OF: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "attack": (("foe", "person"), ("hero",), ("feature", "exit"), ("body",)),
    "cast": (
        ("foe", "person", "hero"),
        ("feature", "exit", "item_here"),
        ("item_carried",),
        ("body",),
    ),
    "grapple": (("foe", "person"), ("hero",)),
    "shove": (("foe", "person"), ("hero",), ("feature", "exit", "item_here")),
    "help": (("hero", "person"), ("foe",)),
    "talk": (("person", "hero", "foe"),),
    "persuade": (("person", "foe", "hero"),),
    "deceive": (("person", "foe", "hero"),),
    "intimidate": (("person", "foe", "hero"),),
    "look": (("feature", "person", "foe", "hero", "body", "exit", "item_here", "item_carried"),),
    "search": (("feature", "body", "exit", "item_here"), ("foe", "person", "hero", "item_carried")),
    "interact": (
        ("feature", "exit"),
        ("item_here", "item_carried"),
        ("person", "foe", "body", "hero"),
    ),
    "take": (("item_here",), ("body", "feature", "item_carried", "foe", "person", "hero", "exit")),
    "move": (("exit", "feature"), ("person", "foe", "hero", "body", "item_here")),
    "sneak": (("feature", "exit"), ("person", "foe", "body", "hero")),
    "dash": (("exit", "feature", "foe", "person", "hero"),),
    "skill_check": (
        ("person", "foe", "feature", "exit", "body", "hero", "item_here", "item_carried"),
    ),
    "ready": (("foe", "person"), ("feature", "exit")),
    "buy": (("person",),),
    "sell": (("person",),),
    "give": (("hero", "person"), ("foe",)),
    "use_item": (("foe", "person", "hero", "feature", "exit", "item_here", "body"),),
    "disengage": (("foe",),),
    "dodge": (("foe",),),
}

# Target phrases are looked for behind these first; "" is the direct object.
PREPOSITIONS_OF: Final[dict[str, tuple[str, ...]]] = {
    "attack": ("at", "", "against", "on", "into"),
    "cast": (
        "at",
        "on",
        "onto",
        "upon",
        "against",
        "to",
        "toward",
        "into",
        "",
        "around",
        "between",
        "among",
    ),
    "move": (
        "to",
        "through",
        "into",
        "toward",
        "out",
        "up",
        "down",
        "across",
        "behind",
        "past",
        "",
    ),
    "sneak": ("behind", "through", "to", "up", "into", "down", "past", "under", "between", ""),
    "dash": ("to", "up", "through", "across", "toward", ""),
    "talk": ("", "to", "with", "at", "of"),
    "use_item": ("on", "onto", "at", "in", "into", "to", "over", "down", "", "from"),
}

NEEDS_TARGET: Final[frozenset[ActionKind]] = frozenset(("attack", "grapple", "shove"))
PEOPLE_NEEDED: Final[frozenset[ActionKind]] = frozenset(
    ("talk", "persuade", "deceive", "intimidate")
)
EXIT_LIKE: Final[frozenset[str]] = frozenset(("move", "dash", "sneak"))
