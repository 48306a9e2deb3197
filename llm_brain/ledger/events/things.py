"""What happens to things: gained, lost, put on, bought, opened, broken, sprung."""

from llm_brain.ledger.creature import Item
from llm_brain.ledger.event import Event
from llm_brain.ledger.state import State


def _added(items: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    for i, had in enumerate(items):
        alike = (had.key, had.is_equipped, had.charges_spent) == (
            item.key,
            item.is_equipped,
            item.charges_spent,
        )
        if alike:
            more = had.model_copy(update={"quantity": had.quantity + item.quantity})
            return (*items[:i], more, *items[i + 1 :])
    return (*items, item)


def _removed(items: tuple[Item, ...], key: str, quantity: int) -> tuple[Item, ...]:
    kept: list[Item] = []
    for had in sorted(items, key=lambda item: item.is_equipped):
        if had.key != key or quantity <= 0:
            kept.append(had)
            continue
        left = had.quantity - quantity
        quantity -= had.quantity
        if left > 0:
            kept.append(had.model_copy(update={"quantity": left}))
    order = [item.key for item in items]
    return tuple(sorted(kept, key=lambda item: order.index(item.key)))


class ItemGained(Event):
    """Somebody has more of a thing. `source` is a ref, a feature's key, `ground` or empty."""

    ref: str
    item: Item
    source: str = ""

    def apply(self, state: State) -> State:
        items = _added(state.creatures[self.ref].items, self.item)
        return state.with_creature(self.ref, items=items)


class ItemLost(Event):
    """Somebody has less of a thing: used up, dropped, given, sold."""

    ref: str
    key: str
    name: str
    quantity: int = 1
    because: str = ""

    def apply(self, state: State) -> State:
        items = _removed(state.creatures[self.ref].items, self.key, self.quantity)
        return state.with_creature(self.ref, items=items)


class ItemEquipped(Event):
    """Something was put on, taken up, taken off or put away; `armor_class` is the wearer's afterwards."""

    ref: str
    key: str
    name: str
    is_equipped: bool
    armor_class: int

    def apply(self, state: State) -> State:
        creature = state.creatures[self.ref]
        for i, had in enumerate(creature.items):
            if had.key == self.key and had.is_equipped != self.is_equipped:
                one = had.model_copy(update={"is_equipped": self.is_equipped, "quantity": 1})
                rest = [*creature.items[:i], *creature.items[i + 1 :]]
                if had.quantity > 1:
                    left = had.model_copy(update={"quantity": had.quantity - 1})
                    rest.insert(i, left)
                items = _added(tuple(rest), one)
                break
        else:
            items = creature.items
        return state.with_creature(self.ref, items=items, armor_class=self.armor_class)


class CoinsChanged(Event):
    """Money, in copper pieces: `amount_cp` may be negative; `coins_cp` is the purse afterwards."""

    ref: str
    amount_cp: int
    coins_cp: int
    because: str = ""

    def apply(self, state: State) -> State:
        return state.with_creature(self.ref, coins_cp=self.coins_cp)


class ItemLeft(Event):
    """A thing lies in a location now."""

    location: str
    item: Item

    def apply(self, state: State) -> State:
        items = _added(state.locations[self.location].items, self.item)
        return state.with_location(self.location, items=items)


class ItemRemoved(Event):
    """A thing no longer lies in a location."""

    location: str
    key: str
    quantity: int = 1

    def apply(self, state: State) -> State:
        items = _removed(state.locations[self.location].items, self.key, self.quantity)
        return state.with_location(self.location, items=items)


class FeatureChanged(Event):
    """A chest is open, an altar searched, a trap sprung: the fields given are what changed."""

    location: str
    key: str
    name: str
    is_hidden: bool | None = None
    is_open: bool | None = None
    is_searched: bool | None = None
    trap_is_sprung: bool | None = None
    is_emptied: bool = False
    because: str = ""

    def apply(self, state: State) -> State:
        fields = ("is_hidden", "is_open", "is_searched", "trap_is_sprung")
        changes = {f: getattr(self, f) for f in fields if getattr(self, f) is not None}
        if self.is_emptied:
            changes |= {"items": (), "coins_cp": 0}
        features = tuple(
            f.model_copy(update=changes) if f.key == self.key else f
            for f in state.locations[self.location].features
        )
        return state.with_location(self.location, features=features)
