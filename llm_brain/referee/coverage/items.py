"""What of the magic items is played by the rules, what only partly, and what is only told; counted from their rows.

A spell out of an item counts when the rules can cast it.
"""

from collections import Counter
from collections.abc import Iterator

from llm_brain.referee.magic_items import MAGIC_ITEMS, MagicItem
from llm_brain.referee.spells import SPELLS


def how(magic: MagicItem) -> str:
    """Return whether an item is mechanical, partly so, or narrated."""
    spells = [bool(p.own) or p.spell in SPELLS for p in magic.spells]
    in_rows = (magic.worn, magic.bonus, magic.extra, magic.use, magic.strikes, magic.save_on_hit)
    plays = any(in_rows) or magic.scroll_level >= 0 or any(spells)
    if not plays:
        return "narrated"
    return "mechanical" if not magic.narrated and all(spells) else "partly"


def counted() -> dict[str, Counter[str]]:
    """Return how many items of each category are played how; a name that only gathers its kinds is left out."""
    table: dict[str, Counter[str]] = {}
    for magic in MAGIC_ITEMS.values():
        if not magic.variants:
            table.setdefault(magic.category, Counter())[how(magic)] += 1
    return table


def lines() -> Iterator[str]:
    """Yield the coverage as lines of a table."""
    yield f"{'magic items':<20}{'mechanical':>12}{'partly':>8}{'narrated':>10}"
    for what, counts in sorted(counted().items()):
        yield f"{what:<20}{counts['mechanical']:>12}{counts['partly']:>8}{counts['narrated']:>10}"
