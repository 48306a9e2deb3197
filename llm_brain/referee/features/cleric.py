"""What a cleric of the life domain can do besides: channel divinity. SRD 5.1, "Cleric", "Life Domain"."""

from llm_brain.ledger.creature import Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.table import Remarked
from llm_brain.referee.actions import Action
from llm_brain.referee.casting.caster import hero_caster
from llm_brain.referee.combat.economy import spend_action
from llm_brain.referee.combat.positions import distance_ft
from llm_brain.referee.dice import Dice
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
    """Undead within 30 feet that fail a Wisdom save flee for a minute or until they are hurt."""
    spend_resource(out, ref, "channel divinity", check_only=True)
    near = [
        c.ref
        for c in out.state.at(out.creature(ref).location)
        if c.type == "undead" and not c.is_dead and distance_ft(out.state, ref, c.ref) <= REACH_FT
    ]
    if not near:
        raise Refusal("no_undead", "There are no undead within 30 feet.")
    spend_action(out, ref, "turn undead")
    spend_resource(out, ref, "channel divinity")
    out.add(Remarked(by=ref, what="Turn Undead", kind="feature"))
    dc = hero_caster(out.state, ref).dc
    for target in near:
        about = ("turn undead", "magic")
        if saving_throw(out, target, "wis", dc, dice, "Save against Turn Undead", against=about):
            continue
        ends = Ends(at_clock_min=out.state.clock_min + 1, on_damage=True)
        turned = Effect(name="turned", source=ref, modifiers={"turned": True}, ends=ends)
        out.add(EffectGained(ref=target, effect=turned))


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
    pool = 5 * hero.sheet.level
    for friend in sorted(hurt, key=lambda h: h.hp):
        share = min(pool, friend.hp_max // 2 - friend.hp)
        pool -= restore(out, friend.ref, share, by=ref, source="Preserve Life")
