"""What a warlock's pact brings besides: slots that come back with a short rest, and life out of the fallen.

SRD 5.1, "Pact Magic"; "The Fiend": Dark One's Blessing.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.bodies import TempHpGained
from llm_brain.ledger.events.sheets import SpellSlotsRestored
from llm_brain.referee.abilities import ability_modifier
from llm_brain.referee.outcome import Outcome

# SRD 5.1, "Eldritch Invocations": spells cast at will, without slot or material
AT_WILL = {
    "Armor of Shadows": "mage-armor", "Beast Speech": "speak-with-animals", "Eldritch Sight": "detect-magic",
    "Fiendish Vigor": "false-life", "Mask of Many Faces": "disguise-self", "Misty Visions": "silent-image",
    "Ascendant Step": "levitate", "Otherworldly Leap": "jump", "Whispers of the Grave": "speak-with-dead",
    "Master of Myriad Forms": "alter-self", "Visions of Distant Realms": "arcane-eye",
}  # fmt: skip


def at_will(hero: Creature) -> frozenset[str]:
    """Return the keys of the spells that somebody's invocations let them cast at will."""
    return frozenset(
        key for name, key in AT_WILL.items() if hero.has_feature(f"Eldritch Invocation: {name}")
    )


def recover_pact_slots(out: Outcome, ref: str) -> None:
    """Give back as many slots as the pact has, and no more than there are."""
    sheet = out.creature(ref).sheet
    if sheet is None or not sheet.pact_slots:
        return
    left = dict(sheet.slots_left)
    for level, count in sheet.pact_slots.items():
        left[level] = min(sheet.slots_max.get(level, 0), left.get(level, 0) + count)
    if left != sheet.slots_left:
        out.add(SpellSlotsRestored(ref=ref, slots_left=left, because="Pact Magic"))


def bless_the_slayer(out: Outcome, by: str | None, fallen: str) -> None:
    """Give temporary hit points to who brought a foe to 0 hit points: Charisma and the warlock level, at least 1."""
    if by is None or by == fallen or by not in out.state.creatures:
        return
    slayer, foe = out.creature(by), out.creature(fallen)
    if slayer.sheet is None or not slayer.has_feature("Dark One's Blessing"):
        return
    if slayer.is_down or foe.is_hero or (foe.hp > 0 and not foe.is_dead):
        return
    amount = max(1, ability_modifier(slayer, "cha") + slayer.sheet.level_in("warlock"))
    best = max(amount, slayer.temp_hp)
    out.add(TempHpGained(ref=by, amount=amount, temp_hp=best, source="Dark One's Blessing"))
