"""Things that change hands: given, bought, sold, taken, dropped, equipped; an action for each thing."""

import re
from collections.abc import Sequence
from dataclasses import replace

from llm_brain.referee.actions import Action
from llm_brain.referee.scene import Noun
from llm_brain.understanding import belongings
from llm_brain.understanding.heard import Heard, action, all_of, target_of
from llm_brain.understanding.nouns import content_words
from llm_brain.understanding.phrases import Phrase, phrases_of
from llm_brain.understanding.roles import KINDS_OF
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import plain_words


def giving(heard: Heard, situation: Situation) -> list[Action]:
    """Return what is given to whom; of money the number of coins, whose kind the text names. Nothing where neither is named."""
    if heard.behind[:1] in (("me",), ("us",)):
        return _demanded(heard, situation)
    phrases = phrases_of(heard.behind)
    receiving = sorted(phrases, key=lambda p: p.prep != "to")
    to_whom = next(
        (f for kinds in KINDS_OF["give"] for f in all_of(receiving, kinds, situation)), None
    )
    recipient = to_whom.ref if to_whom else None
    money = belongings.coins(heard.behind)
    given = _given(phrases, situation)
    if money is not None and not [
        n for n in given if set(plain_words(n.name)[-1:]) & set(heard.behind)
    ]:
        return [action(heard, to_whom, item="coins", quantity=money, recipient_ref=recipient)]
    if heard.head.verb == "feed" and to_whom is not None and given:
        drunk = [n for n in given if "potion" in n.name.lower()]
        if drunk:
            key = drunk[0].ref.removeprefix("item:")
            return [action(heard, to_whom, kind="use_item", item=key, recipient_ref=recipient)]
    many = belongings.quantity(heard.behind)
    made = [
        action(
            heard, noun, item=noun.ref.removeprefix("item:"), recipient_ref=recipient, quantity=many
        )
        for noun in dict.fromkeys(given)
    ]
    if made or to_whom is not None or heard.head.rest[1:2] == ("it",):
        return made or [action(heard, to_whom, recipient_ref=recipient)]
    return []


def _given(phrases: Sequence[Phrase], situation: Situation) -> list[Noun]:
    """Return the things named as the gift: never where somebody is named better, never what one stands behind."""
    given: list[Noun] = []
    for phrase in phrases:
        own = belongings.carried(phrase.words, situation)
        if own is None or phrase.prep in PLACES or _names_somebody(phrase, own, situation):
            continue
        given.append(own)
    here = ("item_here",)
    spoken = [p for p in phrases if p.words == ("it",) or situation.index.matches(p.words, here)]
    return given or all_of(spoken, here, situation)


def _names_somebody(phrase: Phrase, own: Noun, situation: Situation) -> bool:
    matches = situation.index.matches(phrase.words, (own.kind, "person", "hero", "foe"))
    score = next((m.score for m in matches if m.noun.ref == own.ref), 0.0)
    return bool(matches) and matches[0].noun.ref != own.ref and matches[0].score > score


def _demanded(heard: Heard, situation: Situation) -> list[Action]:
    """Return "give me …" as an order where it is for sale, else as a demand."""
    asked = [p for p in phrases_of(heard.behind[1:]) if belongings.for_sale(p.words, situation)]
    if asked and not situation.scene.is_fight:
        return trading(replace(heard, kind="buy"), situation)
    return [action(heard, target_of(phrases_of(heard.behind), "talk", situation), kind="persuade")]


PLACES = frozenset("behind under beneath near beside at by inside against before".split())


def trading(heard: Heard, situation: Situation) -> list[Action]:
    """Return what is bought from or sold to whom, an action for each thing."""
    phrases = phrases_of(heard.behind)
    partner = target_of(phrases, heard.kind, situation)
    made: list[Action] = []
    for phrase in phrases:
        many = belongings.quantity(phrase.words)
        if heard.kind == "sell":
            own = belongings.carried(phrase.words, situation)
            if own is None:
                continue
            key = own.ref.removeprefix("item:")
            made.append(
                action(
                    heard,
                    partner,
                    item=key,
                    quantity=many,
                    recipient_ref=partner.ref if partner else None,
                )
            )
        elif (goods := belongings.for_sale(phrase.words, situation)) is not None:
            seller = partner or situation.nouns.get(goods.seller)
            made.append(action(heard, seller, item=goods.item.key, quantity=many))
    once = {made_of.item: made_of for made_of in reversed(made)}
    return [one for one in made if once[one.item] is one] or [action(heard, partner)]


def taking(heard: Heard, situation: Situation) -> list[Action]:
    """Return what is taken, an action for each thing; a living person is grabbed instead."""
    phrases = phrases_of(heard.behind)
    every = _everything(heard, phrases, situation)
    things = every or _listed(heard, situation) or all_of(phrases, ("item_here",), situation)
    if things:
        many = None if every else belongings.quantity(heard.behind)
        return [
            action(heard, noun, item=noun.ref.removeprefix("item:"), quantity=many)
            for noun in things
        ]
    is_sold = bool(phrases) and all(belongings.for_sale(p.words, situation) for p in phrases)
    if is_sold and not situation.scene.is_fight:
        return trading(replace(heard, kind="buy"), situation)
    if {"inside", "whatever", "contents"} & set(heard.clause.words):
        known = [n for ref in situation.recent if (n := situation.nouns.get(ref)) is not None]
        holder = next((n for n in known if n.kind in ("feature", "body")), None)
        if holder is not None:
            return [action(heard, holder)]
    noun = target_of(phrases, "take", situation)
    if noun is None and heard.head.verb in ("loot", "strip", "plunder", "scavenge"):
        noun = next(iter(situation.scene.of_kind("body")), None)
    return [_taken(heard, noun)]


def _everything(heard: Heard, phrases: Sequence[Phrase], situation: Situation) -> list[Noun]:
    """Return all that lies here for "take everything", nothing for any other taking."""
    if not {"everything", "all", "both", "them"} & set(heard.behind):
        return []
    if all_of(phrases, ("body", "feature"), situation):
        return []
    named = all_of(phrases, ("item_here",), situation)
    return list(situation.scene.of_kind("item_here")) if len(named) < 2 else []


def _listed(heard: Heard, situation: Situation) -> list[Noun]:
    """Return the things here that a list names: "get the candlestick, bone key and mug"."""
    if "," not in heard.clause.text:
        return []
    parts = [plain_words(part) for part in re.split(r",|\band\b", heard.clause.text)]
    parts[0] = heard.behind[: len(parts[0])] if parts else ()
    found = [
        n for part in parts if part for n in all_of(phrases_of(part), ("item_here",), situation)
    ]
    return list(dict.fromkeys(found)) if len(set(found)) > 1 else []


def _taken(heard: Heard, noun: Noun | None) -> Action:
    """Return what "taking" a thing, a person, one's own gear or a way comes to."""
    if noun is None:
        return action(heard)
    if noun.kind in ("foe", "person"):
        if heard.head.verb in ("loot", "strip", "take"):
            return action(heard, noun)
        if heard.head.verb in ("steal", "swipe", "nick", "pilfer", "filch", "lift"):
            return action(heard, noun, kind="skill_check", skill="sleight of hand")
        return action(heard, noun, kind="grapple")
    if noun.kind == "item_carried" and "potion" in noun.ref and heard.head.verb in ("take", "have"):
        return action(heard, kind="use_item", item=noun.ref.removeprefix("item:"))
    if noun.kind == "item_carried":
        return action(heard, noun, kind="equip", item=noun.ref.removeprefix("item:"))
    if noun.kind in ("feature", "exit") and heard.head.verb in ("lift", "pluck", "pinch"):
        return action(heard, noun, kind="interact")
    if noun.kind == "exit" and not content_words(heard.behind):
        return action(heard)
    other = {"hero": "help", "exit": "move"}.get(noun.kind, heard.kind)
    return action(heard, noun, kind=other)


def handling(heard: Heard, situation: Situation) -> list[Action]:
    """Return dropping or equipping: an action for each thing of one's own."""
    phrases = phrases_of(heard.behind)
    own = [n for p in phrases if (n := belongings.carried(p.words, situation)) is not None]
    if not own:
        return [action(heard)]
    if heard.head.verb in ("swap", "switch", "change", "trade", "exchange"):
        own = own[-1:]
    many = belongings.quantity(heard.behind) if heard.kind == "drop" else None
    return [
        action(heard, n, item=n.ref.removeprefix("item:"), quantity=many)
        for n in dict.fromkeys(own)
    ]
