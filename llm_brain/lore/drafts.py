"""What a file or a person brings before it is kept: entries and people as values, their sizes, and what was wrong with some."""

from dataclasses import dataclass, field

MOST_FILE_BYTES = 8 * 1024 * 1024
"""A card's picture comes with it."""
MOST_JSON_BYTES = 2 * 1024 * 1024
MOST_ENTRIES = 500
"""In a campaign, pins and corrections not counted."""
MOST_PINS = 200
"""Pins and corrections in a campaign."""
MOST_PEOPLE = 40
TITLE_CHARS = 120
CONTENT_CHARS = 2000
PIN_CHARS = 600
KEY_CHARS = 60
MOST_KEYS = 20
NAME_CHARS = 60
MOST_SAYINGS = 6
SAYING_CHARS = 200
MOST_PROBLEMS = 40

SECONDARY_RULES = ("any", "all", "none", "not_all")


@dataclass(frozen=True)
class Draft:
    """An entry that is still to be kept."""

    title: str
    content: str
    keys: tuple[str, ...] = ()
    secondary_keys: tuple[str, ...] = ()
    secondary_rule: str = "any"
    is_constant: bool = False
    by_meaning: bool = False
    is_enabled: bool = True
    priority: int = 100


@dataclass(frozen=True)
class PersonDraft:
    """Somebody from a card: text only."""

    name: str
    description: str = ""
    role: str = ""
    personality: str = ""
    sayings: tuple[str, ...] = ()
    pronoun: str = "they"


@dataclass
class Imported:
    """What a file held, and what of it could not be taken, in words for whoever brought it."""

    name: str = ""
    source: str = "lorebook"
    entries: list[Draft] = field(default_factory=list)
    people: list[PersonDraft] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def wrong(self, problem: str) -> None:
        """Note a problem; past a number of them only that there are more."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append("There are more problems like these.")
