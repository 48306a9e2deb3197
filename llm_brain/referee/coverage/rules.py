"""How many tests state the SRD's rules, area by area, and which sections nothing enforces; counted from citations.

The areas and their sections are in `sections.json`: the SRD's own headings. A section counts as enforced when a test cites
it, as written when only code does.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from llm_brain.referee.bestiary import STAT_BLOCKS
from llm_brain.referee.coverage.citations import by_code, by_tests, uncited_tests
from llm_brain.referee.magic_items import MAGIC_ITEMS

SECTIONS: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "sections.json").read_text(encoding="utf-8")
)


def area_of(section: str) -> str:
    """Return the area a cited section belongs to; a monster's or an item's own name counts for those."""
    for area, listed in SECTIONS.items():
        if section in listed:
            return area
    if section in _item_names():
        return "magic items"
    return "monsters" if section in _monster_names() else ""


def _item_names() -> set[str]:
    return {m.name for m in MAGIC_ITEMS.values()} | {
        "Weapon, +1, +2, or +3",
        "Armor, +1, +2, or +3",
    }


def _monster_names() -> set[str]:
    return {block.name for block in STAT_BLOCKS.values()}


def counted() -> dict[str, dict[str, int]]:
    """Return for each area the tests that state it, and its sections enforced, only written, and neither."""
    table = {
        area: {
            "tests": sum(by_tests()[s] for s in sections),
            "enforced": sum(by_tests()[s] > 0 for s in sections),
            "written": sum(not by_tests()[s] and by_code()[s] > 0 for s in sections),
            "neither": sum(not by_tests()[s] and not by_code()[s] for s in sections),
        }
        for area, sections in SECTIONS.items()
    }
    for section, count in by_tests().items():
        area = area_of(section)
        if area and section not in SECTIONS[area]:
            table[area]["tests"] += count
    return table


def not_enforced() -> dict[str, list[str]]:
    """Return for each area the sections that neither a test nor the code cites."""
    return {
        area: [s for s in sections if not by_tests()[s] and not by_code()[s]]
        for area, sections in SECTIONS.items()
    }


def lines() -> Iterator[str]:
    """Yield the coverage as lines of a table, then what is not enforced."""
    heads = ("tests", "enforced", "written", "neither")
    yield f"{'rules':<24}" + "".join(f"{head:>10}" for head in heads)
    for area, row in counted().items():
        yield f"{area:<24}" + "".join(f"{row[head]:>10}" for head in heads)
    yield f"tests of the referee that cite no section: {uncited_tests()}"
    for area, sections in not_enforced().items():
        if sections:
            yield f"not enforced, {area}: {', '.join(sections)}"
