"""Attuning to a magic item over a short rest, and letting one go. SRD 5.1, "Attunement".

Three at most, and only who may; what ends it by itself is `tending.py`'s.
"""

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.events.magic import Attuned, AttunementEnded
from llm_brain.ledger.events.sheets import Rested
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.magic.identifying import identify
from llm_brain.referee.magic_items import MagicItem, magic_of
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.rests import short_rest

MOST_ATTUNED = 3
LETTING_GO = ("unattune", "end", "break", "stop", "let go", "release", "undo", "drop", "no longer")
WORDY = frozenset(
    {"use_item", "equip", "short_rest", "long_rest", "unclear", "interact", "skill_check", "cast", "wait", "take", "drop"}
)  # fmt: skip


def attunement_meant(action: Action) -> bool:
    """Whether an action is about attuning to something or ending it."""
    return action.kind in WORDY and "attun" in action.text.lower()


def item_meant(creature: Creature, action: Action) -> Item:
    """Return the magic item an action names, by key, name or words; the only one that could be meant otherwise."""
    magic = [i for i in creature.items if i.rarity and i.needs_attunement]
    wanted = (action.item or action.target_ref or action.target or "").lower()
    wanted = wanted.removeprefix("item:")
    words = action.text.lower()
    for item in magic:
        if wanted and wanted in (item.key, item.name.lower()):
            return item
    named = [i for i in magic if i.name.lower() in words or _last(i) in words.split()]
    found = named or ([] if wanted else magic)
    if not found:
        plain = [i for i in creature.items if wanted in (i.key, i.name.lower())] if wanted else []
        if plain:
            raise Refusal("no_attunement", f"The {plain[0].name} asks for no attunement.")
        what = action.item or action.target or "that"
        raise Refusal("not_carried", f"{creature.name} carries nothing to attune to called {what}.")
    return found[0]


def _last(item: Item) -> str:
    return item.name.lower().split(" of ")[0].split(" ")[-1]


def attune(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Spend a short rest on an item: it is one's own after it, or no longer. Raises Refusal with what stands against it."""
    hero = out.creature(ref)
    words = action.text.lower()
    item = item_meant(hero, action)
    magic = magic_of(item)
    assert magic is not None
    lets_go = any(f"{word} " in words or words.startswith(word) for word in LETTING_GO)
    require = _require_own if lets_go else _require_may
    require(hero, item, magic)
    start = len(out.events)
    short_rest(out, action.model_copy(update={"quantity": None}), ref, dice)
    if any(isinstance(e, Rested) and e.is_broken for e in out.events[start:]):
        return
    identify(out, ref, item, "attuned")
    name = next((i.name for i in out.creature(ref).items if i.key == item.key), item.name)
    if lets_go:
        out.add(AttunementEnded(ref=ref, key=item.key, name=name, because="let go"))
        return
    for other in list(out.state.creatures.values()):
        has_one = any(i.key == item.key for i in other.items)
        if other.ref != ref and item.key in other.attuned and not has_one:
            out.add(AttunementEnded(ref=other.ref, key=item.key, name=name, because="another's"))
    out.add(Attuned(ref=ref, key=item.key, name=name, count=len(hero.attuned) + 1))


def _require_own(hero: Creature, item: Item, magic: MagicItem) -> None:
    if item.key not in hero.attuned:
        raise Refusal("not_attuned", f"{hero.name} is not attuned to the {item.name}.")
    if magic.cursed:
        reason = f"The {item.name} is cursed and will not be let go; Remove Curse would free you."
        raise Refusal("cursed", reason)


def _require_may(hero: Creature, item: Item, magic: MagicItem) -> None:
    if item.key in hero.attuned:
        raise Refusal("already_attuned", f"{hero.name} is attuned to the {item.name} already.")
    if not may_attune(hero, magic):
        who = ", ".join(magic.by)
        raise Refusal("may_not_attune", f"The {item.name} attunes to nobody but: {who}.")
    if len(hero.attuned) >= MOST_ATTUNED:
        reason = (
            f"Nobody is attuned to more than {MOST_ATTUNED} things. End another attunement first."
        )
        raise Refusal("three_attuned", reason)


def may_attune(hero: Creature, magic: MagicItem) -> bool:
    """Whether somebody is of the class, the people or the alignment an item asks for."""
    sheet = hero.sheet
    if not magic.by or sheet is None:
        return not magic.by
    alignment = sheet.alignment.lower().split()
    is_a = {sheet.class_name.lower(), *sheet.classes, *alignment}
    if sheet.spell_ability is not None:
        is_a.add("spellcaster")
    return any(who in is_a or who in sheet.race.lower() for who in magic.by)
