"""How an attack breaks the peace: who is attacked, who joins them, whether they saw it coming, and the fight begins.

SRD 5.1, "Surprise", "Initiative": initiative is rolled before the first blow, whoever strikes it.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.state import State
from llm_brain.referee import trial
from llm_brain.referee.actions import Action
from llm_brain.referee.casting.legality import find_spell
from llm_brain.referee.combat import turns
from llm_brain.referee.combat.begin import begin_encounter
from llm_brain.referee.combat.positions import current_ref
from llm_brain.referee.dice import Dice
from llm_brain.referee.equipment import equipment, is_known
from llm_brain.referee.magic.powers import is_harmful
from llm_brain.referee.magic.using import device_meant
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

QUIET_SPELLS = frozenset({"charm", "calm", "command"})
DEFENDERS = frozenset({"guard", "veteran", "knight", "thug", "bandit", "cultist"})


def is_assault(state: State, action: Action, actor: str) -> bool:
    """Whether an action is an attack on somebody here, outside a fight."""
    if action.kind in ("attack", "grapple", "shove"):
        return True
    target = state.creatures.get(action.target_ref or "")
    if target is None or target.is_hero:
        return False
    if action.kind == "cast":
        spell = find_spell(action.spell or action.target)
        takes_long = spell.casting_time == "long"
        return spell.is_harmful and not takes_long and spell.special not in QUIET_SPELLS
    device = device_meant(state.creatures[actor], action) if action.kind == "use_item" else None
    if device is not None:
        return is_harmful(*device, action)
    if action.kind == "use_item" and action.item and is_known(action.item):
        return equipment(action.item).use.get("does") in ("throw", "blow")
    return False


def _victim(state: State, action: Action, actor: str) -> Creature:
    target = state.creatures.get(action.target_ref or "")
    here = state.creatures[actor].location
    if target is None:
        hostile = [c for c in state.at(here) if c.attitude == "hostile" and not c.is_down]
        hostile = [c for c in hostile if not c.is_hidden]
        if action.target is not None or action.target_ref or not hostile:
            raise Refusal("no_target", f"There is nobody here to {action.kind}.")
        target = hostile[0]
    if target.ref == actor:
        raise Refusal("own_self", "Nobody attacks themselves here.")
    if target.is_hero:
        raise Refusal("friend", f"{target.name} is one of the party.")
    if target.is_dead:
        raise Refusal("already_dead", f"{target.name} is already dead.")
    if target.location != here or target.has_fled:
        raise Refusal("not_here", f"{target.name} is not here.")
    return target


def _joining(state: State, target: Creature) -> list[str]:
    """Return who fights beside the attacked: all hostiles here, and those whose trade it is."""
    found = [target.ref]
    for other in state.at(target.location):
        if other.ref == target.ref or other.is_down:
            continue
        kin = other.stat_block == target.stat_block and other.stat_block in DEFENDERS
        guards = other.stat_block in ("guard", "veteran", "knight") and target.person is not None
        if other.attitude == "hostile" or kin or guards:
            found.append(other.ref)
    return found


def break_peace(out: Outcome, action: Action, actor: str, dice: Dice, turn_number: int) -> bool:
    """Begin the fight an attack starts; say whether the attacker is up now and can strike."""
    target = _victim(out.state, action, actor)
    planned = next(
        (
            e
            for e in out.state.encounters.values()
            if target.ref in e.foes and e.status in ("planned", "fled", "lost")
        ),
        None,
    )
    foes = list(planned.foes) if planned else []
    foes += [ref for ref in _joining(out.state, target) if ref not in foes]
    here = target.location
    foes = [r for r in foes if out.creature(r).location == here]
    was_peaceful = target.attitude != "hostile"
    surprised = _caught_off_guard(out, actor, target, foes, dice)
    name = planned.name if planned else f"a fight with {target.name}"
    hero = out.creature(actor)
    out.extend(
        begin_encounter(
            out.state,
            key=planned.key if planned else f"brawl-{turn_number}-{target.ref}",
            name=name,
            foes=foes,
            dice=dice,
            turn_number=turn_number,
            because=f"{hero.name} attacked {target.name}",
            surprised=surprised,
            starter=actor,
            is_close=was_peaceful,
        )
    )
    turns.run(out, dice)
    return (
        out.state.encounter is not None
        and current_ref(out.state) == actor
        and turns.is_waiting_for(out, actor)
    )


def _caught_off_guard(
    out: Outcome, actor: str, target: Creature, foes: list[str], dice: Dice
) -> frozenset[str]:
    """Surprise: an unseen attacker surprises all; a blow out of a talk, who does not read it coming."""
    if out.creature(actor).is_hidden:
        return frozenset(foes)
    if target.attitude == "hostile":
        return frozenset()
    wits = max(trial.passive(out.state, ref, "insight") for ref in foes)
    made = trial.ability_check(
        out,
        actor,
        "deception",
        wits,
        dice,
        "Strike without warning",
        against_name="passive Insight",
    )
    return frozenset(foes) if made.outcome == "success" else frozenset()
