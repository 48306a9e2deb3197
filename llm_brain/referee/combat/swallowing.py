"""Being swallowed: who is, what it does at the start of the swallower's turns, and how one comes out again.

SRD 5.1, "Giant Toad", "Behir", "Purple Worm" and the others: Swallow. Numbers in `data/swallowing.json`. Who is inside
has total cover: nobody outside can reach them (`positions.py` asks `swallower_of`).
"""

from llm_brain.ledger.creature import Creature, Effect, Ends
from llm_brain.ledger.events.bodies import ConditionLost, EffectGained, EffectLost
from llm_brain.ledger.fact import Fact
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.bestiary import block_of
from llm_brain.referee.catalogue import Catalogue
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.inside import SWALLOWED, swallower_of
from llm_brain.referee.outcome import Outcome

SIZES = ("Tiny", "Small", "Medium", "Large", "Huge", "Gargantuan")


class Gullet(Fact):
    """How a monster swallows: after which hit, whom, how many; `spits_at` is the damage in a turn that may free them.

    `dodge_dc` is a Dexterity save instead of a grapple beforehand; 0 means that it must hold its prey.
    """

    key: str
    attack: str
    biggest: str
    dice: str
    type: str = "acid"
    most: int = 1
    spits_at: int = 0
    dc: int = 0
    dodge_dc: int = 0


GULLETS: Catalogue[Gullet] = Catalogue("swallowing.json", Gullet)


def gullet_of(creature: Creature) -> Gullet | None:
    """Return how somebody swallows, or None."""
    block = block_of(creature)
    return GULLETS.get(block.key) if block else None


def inside(out: Outcome, ref: str) -> list[str]:
    """Return whom somebody has swallowed."""
    return [o for o, creature in out.state.creatures.items() if swallower_of(creature) == ref]


def swallow(out: Outcome, attacker: str, target: str, strike_name: str, dice: Dice) -> bool:
    """Swallow who was hit, if they can be; say whether they are inside now."""
    from llm_brain.referee.trial import saving_throw

    gullet, victim = gullet_of(out.creature(attacker)), out.creature(target)
    if gullet is None or gullet.attack != strike_name or victim.is_down:
        return False
    if SIZES.index(victim.size) > SIZES.index(gullet.biggest):
        return False
    if len(inside(out, attacker)) >= gullet.most or out.state.encounter is None:
        return False
    held = any(c.name == "grappled" and c.source == attacker for c in victim.conditions)
    if not held and not gullet.dodge_dc:
        return False
    purpose = "Save against being swallowed"
    if gullet.dodge_dc and saving_throw(out, target, "dex", gullet.dodge_dc, dice, purpose):
        return False
    conditions.release(out, target, attacker, because="swallowed")
    ends = Ends(encounter=True)
    for name in ("blinded", "restrained"):
        conditions.gain(out, target, name, source=attacker, because="swallowed", ends=ends)
    effect = Effect(name=SWALLOWED, source=attacker, modifiers={SWALLOWED: True}, ends=ends)
    out.add(EffectGained(ref=target, effect=effect))
    return True


def digest(out: Outcome, ref: str, dice: Dice) -> None:
    """Hurt whoever is inside, at the start of the swallower's turn."""
    from llm_brain.referee.harm import hurt

    gullet = gullet_of(out.creature(ref))
    for victim in inside(out, ref) if gullet else ():
        assert gullet is not None
        purpose = f"{gullet.type.capitalize()} damage: swallowed"
        made = out.rolled(roll(dice, purpose, gullet.dice, roller=ref))
        hurt(out, victim, made.total, gullet.type, dice, by=ref, weapon="its gullet", roll=made.id)


def count_blow(out: Outcome, attacker: str, target: str, lost: int) -> None:
    """Note what somebody inside has done to their swallower this turn."""
    effect = modifiers.named(out.creature(attacker), SWALLOWED)
    if effect is None or effect.source != target or lost <= 0:
        return
    dealt = int(effect.modifiers.get("dealt", 0)) + lost
    noted = {**effect.modifiers, "dealt": dealt}
    out.add(EffectGained(ref=attacker, effect=effect.model_copy(update={"modifiers": noted})))


def spit_out(out: Outcome, ref: str, dice: Dice) -> None:
    """At the end of a turn spent inside: enough damage may bring everybody out again."""
    from llm_brain.referee.trial import saving_throw

    effect = modifiers.named(out.creature(ref), SWALLOWED)
    swallower = swallower_of(out.creature(ref))
    gullet = gullet_of(out.creature(swallower)) if swallower else None
    if effect is None or gullet is None or not gullet.spits_at:
        return
    dealt = int(effect.modifiers.get("dealt", 0))
    if not dealt:
        return
    noted = {SWALLOWED: True}
    out.add(EffectGained(ref=ref, effect=effect.model_copy(update={"modifiers": noted})))
    purpose = "Keep it down"
    if dealt >= gullet.spits_at and not saving_throw(
        out, swallower, "con", gullet.dc, dice, purpose
    ):
        let_out(out, swallower)


def let_out(out: Outcome, swallower: str) -> None:
    """Bring everybody out of somebody, prone: spat out, or crawling from the corpse."""
    for ref in inside(out, swallower):
        for name in ("blinded", "restrained"):
            lost = ConditionLost(ref=ref, name=name, source=swallower, because="out again")
            out.add(lost)
        out.add(EffectLost(ref=ref, name=SWALLOWED, source=swallower, because="out again"))
        if not out.creature(ref).has_condition("prone"):
            conditions.gain(out, ref, "prone", source=None, because="spat out")
