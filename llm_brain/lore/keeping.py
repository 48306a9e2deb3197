"""Entries and files kept for a campaign, within its limits. What comes in is made plain text before it is stored."""

from typing import Any

from psycopg2.extensions import connection

from llm_brain.lore import drafts
from llm_brain.lore.drafts import Imported
from llm_brain.lore.errors import EntryNotFound, TooMuchLore
from llm_brain.lore.words import plain
from llm_brain.store import campaigns, lore_entries, summaries
from llm_brain.store.lore_entries import Entry

LIMITS = {
    "lore": ("lore entries", drafts.MOST_ENTRIES),
    "pin": ("pins and corrections", drafts.MOST_PINS),
    "correction": ("pins and corrections", drafts.MOST_PINS),
    "person": ("people from cards", drafts.MOST_PEOPLE),
}


def add(held: connection, campaign_id: int, kind: str, fields: dict[str, Any]) -> int:
    """Keep one entry; return its id. Raises CampaignNotFound, TooMuchLore."""
    campaigns.hold_still(held, campaign_id)
    _require_room(held, campaign_id, {kind: 1})
    made = lore_entries.add(held, campaign_id, kind=kind, **_cleaned(fields))
    _touch(held, campaign_id, kind, fields.get("turn_number"))
    return made


def change(held: connection, campaign_id: int, entry_id: int, changes: dict[str, Any]) -> None:
    """Change an entry. Raises EntryNotFound."""
    entry = _existing(held, campaign_id, entry_id)
    lore_entries.change(held, campaign_id, entry_id, _cleaned(changes))
    _touch(held, campaign_id, entry.kind, entry.turn_number)


def delete(held: connection, campaign_id: int, entry_id: int) -> None:
    """Delete an entry; a person who is in the world stays there. Raises EntryNotFound."""
    entry = _existing(held, campaign_id, entry_id)
    lore_entries.delete(held, campaign_id, entry_id)
    _touch(held, campaign_id, entry.kind, entry.turn_number)


def take_in(held: connection, campaign_id: int, found: Imported, author: str) -> tuple[int, int]:
    """Keep what a file held, all or nothing; return how many entries and people. Raises CampaignNotFound, TooMuchLore."""
    campaigns.hold_still(held, campaign_id)
    known = lore_entries.all_of(held, campaign_id)
    met = {entry.title.casefold() for entry in known if entry.kind == "person"}
    said = {(entry.title, entry.content) for entry in known}
    entries = [draft for draft in found.entries if (draft.title, draft.content) not in said]
    people = [person for person in found.people if person.name.casefold() not in met]
    for person in found.people:
        if person not in people:
            found.wrong(f"{person.name} is here already and was left out.")
    if len(entries) < len(found.entries):
        same = len(found.entries) - len(entries)
        found.wrong(f"{same} entries are here already, word for word, and were left out.")
    _require_room(held, campaign_id, {"lore": len(entries), "person": len(people)})
    for draft in entries:
        fields = vars(draft) | {"source": found.source, "author": author}
        lore_entries.add(held, campaign_id, kind="lore", **fields)
    for person in people:
        words = {
            "role": person.role,
            "personality": person.personality,
            "sayings": list(person.sayings),
            "pronoun": person.pronoun,
        }
        lore_entries.add(
            held,
            campaign_id,
            kind="person",
            title=person.name,
            content=person.description,
            person=words,
            source="card",
            author=author,
        )
    return len(entries), len(people)


def _existing(held: connection, campaign_id: int, entry_id: int) -> Entry:
    campaigns.hold_still(held, campaign_id)
    entry = lore_entries.get(held, campaign_id, entry_id)
    if entry is None:
        raise EntryNotFound(campaign_id=campaign_id, entry_id=entry_id)
    return entry


def _require_room(held: connection, campaign_id: int, more: dict[str, int]) -> None:
    counts = lore_entries.counts(held, campaign_id)
    for kind, added in more.items():
        what, most = LIMITS[kind]
        would_be = added + sum(counts.get(k, 0) for k, limit in LIMITS.items() if limit[0] == what)
        if added and would_be > most:
            raise TooMuchLore(what=what, would_be=would_be, most=most)


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields as plain text, keys without repetition."""
    sizes = {
        "title": drafts.TITLE_CHARS,
        "content": drafts.CONTENT_CHARS,
        "author": drafts.NAME_CHARS,
    }
    found = dict(fields)
    for name, most in sizes.items():
        if name in found:
            found[name] = plain(found[name], most_chars=most)
    for name in ("keys", "secondary_keys"):
        if name in found:
            keys = (plain(key, most_chars=drafts.KEY_CHARS) for key in found[name])
            found[name] = list(dict.fromkeys(key for key in keys if key))[: drafts.MOST_KEYS]
    return found


def _touch(held: connection, campaign_id: int, kind: str, turn_number: int | None) -> None:
    """Have the chapters that a correction concerns written anew."""
    if kind == "correction" and turn_number is not None:
        summaries.mark_stale(held, campaign_id, turn_number)
