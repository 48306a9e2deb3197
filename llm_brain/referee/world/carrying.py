"""Taking, dropping and giving things.

SRD 5.1, "Interacting with Objects Around You": picking one thing up is free.
"""

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.people import AttitudeChanged, PersonRemembered
from llm_brain.ledger.events.things import (
    CoinsChanged,
    ItemGained,
    ItemLeft,
    ItemLost,
    ItemRemoved,
)
from llm_brain.ledger.events.world import FlagSet
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.load import can_bear, too_heavy
from llm_brain.referee.world.deed import Deed
from llm_brain.referee.world.handling import open_feature
from llm_brain.referee.world.naming import (
    feature_of,
    item_among,
    overlap,
    person_of,
    words_of,
)
from llm_brain.referee.world.searching import is_shut, search_body
from llm_brain.referee.world.talking import can_talk, meet


def take(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Take something that lies here, out of an open thing, or off the dead."""
    deed = Deed(state, action, actor, dice)
    here = state.here
    if here is None:
        return deed.refuse("nowhere", "There is nothing to take yet.")
    thing = item_among(here.items, action)
    if thing is not None:
        few = min(action.quantity or thing.quantity, thing.quantity)
        taken = thing.model_copy(update={"quantity": few})
        if not can_bear(deed.hero, (taken,)):
            return deed.refuse("too_heavy", too_heavy(deed.hero, taken))
        deed.add(
            ItemRemoved(location=here.key, key=thing.key, quantity=few),
            ItemGained(ref=actor, item=taken, source="ground"),
        )
        return deed.events
    for feature in here.features:
        if not feature.is_hidden and not is_shut(feature):
            inside = item_among(feature.items, action)
            if inside is not None:
                return open_feature(deed, feature)
    meant = feature_of(state, action)
    if meant is not None and (meant.items or meant.coins_cp):
        return open_feature(deed, meant)
    named = bool(action.target or action.target_ref)
    body = person_of(state, action) if named else None
    if body is not None and body.is_dead:
        return search_body(deed, body)
    if body is not None:
        return deed.refuse("not_yours", f"{body.name} would have something to say about that.")
    return deed.refuse("not_here", "There is nothing like that here to take.")


def drop(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Put something down."""
    deed = Deed(state, action, actor, dice)
    thing = item_among(deed.hero.items, action)
    if thing is None:
        return deed.refuse("not_carried", "That is not among the things carried.")
    if thing.is_equipped:
        return deed.refuse("worn", f"The {thing.name.lower()} has to be put away first.")
    few = min(action.quantity or 1, thing.quantity)
    lost = ItemLost(ref=actor, key=thing.key, name=thing.name, quantity=few, because="dropped")
    left = thing.model_copy(update={"quantity": few, "is_equipped": False})
    deed.add(lost, ItemLeft(location=state.location, item=left))
    return deed.events


def _receiver(state: State, action: Action) -> Creature | None:
    """Return who is to get something: the recipient named, or the target if it is somebody."""
    ref = action.recipient_ref
    if ref is None and action.target_ref in state.creatures:
        ref = action.target_ref
    if ref is not None:
        found = state.creatures.get(ref)
        return found if found and found.location == state.location else None
    heroes = [h for h in state.heroes if overlap(action.text, (h.name,))]
    if heroes:
        return heroes[0]
    target = action.target if action.item else None
    return person_of(state, action.model_copy(update={"target": target, "target_ref": None}))


def _wants(state: State, ref: str, thing: Item) -> bool:
    """Whether a quest says that somebody is to get this."""
    wanted = f"give:{thing.key}:{ref}"
    return any(s.when == wanted for q in state.quests.values() for s in q.stages)


def give(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Give a thing or coins to somebody."""
    deed = Deed(state, action, actor, dice)
    receiver = _receiver(state, action)
    if receiver is None or receiver.ref == actor:
        return deed.refuse("nobody_there", "There is nobody like that here to give it to.")
    if receiver.is_dead:
        return deed.refuse("dead", f"{receiver.name} has no more use for it.")
    said = words_of(f"{action.item or ''} {action.text}")
    thing = item_among(deed.hero.items, action)
    if thing is None and said & {
        "coin",
        "coins",
        "gold",
        "gp",
        "sp",
        "cp",
        "silver",
        "copper",
        "money",
    }:
        return _give_coins(deed, receiver, said)
    if thing is None:
        return deed.refuse("not_carried", "That is not among the things carried.")
    if thing.is_equipped:
        return deed.refuse("worn", f"The {thing.name.lower()} has to be put away first.")
    few = min(action.quantity or 1, thing.quantity)
    given = thing.model_copy(update={"quantity": few})
    if receiver.is_hero and not can_bear(receiver, (given,)):
        return deed.refuse("too_heavy", too_heavy(receiver, given))
    deed.add(
        ItemLost(ref=actor, key=thing.key, name=thing.name, quantity=few, because="given"),
        ItemGained(ref=receiver.ref, item=given, source=actor),
        FlagSet(key=f"given:{thing.key}:{receiver.ref}", value="yes"),
    )
    if receiver.person is not None:
        meet(deed, receiver)
        what = (
            f"brought the {thing.name}"
            if _wants(state, receiver.ref, thing)
            else f"gave away the {thing.name}"
        )
        deed.add(PersonRemembered(ref=receiver.ref, what=what))
    if _wants(state, receiver.ref, thing) and receiver.attitude != "friendly":
        deed.add(AttitudeChanged(ref=receiver.ref, attitude="friendly", because="a promise kept"))
    return deed.events


def _give_coins(deed: Deed, receiver: Creature, said: set[str]) -> list[Event]:
    """Give money: the quantity in the coin that was named, silver by default."""
    if not receiver.is_hero and not can_talk(receiver):
        return deed.refuse("no_use", f"{receiver.name} has no use for money.")
    worth = 100 if said & {"gold", "gp"} else 1 if said & {"copper", "cp"} else 10
    amount = (deed.action.quantity or 1) * worth
    if amount > deed.hero.coins_cp:
        return deed.refuse("too_poor", "There is not that much in the purse.")
    deed.add(
        CoinsChanged(
            ref=deed.actor,
            amount_cp=-amount,
            coins_cp=deed.hero.coins_cp - amount,
            because=f"given to {receiver.name}",
        ),
        CoinsChanged(
            ref=receiver.ref,
            amount_cp=amount,
            coins_cp=receiver.coins_cp + amount,
            because=f"from {deed.hero.name}",
        ),
    )
    if receiver.person is not None:
        deed.add(PersonRemembered(ref=receiver.ref, what="was free with coins"))
    return deed.events
