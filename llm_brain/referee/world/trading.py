"""Buying and selling. SRD 5.1, "Equipment" (prices) and "Selling Treasure" (half price). Prices in copper pieces."""

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.people import ItemTraded, StockChanged
from llm_brain.ledger.events.things import CoinsChanged, ItemGained, ItemLost
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.equipment import equipment, is_known
from llm_brain.referee.load import can_bear, too_heavy
from llm_brain.referee.world.deed import Deed
from llm_brain.referee.world.naming import in_sight, item_among
from llm_brain.referee.world.talking import meet
from llm_brain.referee.world.wares import wares

FRIENDS_PAY = 0.9
UNKNOWN_CP = 500


def price_cp(thing: Item, seller: Creature) -> int:
    """Return what one piece costs from this seller; friends pay a tenth less."""
    cost = equipment(thing.key).cost_cp
    return max(1, int(cost * FRIENDS_PAY)) if seller.attitude == "friendly" else max(1, cost)


def worth_cp(thing: Item) -> int:
    """Return what a merchant gives for one piece: half; the adventure's own things have no price.

    For magic that nobody knows they give what the thing it is laid on is worth.
    """
    if thing.is_unknown:
        plain = thing.key.partition(".")[0]
        return equipment(plain).cost_cp // 2 if is_known(plain) else UNKNOWN_CP
    return equipment(thing.key).cost_cp // 2 if is_known(thing.key) else 0


def merchant_here(state: State, action: Action) -> Creature | None:
    """Return who trades here: the one named, or whoever sells what is asked for, or anybody who sells."""
    selling = [
        c
        for c in in_sight(state)
        if c.person is not None and c.person.sells and not c.is_down and c.attitude != "hostile"
    ]
    for ref in (action.recipient_ref, action.target_ref):
        named = next((c for c in selling if c.ref == ref), None)
        if named is not None:
            return named
    stocked = (c for c in selling if item_among(wares(state, c), action))
    return next(stocked, selling[0] if selling else None)


def _pay(deed: Deed, ref: str, amount_cp: int, because: str) -> None:
    purse = deed.creature(ref).coins_cp + amount_cp
    deed.add(CoinsChanged(ref=ref, amount_cp=amount_cp, coins_cp=purse, because=because))


def buy(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Buy something from whoever sells it here."""
    deed = Deed(state, action, actor, dice)
    if state.encounter is not None:
        return deed.refuse("in_a_fight", "Nobody trades in the middle of a fight.")
    seller = merchant_here(state, action)
    if seller is None or seller.person is None:
        return deed.refuse("no_merchant", "Nobody here has anything for sale.")
    thing = item_among(seller.person.sells, action) or item_among(wares(state, seller), action)
    if thing is None:
        return deed.refuse("not_sold", f"{seller.name} does not sell that.")
    few = action.quantity or 1
    if few > thing.quantity:
        return deed.refuse("not_enough", f"{seller.name} has only {thing.quantity} of those.")
    cost = price_cp(thing, seller) * few
    if cost > deed.hero.coins_cp:
        return deed.refuse(
            "too_poor", f"That costs {cost} cp, and the purse holds {deed.hero.coins_cp}."
        )
    bought = thing.model_copy(update={"quantity": few})
    is_ridden = is_known(thing.key) and equipment(thing.key).category == "mount"
    if not is_ridden and not can_bear(deed.hero, (bought,)):
        return deed.refuse("too_heavy", too_heavy(deed.hero, bought))
    _pay(deed, actor, -cost, f"paid to {seller.name}")
    _pay(deed, seller.ref, cost, f"paid by {deed.hero.name}")
    deed.add(
        StockChanged(ref=seller.ref, key=thing.key, quantity=thing.quantity - few),
        ItemGained(ref=actor, item=bought, source=seller.ref),
        ItemTraded(ref=seller.ref, by=actor, item=thing.name, price_cp=cost, is_bought=True),
    )
    meet(deed, seller)
    deed.pass_time(5, "trading")
    return deed.events


def sell(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Sell something carried, for half its price."""
    deed = Deed(state, action, actor, dice)
    if state.encounter is not None:
        return deed.refuse("in_a_fight", "Nobody trades in the middle of a fight.")
    buyer = merchant_here(state, action)
    if buyer is None:
        return deed.refuse("no_merchant", "Nobody here buys things.")
    thing = item_among(deed.hero.items, action)
    if thing is None:
        return deed.refuse("not_carried", "That is not among the things carried.")
    if thing.is_equipped:
        return deed.refuse("worn", f"The {thing.name.lower()} has to be put away first.")
    few = action.quantity or 1
    price = worth_cp(thing) * few
    if few > thing.quantity:
        return deed.refuse("not_enough", f"There are only {thing.quantity} of those.")
    if price == 0:
        return deed.refuse("no_price", f"{buyer.name} would not know what to give for it.")
    if price > buyer.coins_cp:
        return deed.refuse("merchant_too_poor", f"{buyer.name} cannot pay {price} cp for it.")
    _pay(deed, actor, price, f"paid by {buyer.name}")
    _pay(deed, buyer.ref, -price, f"paid to {deed.hero.name}")
    deed.add(
        ItemLost(ref=actor, key=thing.key, name=thing.name, quantity=few, because="sold"),
        ItemTraded(ref=buyer.ref, by=actor, item=thing.name, price_cp=price, is_bought=False),
    )
    meet(deed, buyer)
    deed.pass_time(5, "trading")
    return deed.events
