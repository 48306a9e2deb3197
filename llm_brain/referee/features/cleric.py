"""What a cleric of the life domain can do besides: channel divinity. SRD 5.1, "Cleric", "Life Domain"."""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.table import Remarked
from llm_brain.referee import dying
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import block_of
from llm_brain.referee.casting.caster import hero_caster
from llm_brain.referee.combat.economy import spend_action
from llm_brain.referee.combat.positions import distance_ft
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.having import number_of
from llm_brain.referee.features.resource import spend_resource
from llm_brain.referee.harm import restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.trial import saving_throw

REACH_FT = 30


def channel(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Channel divinity as the words say; undead in sight make it a turning, else it heals."""
    undead = [c for c in out.state.at(out.creature(ref).location) if c.type == "undead"]
    if undead and "preserve" not in action.text.lower():
        turn_undead(out, action, ref, dice)
    else:
        preserve_life(out, action, ref, dice)


def turn_undead(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Undead within 30 feet that fail a Wisdom save flee for a minute or until they are hurt; the weak are destroyed."""
    drive_off(out, ref, dice, name="Turn Undead", paid_with="channel divinity", kinds=("undead",))


def drive_off(
    out: Outcome, ref: str, dice: Dice, *, name: str, paid_with: str, kinds: tuple[str, ...]
) -> None:
    """Turn creatures of some kinds. Raises Refusal when there are none."""
    spend_resource(out, ref, paid_with, check_only=True)
    near = [
        c.ref
        for c in out.state.at(out.creature(ref).location)
        if c.type in kinds and not c.is_dead and distance_ft(out.state, ref, c.ref) <= REACH_FT
    ]
    if not near:
        raise Refusal("no_undead", f"There are no {' or '.join(kinds)} within 30 feet.")
    spend_action(out, ref, name.lower())
    spend_resource(out, ref, paid_with)
    out.add(Remarked(by=ref, what=name, kind="feature"))
    dc = hero_caster(out.state, ref).dc
    for target in near:
        about = ("turn undead", "magic")
        if saving_throw(out, target, "wis", dc, dice, f"Save against {name}", against=about):
            continue
        if "undead" in kinds and _is_destroyed(out, ref, target):
            dying.die(out, target, by=ref, how="destroyed by a holy symbol")
            continue
        ends = Ends(at_clock_min=out.state.clock_min + 1, on_damage=True)
        turned = Effect(name="turned", source=ref, modifiers={"turned": True}, ends=ends)
        out.add(EffectGained(ref=target, effect=turned))


def _is_destroyed(out: Outcome, ref: str, target: str) -> bool:
    """Whether an undead is too weak for the cleric's power. SRD 5.1, "Cleric": Destroy Undead."""
    most = number_of(out.creature(ref), "cleric", "destroy_undead_cr")
    block = block_of(out.creature(target))
    return bool(most) and block is not None and block.challenge_rating <= most


def preserve_life(out: Outcome, action: Action, ref: str, dice: Dice) -> None:
    """Share out five times the level in hit points among the hurt within 30 feet, each up to half."""
    spend_resource(out, ref, "channel divinity", check_only=True)
    hero = out.creature(ref)
    assert hero.sheet is not None
    hurt = [
        h
        for h in out.state.heroes
        if not h.is_dead and h.location == hero.location and h.hp < h.hp_max // 2
        and distance_ft(out.state, ref, h.ref) <= REACH_FT
    ]  # fmt: skip
    if not hurt:
        raise Refusal("nobody_hurt", "Nobody near is below half their hit points.")
    spend_action(out, ref, "preserve life")
    spend_resource(out, ref, "channel divinity")
    pool = 5 * hero.sheet.level_in("cleric")
    for friend in sorted(hurt, key=lambda h: h.hp):
        share = min(pool, friend.hp_max // 2 - friend.hp)
        pool -= restore(out, friend.ref, share, by=ref, source="Preserve Life")
