"""Things that change hands: given, bought, sold, taken, dropped, equipped; an action for each thing."""

import re
from dataclasses import replace

from llm_brain.referee.actions import Action
from llm_brain.referee.scene import Noun
from llm_brain.understanding import belongings
from llm_brain.understanding.heard import Heard, action, all_of, target_of
from llm_brain.understanding.nouns import content_words
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.roles import KINDS_OF
from llm_brain.understanding.targets import Situation
from llm_brain.understanding.words import plain_words


def giving(heard: Heard, situation: Situation) -> list[Action]:
    """Return what is given to whom; of money the number of coins, whose kind the text names."""
    phrases = phrases_of(heard.behind)
    receiving = sorted(phrases, key=lambda p: p.prep != "to")
    to_whom = next(
        (f for kinds in KINDS_OF["give"] for f in all_of(receiving, kinds, situation)), None
    )
    recipient = to_whom.ref if to_whom else None
    money = belongings.coins(heard.behind)
    given = [n for p in phrases if (n := belongings.carried(p.words, situation)) is not None]
    given += all_of(phrases, ("item_here",), situation) if not given else []
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
    return [
        action(
            heard, noun, item=noun.ref.removeprefix("item:"), recipient_ref=recipient, quantity=many
        )
        for noun in dict.fromkeys(given)
    ] or [action(heard, to_whom, recipient_ref=recipient)]


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
    return made or [action(heard, partner)]


def taking(heard: Heard, situation: Situation) -> list[Action]:
    """Return what is taken, an action for each thing; a living person is grabbed instead."""
    phrases = phrases_of(heard.behind)
    if {"everything", "all", "both", "them"} & set(heard.behind) and not all_of(
        phrases, ("body", "feature"), situation
    ):
        here = situation.scene.of_kind("item_here")
        named = all_of(phrases, ("item_here",), situation)
        if here and len(named) < 2:
            return [action(heard, noun, item=noun.ref.removeprefix("item:")) for noun in here]
    things = _listed(heard, situation) or all_of(phrases, ("item_here",), situation)
    if things:
        return [
            action(
                heard,
                n,
                item=n.ref.removeprefix("item:"),
                quantity=belongings.quantity(heard.behind),
            )
            for n in things
        ]
    if (
        not situation.scene.is_fight
        and all(belongings.for_sale(p.words, situation) for p in phrases)
        and phrases
    ):
        return trading(replace(heard, kind="buy"), situation)
    if {"inside", "whatever", "contents"} & set(heard.clause.words):
        holder = next(
            (
                r
                for r in situation.recent
                if situation.nouns.get(r) and situation.nouns[r].kind in ("feature", "body")
            ),
            None,
        )
        if holder is not None:
            return [action(heard, situation.nouns[holder])]
    noun = target_of(phrases, "take", situation)
    if noun is None and heard.head.verb in ("loot", "strip", "plunder", "scavenge"):
        noun = next(iter(situation.scene.of_kind("body")), None)
    return [_taken(heard, noun)]


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
    many = belongings.quantity(heard.behind) if heard.kind == "drop" else None
    return [
        action(heard, n, item=n.ref.removeprefix("item:"), quantity=many)
        for n in dict.fromkeys(own)
    ]
