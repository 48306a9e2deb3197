"""What stat blocks do that is no attack roll: breaths, looks, songs, clouds, screams.

Whom and when is `monsters.py`'s choice, what is spent `powers.py`'s. SRD 5.1, "Monsters": Actions.
"""

from llm_brain.ledger.creature import Condition, Effect, Ends
from llm_brain.ledger.events.bodies import EffectGained
from llm_brain.ledger.events.table import Remarked
from llm_brain.ledger.rolls import Roll
from llm_brain.ledger.state import State
from llm_brain.referee import conditions, modifiers
from llm_brain.referee.areas import zone_of
from llm_brain.referee.bestiary import DamageDice, Special, StatBlock
from llm_brain.referee.combat import powers
from llm_brain.referee.combat.economy import spend_action
from llm_brain.referee.combat.maneuvers import push
from llm_brain.referee.combat.positions import (
    current_ref,
    distance_ft,
    enemies_of,
    friends_of,
    is_engaged,
    same_zone,
)
from llm_brain.referee.dice import Dice, roll
from llm_brain.referee.features.evading import share_of
from llm_brain.referee.harm import hurt, restore
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.senses import can_see
from llm_brain.referee.trial import saving_throw

WITHOUT_SAVE = ("vanish", "heal")
BROUGHT = {
    "frighten": ("frightened",),
    "charm": ("charmed", "incapacitated"),
    "engulf": ("grappled", "restrained"),
}
DAY_MIN = 24 * 60
# what no SRD condition says: SRD 5.1, "Copper Dragon", "Stone Golem"; "Gold Dragon"
EFFECTS: dict[str, dict[str, int | str | bool]] = {
    "slowed": {"no_reactions": True, "speed_percent": 50},
    "weakened": {"disadvantage:check:str": True, "disadvantage:saving_throws:str": True},
}


def special(out: Outcome, ref: str, target: str, block: StatBlock, dice: Dice) -> bool:
    """Use a breath, a song or a look where it makes sense; say whether the action went into it."""
    for what in block.specials:
        if not powers.is_ready(out.state, ref, what):
            continue
        reach = victims(out.state, ref, target, what)
        if not reach:
            continue
        if not what.with_multiattack:
            spend_action(out, ref, what.name)
        unleash(out, ref, what, reach, dice)
        if not what.with_multiattack:
            return True
    return False


def unleash(
    out: Outcome, ref: str, what: Special, reach: list[str], dice: Dice, *, is_named: bool = False
) -> None:
    """Let an action do to its victims what it does; damage is rolled once for all of them.

    `is_named`: an event before has said already what it is.
    """
    powers.spend(out, ref, what)
    if not is_named:
        out.add(Remarked(by=ref, what=what.name, kind="special"))
    if what.kind in WITHOUT_SAVE:
        for friend in reach:
            _favour(out, ref, friend, what, dice)
        return
    rolled: list[Roll] = []
    for victim in reach:
        if not out.creature(victim).is_dead:
            _befall(out, ref, victim, what, rolled, dice)


def victims(state: State, ref: str, target: str, what: Special) -> list[str]:
    """Return whom an action can reach and do something to: everybody around, one zone of them, or the target."""
    if what.kind in WITHOUT_SAVE:
        return _favoured(state, ref, what)
    able = [e for e in enemies_of(state, ref) if _can_befall(state, ref, e, what)]
    if not what.area:
        return [target] if target in able else able[:1] if what.needs else []
    if what.shape in ("", "emanation"):
        return able
    zones = [zone_of(state, e) for e in able]
    if not zones:
        return []
    best = max(zones, key=lambda zone: (zones.count(zone), zone == zone_of(state, target)))
    return [e for e, zone in zip(able, zones, strict=True) if zone == best]


def _favoured(state: State, ref: str, what: Special) -> list[str]:
    """Return who is to be mended or to vanish: only where it makes sense."""
    if what.kind == "vanish":
        hidden = state.creatures[ref].has_condition("invisible") or is_engaged(state, ref)
        return [] if hidden else [ref]
    hurt_ones = [
        f
        for f in friends_of(state, ref)
        if same_zone(state, ref, f)
        and not state.creatures[f].is_dead
        and state.creatures[f].hp * 2 <= state.creatures[f].hp_max
    ]
    return hurt_ones[:1]


def _favour(out: Outcome, ref: str, friend: str, what: Special, dice: Dice) -> None:
    if what.kind == "vanish":
        ends = Ends(on_attack=True, encounter=True)
        conditions.gain(out, ref, "invisible", source=ref, because=what.name, ends=ends)
        return
    made = out.rolled(roll(dice, f"Healing: {what.name}", what.heals, roller=ref))
    restore(out, friend, made.total, by=ref, source=what.name, roll=made.id)


def _can_befall(state: State, ref: str, victim: str, what: Special) -> bool:
    creature = state.creatures[victim]
    if distance_ft(state, ref, victim) > what.range_ft or creature.type in what.spares:
        return False
    if what.only and creature.type not in what.only:
        return False
    if what.needs and not any(
        c.name == what.needs and c.source == ref for c in creature.conditions
    ):
        return False
    if modifiers.named(creature, _met(what)):
        return False
    if what.damage or what.push_ft:
        return True
    if what.effect:
        return not modifiers.named(creature, what.effect)
    names = _names(what)
    has = any(c.name == names[0] and c.source == ref for c in creature.conditions)
    sees = what.kind != "frighten" or can_see(state, creature, state.creatures[ref])
    return not has and sees


# SRD 5.1, "Basilisk", "Medusa": Petrifying Gaze; "Gorgon": Petrifying Breath
TURNING_TO_STONE = frozenset({"petrifying-gaze", "petrifying-breath"})


def _names(what: Special) -> tuple[str, ...]:
    return what.conditions or BROUGHT.get(what.kind, ("",))


def _met(what: Special) -> str:
    return f"met: {what.name.lower()}"


def _befall(
    out: Outcome, ref: str, victim: str, what: Special, rolled: list[Roll], dice: Dice
) -> None:
    names = _names(what)
    about = tuple(name for name in (*names, what.damage_type) if name)
    about = (*about, "magic") if what.is_magical else about
    purpose = f"Save against {what.name}"
    saved = saving_throw(out, victim, what.save, what.dc, dice, purpose, against=about)
    _remember(out, ref, victim, what)
    is_halved = what.half or what.kind == "breath"
    share = share_of(out.creature(victim), what.save, saved=saved, halves=is_halved)
    if what.damage and share:
        _damage(out, ref, victim, what, rolled, dice, halved=share < 1)
    if saved or out.creature(victim).is_dead:
        return
    for condition in _brought(out, ref, victim, what):
        conditions.gain(
            out, victim, condition.name, source=ref, because=what.name, ends=condition.ends
        )
    if what.effect:
        ends = _ends(out, ref, victim, what)
        effect = Effect(name=what.effect, source=ref, modifiers=EFFECTS[what.effect], ends=ends)
        out.add(EffectGained(ref=victim, effect=effect))
    if what.push_ft:
        push(out, ref, victim, what.name)


def _remember(out: Outcome, ref: str, victim: str, what: Special) -> None:
    """Note whom an action will not befall again: by its own rule for a day, or because trying once was enough."""
    is_tried = what.kind == "save" and not (
        what.area or what.damage or what.needs or what.with_multiattack or what.recharge
    )
    if not what.immune_after and not is_tried:
        return
    # SRD 5.1, the dragons' "Frightful Presence": who has met it is immune for 24 hours
    day = Ends(at_clock_min=out.state.clock_min + DAY_MIN)
    ends = day if what.immune_after else Ends(encounter=True)
    out.add(EffectGained(ref=victim, effect=Effect(name=_met(what), source=ref, ends=ends)))


def _damage(
    out: Outcome,
    ref: str,
    victim: str,
    what: Special,
    rolled: list[Roll],
    dice: Dice,
    *,
    halved: bool,
) -> None:
    shares = (DamageDice(dice=what.damage, type=what.damage_type), *what.more_damage)
    for index, share in enumerate(shares):
        if index >= len(rolled):
            purpose = f"{share.type.capitalize()} damage: {what.name}"
            rolled.append(out.rolled(roll(dice, purpose, share.dice, roller=ref)))
        made = rolled[index]
        hurt(
            out, victim, made.total, share.type, dice,
            by=ref, weapon=what.name, roll=made.id, halved=halved, material="magical",
        )  # fmt: skip


def _brought(out: Outcome, ref: str, victim: str, what: Special) -> list[Condition]:
    names = [name for name in _names(what) if name]
    if what.escape_dc:
        ends = Ends(escape_dc=what.escape_dc, escape_ability="str", encounter=True)
        return [Condition(name=name, ends=ends) for name in names]
    ends = _ends(out, ref, victim, what)
    return [Condition(name=n, ends=Ends() if n == "prone" else ends) for n in names]


def _ends(out: Outcome, ref: str, victim: str, what: Special) -> Ends:
    encounter = out.state.encounter
    if what.key in TURNING_TO_STONE:
        # a second failed save, at the end of the next turn, is stone
        return Ends(save_ability=what.save, save_dc=what.dc, turns_into="petrified", encounter=True)
    saves = what.repeats or (what.minutes and what.kind in BROUGHT)
    turn_of = {"source_end": ref, "target_end": victim}.get(what.until) or (
        ref if what.rounds else None
    )
    # on that creature's own turn, its next one is in the next round
    is_now = encounter is not None and turn_of == current_ref(out.state)
    next_round = encounter.round + 1 if encounter and is_now else 0
    return Ends(
        at_clock_min=out.state.clock_min + what.minutes if what.minutes else None,
        save_ability=what.save if saves else None,
        save_dc=what.dc if saves else None,
        turn_of=turn_of,
        turn_edge="end" if turn_of else None,
        at_round=next_round,
        encounter=True,
        on_damage="unconscious" in what.conditions,
    )
