"""Searching: effort that finds hidden things and ways, and what visible things hold.

SRD 5.1, "Perception", "Investigation". A whole place is searched with one Perception check against everything hidden in
it; one thing is searched by hand, which finds what it holds and, by Investigation, its trap.
"""

from llm_brain.ledger.creature import Creature, Item
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import SearchMade
from llm_brain.ledger.events.things import CoinsChanged, FeatureChanged, ItemGained, ItemLost
from llm_brain.ledger.events.world import ExitChanged, FlagSet
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Feature
from llm_brain.referee import treasure
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.world import traps
from llm_brain.referee.world.deed import EASY, Deed
from llm_brain.referee.world.knowing import place_found, reveal
from llm_brain.referee.world.naming import feature_of, person_of

SEARCH_MIN = 10


def is_shut(feature: Feature) -> bool:
    """Whether something must be opened before it shows what it holds."""
    return feature.open_dc > 0 and not feature.is_open


def gain_coins(deed: Deed, amount_cp: int, because: str) -> None:
    """Put coins into the actor's purse."""
    if amount_cp:
        total = deed.hero.coins_cp + amount_cp
        deed.add(CoinsChanged(ref=deed.actor, amount_cp=amount_cp, coins_cp=total, because=because))


def empty_out(deed: Deed, feature: Feature) -> tuple[str, ...]:
    """Take what something holds and learn what it tells; return what was found, by name."""
    deed.add(
        FeatureChanged(
            location=deed.state.location,
            key=feature.key,
            name=feature.name,
            is_open=True if feature.open_dc else None,
            is_searched=True,
            is_emptied=bool(feature.items or feature.coins_cp),
        )
    )
    for thing in feature.items:
        deed.add(ItemGained(ref=deed.actor, item=thing, source=feature.key))
    gain_coins(deed, feature.coins_cp, feature.name)
    found = treasure.cache(deed, deed.dice) if treasure.is_guarded(feature) else []
    for thing in found:
        deed.add(ItemGained(ref=deed.actor, item=thing, source=feature.key))
    reveal(deed, feature.clues, feature.key)
    coins = (f"{feature.coins_cp} copper pieces' worth of coins",) if feature.coins_cp else ()
    return (*(i.name for i in (*feature.items, *found)), *coins)


def search_body(deed: Deed, body: Creature) -> list[Event]:
    """Take what the dead carried: the coins and the adventure's own things, not their gear."""
    deed.spend_action("search")
    found = [i for i in body.items if not i.is_equipped]
    for thing in found:
        deed.add(
            ItemLost(
                ref=body.ref,
                key=thing.key,
                name=thing.name,
                quantity=thing.quantity,
                because="taken",
            ),
            ItemGained(ref=deed.actor, item=thing, source=body.ref),
        )
    coins_cp, hoarded = _rolled_treasure(deed, body)
    for thing in hoarded:
        deed.add(ItemGained(ref=deed.actor, item=thing, source=body.ref))
    found += hoarded
    gain_coins(deed, coins_cp, body.name)
    if body.coins_cp:
        deed.add(CoinsChanged(ref=body.ref, amount_cp=-body.coins_cp, coins_cp=0, because="taken"))
        gain_coins(deed, body.coins_cp, body.name)
    deed.pass_time(2, "searching")
    names = tuple(i.name for i in found)
    made = SearchMade(
        by=deed.actor,
        target=body.name,
        found=names,
        is_success=bool(names or body.coins_cp or coins_cp),
    )
    deed.add(made)
    return deed.events


def _rolled_treasure(deed: Deed, body: Creature) -> tuple[int, list[Item]]:
    """Roll what a fallen foe had on it and, for the strongest of a fight, what it guarded; once."""
    flag = f"looted:{body.ref}"
    if deed.state.flags.get(flag):
        return 0, []
    deed.add(FlagSet(key=flag, value="yes"))
    rolled = treasure.purse(deed, body, deed.dice)
    coins_cp = treasure.purse_cp(body, rolled) if rolled else 0
    guarded = treasure.guarded_by(deed.state, body.ref)
    if guarded != "hoard":
        return coins_cp, treasure.cache(deed, deed.dice) if guarded else []
    hoard_cp, items = treasure.hoard(deed, deed.dice)
    return coins_cp + hoard_cp, items


def search_feature(deed: Deed, feature: Feature) -> list[Event]:
    """Go through one thing by hand."""
    if is_shut(feature):
        return deed.refuse("shut", f"The {feature.name} is shut; it has to be opened first.")
    deed.spend_action("search")
    if traps.is_armed(feature) and not traps.is_seen(deed, feature):
        made = deed.check("investigation", feature.trap_dc, f"Search the {feature.name}")
        if made:
            traps.notice(deed, feature)
        else:
            traps.spring(deed, feature)
    if deed.hero.is_down:
        return deed.events
    roll = deed.last_roll_id
    if traps.is_armed(feature):
        found: tuple[str, ...] = (f"a trap on the {feature.name}",)
    else:
        found = empty_out(deed, feature)
    deed.pass_time(SEARCH_MIN // 2, "searching")
    deed.add(
        SearchMade(
            by=deed.actor,
            target=feature.name,
            found=found,
            is_success=bool(found or feature.clues),
            roll=roll,
        )
    )
    return deed.events


def search_place(deed: Deed) -> list[Event]:
    """Search everywhere: one Perception check against all that is hidden here."""
    here = deed.state.here
    assert here is not None
    deed.spend_action("search")
    hidden = [f for f in here.features if f.is_hidden]
    ways = [w for w in here.exits if w.is_hidden]
    lowest = min((*(f.find_dc for f in hidden), *(w.find_dc for w in ways)), default=EASY)
    deed.check("perception", lowest, f"Search {here.name}")
    roll = deed.last_roll
    total = roll.total if roll else 0
    found: list[str] = []
    for feature in hidden:
        if total >= feature.find_dc:
            deed.add(
                FeatureChanged(
                    location=here.key, key=feature.key, name=feature.name, is_hidden=False
                )
            )
            found.append(feature.name)
    for way in ways:
        if total >= way.find_dc:
            deed.add(
                ExitChanged(
                    location=here.key, to=way.to, name=way.name, is_hidden=False, because="found"
                )
            )
            deed.extend(place_found(deed.state, way.to, "found"))
            found.append(way.name)
    deed.add(FlagSet(key=f"searched:{here.key}", value="yes"))
    deed.pass_time(SEARCH_MIN, "searching")
    deed.add(
        SearchMade(
            by=deed.actor,
            found=tuple(found),
            is_success=bool(found),
            roll=roll.id if roll else None,
        )
    )
    return deed.events


def search(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Search a place, a thing in it, or a body."""
    deed = Deed(state, action, actor, dice)
    if state.here is None:
        return deed.refuse("nowhere", "There is nowhere to search yet.")
    if not deed.can_act():
        return deed.refuse("no_action", "There is no action left this turn to search with.")
    named = bool(action.target or action.target_ref)
    feature = feature_of(state, action) if named else None
    if feature is not None:
        return search_feature(deed, feature)
    body = person_of(state, action) if named else None
    if body is not None and body.is_dead:
        return search_body(deed, body)
    if body is not None:
        return deed.refuse("alive", f"{body.name} would hardly stand still for that.")
    if action.target_ref is not None:
        return deed.refuse("not_here", "There is nothing like that here to search.")
    return search_place(deed)
