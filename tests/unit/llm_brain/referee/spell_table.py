"""A table at which one wizard knows given spells, has slots of every level, and nobody dies at once."""

SLOTS = dict.fromkeys(range(1, 10), 2)


def at_the_table(
    table, spells, heroes="wizard fighter", foes="ogre", *, hp=200, close=True, fight=True
):
    """Set c1 up to cast, everybody hard to kill, and a fight on; c1 is up."""
    t = table(heroes, foes)
    known = tuple(spells.split())
    slots = {"slots_max": SLOTS, "slots_left": SLOTS, "level": 17}
    t.sheet("c1", cantrips=known, spells_prepared=known, **slots)
    for ref in t.state.creatures:
        t.change(ref, hp=hp, hp_max=hp)
    t.change("c1", coins_cp=100_000_00)
    if fight:
        t.fight(close=close)
    return t


def until_up(t, ref="c1"):
    """Let everybody else do nothing until it is somebody's turn."""
    while t.up != ref:
        t.act("wait", by=t.up)


def brought(t, ref):
    return {effect.name for effect in t[ref].effects}
