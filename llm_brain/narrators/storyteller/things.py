"""Things changing hands and hands changing things: gained, lost, worn, bought, opened, sprung, found by searching."""

import re
from collections.abc import Callable

from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.events.people import ItemTraded
from llm_brain.ledger.events.table import ItemUsed, SearchMade
from llm_brain.ledger.events.things import (
    CoinsChanged,
    FeatureChanged,
    ItemEquipped,
    ItemGained,
    ItemLeft,
    ItemLost,
    ItemRemoved,
)
from llm_brain.ledger.events.world import ClueFound, ExitChanged, LocationDiscovered
from llm_brain.narrators.storyteller import counting, grammar, nouns
from llm_brain.narrators.storyteller.places import facts_of, place_noun
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import Unfolding

_LIDDED = re.compile(
    r"\b(?:chest|box|door|lid|gate|coffin|sarcophagus|drawer|cupboard|sack|bag|urn|crate|trunk|hatch|safe|casket|"
    r"coffer|wardrobe|desk|tomb|barrel|cask|basket|case|locker|cabinet|press|shutter|trapdoor|satchel|poor-box)"
)


_LISTENS = re.compile(r"\b(?:listen|hark|hear)\w*\b")
_KINDS = (
    ("potion", r"potion|elixir"), ("torch", r"torch|lantern|lamp|candle"), ("drink", r"waterskin|\b(?:ale|wine|water)$"),
    ("food", r"ration|bread|cake|pie\b"),
)  # fmt: skip
_IN_A_VESSEL = re.compile(r"(.+) \((flask|vial|bottle|jug)\)")
_TITLED = re.compile(r"(?:(?:[A-Z][\w’'-]*|of|the|and|in|for|a|with|\([^)]*\)),?\s?)+")


def everyday(name: str) -> str:
    """Return a thing's name as people say it: "Potion of Healing" is a potion of healing, "Oil (flask)" a flask of oil."""
    if poured := _IN_A_VESSEL.fullmatch(name):
        return f"{poured[2]} of {poured[1].lower()}"
    if _TITLED.fullmatch(name) or re.fullmatch(r"[A-Z]\w+, \w+", name):
        return nouns.weapon_name(name)
    if any(char.isupper() for char in name[1:]):
        return grammar.definite(name)
    return name[:1].lower() + name[1:]


def item_phrase(name: str, quantity: int) -> str:
    """Return "a torch", "three torches", in everyday words."""
    words = everyday(name)
    return counting.counted(quantity, words) if quantity > 1 else grammar.with_article(words)


def thing(name: str) -> nouns.Noun:
    """Return a thing as a noun with "the"."""
    return nouns.of_phrase(grammar.definite(everyday(name) if name else "thing"))


def money(amount_cp: int) -> nouns.Noun:
    """Return a sum of money as a noun that agrees: "one silver piece goes", "two gold pieces go"."""
    said = counting.coins(amount_cp)
    return nouns.Noun(said, is_proper=True, is_many=said.endswith("pieces"))


def tell_search(t: Telling, event: SearchMade, rest: Unfolding) -> None:
    """Tell what a search found and brought, or that it found nothing."""
    place = t.here
    values: Values = {"d": t.noun(event.by)}
    name = event.target.rpartition(":")[2]
    body = next((c for c in t.state.creatures.values() if name in (c.name, c.ref)), None)
    feature = next((f for f in place.features if name in (f.key, f.name)), None) if place else None
    if body is not None:
        values["x"] = nouns.Noun("body", owner=t.noun(body.ref))
    elif feature is not None:
        values["x"] = thing(feature.name)
    elif place is not None:
        values["place"] = place_noun(place.name)
    if place is not None:
        for key, fact in zip("fg", facts_of(t, place, 2, is_short=True), strict=False):
            values[key] = fact
    flags = {"thing"} if "x" in values else set()
    names = _found(t, event, rest)
    if names:
        values["things"] = grammar.listed(names)
        t.say("search.found", flags=flags | ({"many"} if len(names) > 1 else {"single"}), **values)
    elif any(isinstance(e, ClueFound) for e in rest.ahead()):
        t.say("search.clue", flags=flags, is_event=False, **values)
    elif _LISTENS.search(t.brief.message.lower()) and "x" not in values:
        t.say("listen.nothing", **values)
    else:
        t.say("search.clean" if event.is_success else "search.nothing", flags=flags, **values)


def _found(t: Telling, event: SearchMade, rest: Unfolding) -> list[str]:
    """Take the events of what was found; return it in words."""
    rest.take(ItemLost, lambda e: e.because == "taken")
    gained = rest.take(ItemGained, lambda e: e.ref == event.by)
    coins = rest.take(CoinsChanged)
    rest.take(FeatureChanged, lambda e: not e.trap_is_sprung)
    rest.take(ExitChanged, lambda e: e.name in event.found and e.is_locked is None)
    names = [item_phrase(e.item.name, e.item.quantity) for e in gained]
    mine = {e.item.name for e in gained}
    for found in event.found:
        if found not in mine and "copper pieces" not in found:
            names.append(grammar.with_article(_low(found)))
    names += [counting.coins(e.amount_cp) for e in coins if e.amount_cp > 0 and e.ref == event.by]
    return list({grammar.definite(name): name for name in names}.values())


def _low(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() and not name.istitle() else name


def tell_gained(t: Telling, event: ItemGained, rest: Unfolding) -> None:
    """Tell things gained, all of one hero's in one sentence, with the coin that came with them."""
    more = rest.take(ItemGained, lambda e: e.ref == event.ref)
    rest.take(ItemRemoved)
    phrases = [item_phrase(e.item.name, e.item.quantity) for e in (event, *more)]
    coins = rest.take_one(CoinsChanged, lambda e: e.ref == event.ref and e.amount_cp > 0)
    if coins is not None:
        phrases.append(counting.coins(coins.amount_cp))
    values: Values = {"d": t.noun(event.ref), "things": grammar.listed(phrases)}
    giver = t.creature(event.source)
    if giver is not None:
        values["p"] = t.noun(giver.ref)
        t.say("given" if not giver.is_dead else "taken.body", **values)
        return
    flags = {"many"} if len(phrases) > 1 else set()
    t.say("gained", flags=flags, **values)


def tell_lost(t: Telling, event: ItemLost, rest: Unfolding) -> None:
    """Tell a thing used up, dropped, given or sold."""
    left = rest.take_one(ItemLeft)
    got = rest.take_one(ItemGained, lambda e: e.item.key == event.key and e.ref != event.ref)
    because = event.because.lower()
    values: Values = {
        "d": t.noun(event.ref),
        "thing": item_phrase(event.name, event.quantity),
        "x": thing(event.name),
    }
    if got is not None:
        values["p"] = t.noun(got.ref)
        t.say("gave", **values)
    elif left is not None or "drop" in because:
        t.say("dropped", **values)
    elif any(word in because for word in ("ammunition", "shot", "fired", "component", "sold")):
        return
    elif any(word in because for word in ("stolen", "broke", "taken")):
        t.say("lost.taken", **values)
    else:
        t.say("lost", **values)


def tell_equipped(t: Telling, event: ItemEquipped, rest: Unfolding) -> None:
    """Tell something put on or away; what is put away for it in the same breath."""
    more = rest.take(ItemEquipped, lambda e: e.ref == event.ref)
    names: dict[bool, list[str]] = {True: [], False: []}
    for one in (event, *more):
        names[one.is_equipped].append(thing(one.name).phrase)
    who = t.noun(event.ref)
    on, off = _together(names[True]), _together(names[False])
    if names[True] and names[False]:
        t.say("swaps", d=who, x=on, o=off)
    else:
        t.say("equips" if names[True] else "unequips", d=who, x=on if names[True] else off)


def _together(names: list[str]) -> nouns.Noun:
    """Return several things as one noun."""
    if len(names) == 1:
        return nouns.of_phrase(names[0])
    return nouns.Noun(grammar.listed(names), "they", is_proper=True, is_many=True)


def tell_coins(t: Telling, event: CoinsChanged, rest: Unfolding) -> None:
    """Tell money gained or spent outside a sale."""
    values: Values = {"d": t.noun(event.ref), "coins": money(event.amount_cp)}
    amount = -event.amount_cp
    got = rest.take_one(CoinsChanged, lambda e: amount > 0 and e.amount_cp == amount)
    if got is not None:
        t.say("coins.given", p=t.noun(got.ref), **values)
        return
    if event.amount_cp:
        t.say("coins.gained" if event.amount_cp > 0 else "coins.spent", **values)


def tell_traded(t: Telling, event: ItemTraded, rest: Unfolding) -> None:
    """Tell a sale: what, whose, for how much."""
    rest.take(CoinsChanged)
    rest.take(ItemGained)
    rest.take(ItemLost)
    seller = t.noun(event.ref)
    name = event.item.replace("-", " ")
    values: Values = {
        "p": seller, "d": t.noun(event.by), "x": thing(name), "thing": item_phrase(name, 1),
        "coins": money(event.price_cp),
    }  # fmt: skip
    t.say("bought" if event.is_bought else "sold", **values)


def tell_left(t: Telling, event: ItemLeft, rest: Unfolding) -> None:
    """Tell a thing left lying."""
    t.say("left", thing=item_phrase(event.item.name, event.item.quantity))


def tell_removed(t: Telling, event: ItemRemoved, rest: Unfolding) -> None:
    """Tell nothing: what was picked up is told as gained."""


def tell_feature(t: Telling, event: FeatureChanged, rest: Unfolding) -> None:
    """Tell a thing in the place found, opened, shut, searched or sprung."""
    values: Values = {"x": thing(event.name), "you": t.noun(t.actor)}
    if event.is_hidden is False:
        t.say("feature.found", **{**values, "things": grammar.with_article(_low(event.name))})
    if event.trap_is_sprung:
        t.say("feature.sprung", **values)
    if event.is_open is not None:
        lids = bool(_LIDDED.search(event.name.lower()))
        opened = "feature.open" if lids else "feature.works"
        t.say(opened if event.is_open else "feature.shut", **values)
    if event.is_emptied and event.is_open is None and not rest.ahead():
        t.say("feature.empty", **values)


def tell_exit(t: Telling, event: ExitChanged, rest: Unfolding) -> None:
    """Tell a way found, unlocked or barred."""
    values: Values = {"x": thing(event.name)}
    if event.is_hidden is False:
        t.say("exit.found", **values)
    if event.is_locked is not None:
        t.say("exit.locked" if event.is_locked else "exit.unlocked", **values)


def tell_discovered(t: Telling, event: LocationDiscovered, rest: Unfolding) -> None:
    """Tell places that are on the map now."""
    more = rest.take(LocationDiscovered)
    places = [place_noun(e.name).phrase for e in (event, *more)]
    t.say("discovered", places=grammar.listed(places), flags={"many"} if more else ())


def tell_used(t: Telling, event: ItemUsed, rest: Unfolding) -> None:
    """Tell something carried put to use; what it does follows."""
    rest.take(ItemLost, lambda e: e.ref == event.ref and e.key == event.item)
    values: Values = {"d": t.noun(event.ref), "x": thing(event.name)}
    low = event.name.lower()
    kind = next((kind for kind, pattern in _KINDS if re.search(pattern, low)), "thing")
    target = t.creature(event.target)
    if target is not None and target.ref != event.ref:
        values["o"] = t.noun(target.ref)
    t.say(f"uses.{kind}", **values)


def harm_follows(rest: Unfolding) -> bool:
    """Say whether somebody is hurt before the next break."""
    return any(isinstance(e, DamageTaken) for e in rest.ahead())


TELLS: dict[type, Callable[..., None]] = {
    SearchMade: tell_search,
    ItemGained: tell_gained,
    ItemLost: tell_lost,
    ItemEquipped: tell_equipped,
    CoinsChanged: tell_coins,
    ItemTraded: tell_traded,
    ItemLeft: tell_left,
    ItemRemoved: tell_removed,
    FeatureChanged: tell_feature,
    ExitChanged: tell_exit,
    LocationDiscovered: tell_discovered,
    ItemUsed: tell_used,
}
