"""What the fallen carried and what they guarded: coins and magic items, by challenge, with the campaign's dice.

The SRD has no treasure tables. These are our own: they pay a party of four about what the SRD's prices and the rarities of
its magic items (SRD 5.2.1, "Magic Item Rarities and Values") ask of each level. Numbers in `data/treasure.json`.
"""

from collections.abc import Sequence
from typing import Literal

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.fact import Fact
from llm_brain.ledger.rolls import Roll
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Feature
from llm_brain.referee.bestiary import block_of
from llm_brain.referee.catalogue import Catalogue
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.encounters import difficulty_of
from llm_brain.referee.magic.making import magic_item
from llm_brain.referee.magic_items import MAGIC_ITEMS, RESISTED, MagicItem
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.spells import SPELLS


class Tier(Fact):
    """Treasure of one span of challenge: coins as dice times `each_cp`; items as (up to this on a d100, rarity)."""

    key: str
    least_challenge: float
    least_level: int
    individual: str
    individual_each_cp: int
    hoard: str
    hoard_each_cp: int
    hoard_items: tuple[tuple[int, str], ...]
    cache_items: tuple[tuple[int, str], ...]


TIERS: Catalogue[Tier] = Catalogue("treasure.json", Tier)
# who has a use for coins
PURSES = frozenset({"humanoid", "giant", "fiend", "fey", "dragon", "celestial", "undead"})
GUARDED_DC = 12  # a lock or a trap as hard as this guards something worth it


def tier_of_challenge(challenge: float) -> Tier:
    """Return the tier a creature's challenge falls in."""
    return max((t for t in TIERS.values() if t.least_challenge <= challenge), key=_order)


def tier_of_party(state: State) -> Tier:
    """Return the tier the party's level falls in."""
    levels = [h.sheet.level for h in state.heroes if h.sheet is not None] or [1]
    mean = sum(levels) // len(levels)
    return max((t for t in TIERS.values() if t.least_level <= mean), key=_order)


def _order(tier: Tier) -> float:
    return tier.least_challenge


def purse(out: Outcome, body: Creature, dice: Dice) -> Roll | None:
    """Roll the coins one fallen creature had on it; None for what has no use for them."""
    block = block_of(body)
    if block is None or body.person is not None or block.type.split(" ")[0] not in PURSES:
        return None
    challenge = float(block.challenge_rating)
    if challenge == 0:
        return None
    tier = tier_of_challenge(challenge)
    return out.rolled(roll(dice, f"Coins of {body.name}", tier.individual))


def purse_cp(body: Creature, rolled: Roll) -> int:
    """Return what the coins come to, in copper pieces; the weakest carry half."""
    block = block_of(body)
    assert block is not None
    tier = tier_of_challenge(float(block.challenge_rating))
    worth = rolled.total * tier.individual_each_cp
    return worth // 2 if float(block.challenge_rating) < 1 else worth


def guarded_by(state: State, ref: str) -> Literal["", "cache", "hoard"]:
    """Return what the strongest foe of a fight guarded: a hoard where it was hard or a climax, little where it was middling.

    How hard follows SRD 5.2.1, "Combat Encounters"; the others had no more than their purse.
    """
    for fight in state.encounters.values():
        known = [f for f in fight.foes if block_of(state.creatures[f]) is not None]
        if ref not in known or ref != max(known, key=lambda foe: _xp(state.creatures[foe])):
            continue
        levels = [h.sheet.level for h in state.heroes if h.sheet is not None] or [1]
        keys = [state.creatures[f].stat_block or "" for f in known]
        hard = difficulty_of(keys, levels)
        if fight.is_climax or hard in (None, "high"):
            return "hoard"
        return "cache" if hard == "moderate" else ""
    return ""


def _xp(creature: Creature) -> int:
    block = block_of(creature)
    return block.xp if block else 0


def hoard(out: Outcome, dice: Dice) -> tuple[int, list[Item]]:
    """Roll a hoard fit for the party: coins in copper pieces, and magic items."""
    tier = tier_of_party(out.state)
    coins = out.rolled(roll(dice, "Hoard: coins", tier.hoard)).total * tier.hoard_each_cp
    return coins, drawn(out, tier.hoard_items, dice, "Hoard: magic")


def is_worth_searching(state: State, body: Creature) -> bool:
    """Whether a fallen foe guarded something that nobody has looked for yet."""
    is_new = body.is_dead and not state.flags.get(f"looted:{body.ref}")
    return is_new and bool(guarded_by(state, body.ref))


def is_guarded(feature: Feature) -> bool:
    """Whether a lock or a trap says that something is worth guarding."""
    return max(feature.trap_dc, feature.open_dc) >= GUARDED_DC and not feature.is_searched


def cache(out: Outcome, dice: Dice) -> list[Item]:
    """Roll what magic lies in a guarded cache besides what was put there."""
    tier = tier_of_party(out.state)
    return drawn(out, tier.cache_items, dice, "Cache: magic")


def drawn(out: Outcome, table: Sequence[tuple[int, str]], dice: Dice, purpose: str) -> list[Item]:
    """Roll on a table of rarities, and draw an item of it; none where the table ends in nothing."""
    shown = out.rolled(roll(dice, purpose, "1d100")).total
    rarity = next((what for up_to, what in table if shown <= up_to), "")
    if not rarity:
        return []
    rarity, _, only = rarity.partition(":")
    found = candidates(rarity, consumable=only == "used up")
    return [_made(out, _pick(out, found, dice, f"{purpose}, which"), dice)]


def candidates(rarity: str, *, consumable: bool = False) -> list[MagicItem]:
    """Return the items of a rarity that the rules play at least in part; no curses."""
    return [
        magic
        for magic in MAGIC_ITEMS.values()
        if magic.rarity == rarity
        and not magic.variants
        and not magic.cursed
        and (magic.uses_up or not consumable)
        and _does_something(magic)
    ]


def _does_something(magic: MagicItem) -> bool:
    if magic.scroll_level >= 0:
        return any(spell.level == magic.scroll_level for spell in SPELLS.values())
    castable = any(p.own or p.spell in SPELLS for p in magic.spells)
    return bool(magic.worn or magic.bonus or magic.extra or magic.use or magic.strikes or castable)


def _pick(out: Outcome, found: Sequence[MagicItem], dice: Dice, purpose: str) -> MagicItem:
    return found[_below(out, len(found), dice, purpose)]


def _below(out: Outcome, count: int, dice: Dice, purpose: str) -> int:
    if count < 2:
        return 0
    return out.rolled(roll(dice, purpose, f"1d{count}")).total - 1


def _made(out: Outcome, magic: MagicItem, dice: Dice) -> Item:
    """Return the item drawn, with its base, its spell or its resistance drawn too; nobody knows yet what it is."""
    base = ""
    if magic.scroll_level >= 0:
        spells = sorted(k for k, s in SPELLS.items() if s.level == magic.scroll_level)
        base = spells[_below(out, len(spells), dice, "Which spell")]
    elif len(magic.base) > 1:
        base = magic.base[_below(out, len(magic.base), dice, "On what")]
    resisted = ""
    if any(key.endswith(":?") for key in magic.worn):
        resisted = RESISTED[_below(out, len(RESISTED), dice, "Against what")]
    return magic_item(magic.key, base, resisted=resisted, is_unknown=True)
