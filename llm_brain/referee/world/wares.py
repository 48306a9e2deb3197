"""What a trader sells besides what lies on the counter: their trade's share of the SRD's price list, by place.

SRD 5.1, "Equipment". What is in stock is the adventure's seed's and the place's, the same every day; SRD prices.
"""

import hashlib
from functools import lru_cache

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.state import State
from llm_brain.referee.equipment import EQUIPMENT, Equipment, item

GOODS = ("weapon", "armor", "ammunition", "gear", "tool", "potion", "poison", "mount")
# words of a role -> the categories all of which that trade has, dearest piece in copper pieces
TRADES: dict[str, tuple[tuple[str, ...], int]] = {
    "smith": (("weapon", "armor", "ammunition"), 200_000),
    "apothecary": (("potion", "poison"), 200_000),
    "chandler": (("gear", "ammunition", "tool"), 200_000),
    "pawn": (("weapon", "tool", "poison"), 20_000),
    "relic": (("gear", "tool"), 200_000),
    "inn": (("mount",), 50_000),
    "landlady": (("mount",), 50_000),
    "publican": (("mount",), 50_000),
    "tavern": (("mount",), 50_000),
    "keeper": (("mount",), 50_000),
    "captain": (("mount",), 5_000_000),
}
ELSEWHERE_CP = 5_000  # what a trader has outside their trade costs no more than this
ONE_IN = 2  # and every other piece of it is not there
EACH = 5
MANY = {"ammunition": 60, "gear": 10}


def trade_of(role: str) -> tuple[tuple[str, ...], int]:
    """Return what a role deals in, and the dearest piece of it."""
    low = role.lower()
    return next((trade for word, trade in TRADES.items() if word in low), ((), 0))


def wares(state: State, seller: Creature) -> tuple[Item, ...]:
    """Return all that somebody sells: what lies on the counter first, then the rest of their stock."""
    if seller.person is None or not seller.person.sells:
        return ()
    counter = seller.person.sells
    here = {i.key for i in counter}
    label = f"{state.adventure.seed}:{seller.location}:{seller.ref}"
    more = _stocked(label, seller.person.role)
    return (*counter, *(i for i in more if i.key not in here))


@lru_cache(maxsize=64)
def _stocked(label: str, role: str) -> tuple[Item, ...]:
    kinds, dearest_cp = trade_of(role)
    found = []
    for key, entry in EQUIPMENT.items():
        of_trade = entry.category in kinds and entry.cost_cp <= dearest_cp
        if of_trade or (entry.cost_cp <= ELSEWHERE_CP and _happens(label, entry)):
            found.append(item(key, MANY.get(entry.category, EACH)))
    return tuple(found)


def _happens(label: str, entry: Equipment) -> bool:
    """Whether a piece outside somebody's trade happens to be there."""
    if entry.category not in GOODS or entry.category == "mount":
        return False
    digest = hashlib.sha256(f"{label}:{entry.key}".encode()).digest()
    return digest[0] % ONE_IN == 0
