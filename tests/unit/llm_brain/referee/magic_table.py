"""A table whose first hero bears magic items, and what tests of them look at."""

from llm_brain.referee.magic.making import magic_item


def bearing(table, *items, heroes="fighter", foes="ogre", attuned=True):
    """Return a table whose first hero wears or holds these magic items, foes in the next room."""
    t = table(heroes, foes)
    t.change("n1", location="hall")
    worn = tuple(i.model_copy(update={"is_equipped": i.slot != "carried"}) for i in items)
    keys = tuple(i.key for i in items if i.needs_attunement)
    t.change("c1", items=(*t["c1"].items, *worn), attuned=keys if attuned else ())
    return t


def plain_and_charmed(table, key, base="", *, attuned=True, heroes="fighter", **options):
    item = magic_item(key, base, **options)
    return table(heroes, "ogre"), bearing(table, item, heroes=heroes, attuned=attuned)


def carried(t, key):
    return next((i for i in t["c1"].items if i.key == key), None)
