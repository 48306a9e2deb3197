"""Lorebooks: SillyTavern's world info, and the `character_book` inside a card. Words are taken, scripts and patterns never."""

from collections.abc import Iterable, Mapping
from typing import Any

from llm_brain.lore import drafts
from llm_brain.lore.drafts import Draft, Imported
from llm_brain.lore.words import plain

LOGIC = {0: "any", 1: "not_all", 2: "none", 3: "all"}
"""SillyTavern's `selectiveLogic`."""
MOST_PRIORITY = 1_000_000


def is_lorebook(data: Any) -> bool:
    """Say whether a JSON value looks like a lorebook."""
    return isinstance(data, Mapping) and isinstance(data.get("entries"), dict | list)


def read(data: Mapping[str, Any], into: Imported, name: str = "") -> None:
    """Read a lorebook's entries. `name` stands for the card's `{{char}}`."""
    rows = data["entries"]
    into.name = into.name or plain(data.get("name"), most_chars=drafts.TITLE_CHARS)
    found: Iterable[Any] = rows.values() if isinstance(rows, dict) else rows
    for number, row in enumerate(found, 1):
        if len(into.entries) >= drafts.MOST_ENTRIES:
            into.wrong(f"Only the first {drafts.MOST_ENTRIES} entries were read.")
            return
        if not isinstance(row, Mapping):
            into.wrong(f"Entry {number} is no object and was left out.")
            continue
        draft = _entry(row, number, into, name)
        if draft is not None:
            into.entries.append(draft)


def _entry(row: Mapping[str, Any], number: int, into: Imported, name: str) -> Draft | None:
    extensions = row.get("extensions")
    more = extensions if isinstance(extensions, Mapping) else {}
    title = plain(row.get("comment") or row.get("name"), name=name, most_chars=drafts.TITLE_CHARS)
    called = f"Entry {number}" + (f" ({title})" if title else "")
    content = plain(row.get("content"), name=name, most_chars=drafts.CONTENT_CHARS)
    if not content:
        into.wrong(f"{called} has no text and was left out.")
        return None
    if content.endswith("…") and len(str(row.get("content"))) > drafts.CONTENT_CHARS:
        into.wrong(f"{called} was cut to {drafts.CONTENT_CHARS} characters.")
    keys = _keys(row.get("key", row.get("keys")), called, into, name)
    second = _keys(row.get("keysecondary", row.get("secondary_keys")), called, into, name)
    is_selective = bool(row.get("selective", True))
    is_constant = row.get("constant") is True
    by_meaning = bool(row.get("vectorized") or more.get("vectorized"))
    if not keys and not is_constant and not by_meaning:
        into.wrong(f"{called} has no key: it comes in by its meaning.")
        by_meaning = True
    is_enabled = row.get("disable") is not True and row.get("enabled", True) is not False
    logic = row.get("selectiveLogic", more.get("selectiveLogic", 0))
    return Draft(
        title=title or (keys[0][: drafts.TITLE_CHARS] if keys else content[:40]),
        content=content,
        keys=keys,
        secondary_keys=second if is_selective else (),
        secondary_rule=LOGIC.get(logic, "any") if isinstance(logic, int) else "any",
        is_constant=is_constant,
        by_meaning=by_meaning,
        is_enabled=is_enabled,
        priority=_priority(row.get("order", row.get("insertion_order"))),
    )


def _keys(value: Any, called: str, into: Imported, name: str) -> tuple[str, ...]:
    """Return the keys of an entry: a list, or words with commas between. A pattern is not run: it is left out."""
    rows = value if isinstance(value, list) else str(value or "").split(",")
    found: list[str] = []
    for row in rows:
        if isinstance(row, str) and len(row) > 2 and row.startswith("/") and row.rfind("/") > 0:
            into.wrong(f"{called}: the pattern {row[:40]} is no word and was left out.")
            continue
        key = plain(row, name=name, most_chars=drafts.KEY_CHARS)
        if key and key.casefold() not in [known.casefold() for known in found]:
            found.append(key)
    if len(found) > drafts.MOST_KEYS:
        into.wrong(f"{called} has {len(found)} keys; the first {drafts.MOST_KEYS} were taken.")
    return tuple(found[: drafts.MOST_KEYS])


def _priority(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124
        return 100
    return int(max(-MOST_PRIORITY, min(MOST_PRIORITY, value)))
