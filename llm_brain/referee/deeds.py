"""Which rule takes which action: in a fight, outside one, or the world's; and how an attack breaks the peace.

`resolve.py` calls `do` for each action. A Refusal raised here leaves nothing behind.
"""

from collections.abc import Callable

from llm_brain.ledger.events.table import ActionRefused, Remarked
from llm_brain.referee import world
from llm_brain.referee.actions import Action
from llm_brain.referee.casting.cast import cast
from llm_brain.referee.casting.legality import find_spell, plan_for
from llm_brain.referee.combat import fighting, maneuvers, options
from llm_brain.referee.combat.leaving import leave, way_meant
from llm_brain.referee.combat.quenching import is_burning, quench, wants_to_quench
from llm_brain.referee.dice import Dice
from llm_brain.referee.features.named import feature_meant
from llm_brain.referee.gear import equip
from llm_brain.referee.items import use_item
from llm_brain.referee.magic.attuning import attune, attunement_meant
from llm_brain.referee.magic.using import device_meant
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.peace import break_peace, is_assault
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.rests import long_rest, short_rest

Deed = Callable[[Outcome, Action, str, Dice], None]


def do(out: Outcome, action: Action, actor: str, dice: Dice, turn_number: int) -> None:
    """Resolve one action. Raises Refusal when it is illegal."""
    if attunement_meant(action):
        attune(out, action, actor, dice)
        return
    device = device_meant(out.creature(actor), action) if action.kind == "cast" else None
    if device is not None:
        named = {"kind": "use_item", "item": device[0].key, "spell": action.spell or action.target}
        action = action.model_copy(update=named)
    feature = feature_meant(action)
    if feature is not None:
        feature(out, action, actor, dice)
        return
    if action.kind in ("attack", "shove") and _is_thing(action.target_ref):
        _by_the_world(out, action.model_copy(update={"kind": "interact"}), actor, dice)
        return
    if out.state.encounter is None and is_assault(out.state, action, actor):
        _require_castable(out, action, actor)
        if break_peace(out, action, actor, dice, turn_number):
            _strike_first(out, action, actor, dice)
        return
    if out.state.encounter is not None:
        _in_fight(out, action, actor, dice)
    else:
        _in_peace(out, action, actor, dice)


def _is_thing(target_ref: str | None) -> bool:
    """Whether what is struck is a door or a thing: breaking it is the world's."""
    return (target_ref or "").partition(":")[0] in ("exit", "feature")


def _strike_first(out: Outcome, action: Action, actor: str, dice: Dice) -> None:
    """Strike in the fight just begun; if that cannot be done, the fight is on all the same."""
    first = Outcome(out.state)
    try:
        _in_fight(first, action, actor, dice)
    except Refusal as refusal:
        out.add(refusal.event(actor, action))
    else:
        out.extend(first.events)


def _require_castable(out: Outcome, action: Action, actor: str) -> None:
    """Refuse an illegal spell before it breaks the peace."""
    if action.kind == "cast":
        plan_for(out.state, actor, find_spell(action.spell or action.target), action)


def _in_fight(out: Outcome, action: Action, actor: str, dice: Dice) -> None:
    words = action.text.lower()
    hero = out.creature(actor)
    if is_burning(hero) and wants_to_quench(words):
        quench(out, actor, dice)
        return
    breaks_out = any(word in words for word in maneuvers.ESCAPING)
    wrestles = action.kind in ("skill_check", "interact", "unclear", "grapple", "attack", "move")
    if maneuvers.is_held(hero) and breaks_out and wrestles:
        maneuvers.escape(out, action, actor, dice)
        return
    if action.kind in ("move", "dash"):
        way = way_meant(out, action)
        if way is not None:
            if action.kind == "dash":
                options.dash(out, Action(kind="dash"), actor, dice)
            if leave(out, way, actor, dice):
                gone = action.model_copy(update={"kind": "move", "target_ref": f"exit:{way.to}"})
                _by_the_world(out, gone, actor, dice)
            return
    if action.kind == "use_item":
        if not use_item(out, action, actor, dice):
            _by_the_world(out, action.model_copy(update={"kind": "interact"}), actor, dice)
        return
    if action.kind in ("short_rest", "long_rest"):
        raise Refusal("no_rest_in_a_fight", "Nobody rests in the middle of a fight.")
    deed = FIGHT.get(action.kind)
    if deed is not None:
        deed(out, action, actor, dice)
    else:
        _by_the_world(out, action, actor, dice)


def _in_peace(out: Outcome, action: Action, actor: str, dice: Dice) -> None:
    if action.kind == "use_item":
        if not use_item(out, action, actor, dice):
            _by_the_world(out, action.model_copy(update={"kind": "interact"}), actor, dice)
        return
    deed = PEACE.get(action.kind)
    if deed is not None:
        deed(out, action, actor, dice)
    elif action.kind in world.HANDLERS:
        _by_the_world(out, action, actor, dice)
    else:
        raise Refusal("no_target", f"There is nobody here to {action.kind}.")


def _by_the_world(out: Outcome, action: Action, actor: str, dice: Dice) -> None:
    """Let the world's handler say what comes of it; its refusals stand alone."""
    events = world.HANDLERS[action.kind](out.state, action, actor, dice)
    refused = next((e for e in events if isinstance(e, ActionRefused)), None)
    if refused is not None:
        raise Refusal(refused.code, refused.reason)
    out.extend(events)


def _be_on_guard(out: Outcome, action: Action, actor: str, dice: Dice) -> None:
    out.add(Remarked(by=actor, what=action.text or action.kind, kind=action.kind))


FIGHT: dict[str, Deed] = {
    "attack": fighting.attack,
    "cast": cast,
    "equip": equip,
    "move": options.move,
    "sneak": options.hide,
    "help": options.help_somebody,
    "dodge": options.dodge,
    "disengage": options.disengage,
    "dash": options.dash,
    "grapple": maneuvers.grapple,
    "shove": maneuvers.shove,
    "ready": options.ready,
    "wait": options.wait,
}
PEACE: dict[str, Deed] = {
    "cast": cast,
    "equip": equip,
    "help": options.help_somebody,
    "short_rest": short_rest,
    "long_rest": long_rest,
    "dodge": _be_on_guard,
    "disengage": _be_on_guard,
    "dash": _be_on_guard,
    "ready": _be_on_guard,
}
