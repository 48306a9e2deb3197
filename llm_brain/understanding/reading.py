"""One clause with its kind made into typed actions: targets, things, spells, ways and amounts filled in from the scene.

It is told the kind; where the target shows the kind was another (one "kicks" a door, one "grabs" a person) it says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from llm_brain.referee.actions import Action, ActionKind
from llm_brain.referee.scene import Noun
from llm_brain.understanding import belongings, ways
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.heads import Head
from llm_brain.understanding.phrases import Phrase, phrases_of
from llm_brain.understanding.roles import EXIT_LIKE, KINDS_OF, LIVING, PREPOSITIONS_OF
from llm_brain.understanding.spell_names import SpellFound
from llm_brain.understanding.targets import EVERYBODY, Situation, find
from llm_brain.understanding.words import language


@dataclass(frozen=True)
class Heard:
    """A clause with what was made out so far."""

    clause: Clause
    head: Head
    kind: ActionKind
    skill: str | None = None
    spell: SpellFound | None = None

    @property
    def behind(self) -> tuple[str, ...]:
        """The words after the verb."""
        return self.head.rest[1:] if self.head.verb else self.head.rest


def target_of(phrases: Sequence[Phrase], kind: str, situation: Situation) -> Noun | None:
    """Return the noun the phrases give a kind of action for its target."""
    order = PREPOSITIONS_OF.get(kind, ())
    ranked = sorted(phrases, key=lambda p: order.index(p.prep) if p.prep in order else len(order))
    for kinds in KINDS_OF.get(kind, ()):
        for phrase in ranked:
            if phrase.prep in ("with", "using") and kind not in ("talk", "look", "move", "search", "help"):
                continue
            found = find(phrase.words, kinds, situation)
            if found is not None:
                return found
    return None


def all_of(phrases: Sequence[Phrase], kinds: Sequence[str], situation: Situation) -> list[Noun]:
    """Return every noun of the kinds that the phrases name, in order."""
    found: list[Noun] = []
    for phrase in phrases:
        noun = find(phrase.words, kinds, situation)
        if noun is not None and noun not in found:
            found.append(noun)
    return found


def instrument(phrases: Sequence[Phrase], situation: Situation) -> str | None:
    """Return the key of what is carried and named as the means: "with my axe", "use the rope"."""
    ranked = sorted(phrases, key=lambda p: p.prep not in ("with", "using"))
    for phrase in ranked:
        found = belongings.carried(phrase.words, situation)
        if found is not None:
            return found.ref.removeprefix("item:")
    return None


def action(heard: Heard, noun: Noun | None = None, **more: object) -> Action:
    """Return an action of a clause upon a noun."""
    return Action.model_validate(
        {
            "kind": heard.kind,
            "text": heard.clause.text,
            "skill": heard.skill,
            "target": noun.name if noun else None,
            "target_ref": noun.ref if noun else None,
            **more,
        }
    )


def plain(heard: Heard, situation: Situation) -> list[Action]:
    """Return the action of a clause with nothing special about it."""
    phrases = phrases_of(heard.behind)
    if heard.kind in EXIT_LIKE:
        return [_going(heard, phrases, situation)]
    noun = target_of(phrases, heard.kind, situation)
    return [action(heard, noun, item=instrument(phrases, situation) if heard.kind != "look" else None)]


def _going(heard: Heard, phrases: list[Phrase], situation: Situation) -> Action:
    words = heard.head.rest
    noun = target_of(phrases, heard.kind, situation)
    on_foot = [w for w in words if w not in ("back", "up", "out", "down")] if _is_near(words) else words
    if noun is None or noun.kind == "exit":
        noun = ways.way(on_foot, situation) or noun
    if heard.kind == "sneak" and noun is not None and noun.kind in LIVING and "past" in words:
        beyond = ways.way(words[words.index("past") + 1 :], situation)
        noun = beyond if beyond is not None and "through" in words else noun
    return action(heard, noun, direction=ways.direction_of(words))


def _is_near(words: Sequence[str]) -> bool:
    """Say whether "up", "back", "out" only colour the walking: "walk up to her", "back off", "step out of reach"."""
    line = " ".join(words)
    return bool(re.search(r"\b(?:up to|over to|back off|back away|step back|move back|back up|fall back|out of (?:reach|the way))\b", line))


def attacking(heard: Heard, situation: Situation) -> list[Action]:
    """Return an attack; on many, the others follow in `more_refs`; on a thing it is handling it."""
    phrases = phrases_of(heard.behind)
    item = instrument(phrases, situation)
    foes = all_of([p for p in phrases if p.prep not in ("with", "using")], ("foe", "person"), situation)
    if EVERYBODY & set(heard.behind) and not [f for f in foes if "them" not in heard.behind]:
        present = sorted(situation.scene.of_kind("foe"), key=situation.distance_ft)
        if present:
            return [action(heard, present[0], item=item, more_refs=tuple(n.ref for n in present[1:]))]
    noun = target_of(phrases, "attack", situation)
    if noun is not None and noun.kind in ("feature", "exit"):
        return [action(heard, noun, item=item, kind="interact")]
    return [action(heard, noun, item=item)]


def giving(heard: Heard, situation: Situation) -> list[Action]:
    """Return what is given to whom; `quantity` of coins is in copper pieces."""
    phrases = phrases_of(heard.behind)
    to_whom = next((f for kinds in KINDS_OF["give"] for f in all_of(phrases, kinds, situation)), None)
    recipient = to_whom.ref if to_whom else None
    money = belongings.coins(heard.behind)
    given = [n for p in phrases if (n := belongings.carried(p.words, situation)) is not None]
    given += all_of(phrases, ("item_here",), situation) if not given else []
    if money is not None and not given:
        return [action(heard, to_whom, item="coins", quantity=money, recipient_ref=recipient)]
    many = belongings.quantity(heard.behind)
    return [
        action(heard, noun, item=noun.ref.removeprefix("item:"), recipient_ref=recipient, quantity=many)
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
            made.append(action(heard, partner, item=key, quantity=many, recipient_ref=partner.ref if partner else None))
        elif (goods := belongings.for_sale(phrase.words, situation)) is not None:
            seller = partner or situation.nouns.get(goods.seller)
            made.append(action(heard, seller, item=goods.item.key, quantity=many))
    return made or [action(heard, partner)]


def taking(heard: Heard, situation: Situation) -> list[Action]:
    """Return what is taken, an action for each thing; a living person is grabbed instead."""
    phrases = phrases_of(heard.behind)
    if {"everything", "all", "both", "them", "whatever"} & set(heard.behind) and not all_of(phrases, ("body", "feature"), situation):
        here = situation.scene.of_kind("item_here")
        named = all_of(phrases, ("item_here",), situation)
        if here and len(named) < 2:
            return [action(heard, noun, item=noun.ref.removeprefix("item:")) for noun in here]
    things = all_of(phrases, ("item_here",), situation)
    if things:
        return [action(heard, n, item=n.ref.removeprefix("item:"), quantity=belongings.quantity(heard.behind)) for n in things]
    noun = target_of(phrases, "take", situation)
    if noun is None and heard.head.verb in ("loot", "strip", "plunder", "scavenge"):
        bodies = situation.scene.of_kind("body")
        noun = bodies[0] if bodies else None
    if noun is not None and noun.kind in ("foe", "person"):
        steals = heard.head.verb in ("steal", "swipe", "nick", "pilfer", "filch", "lift", "loot", "strip", "take")
        if steals:
            return [action(heard, noun, kind="skill_check", skill="sleight of hand")]
        return [action(heard, noun, kind="grapple")]
    if noun is not None and noun.kind == "item_carried":
        return [action(heard, noun, kind="equip", item=noun.ref.removeprefix("item:"))]
    if noun is not None and noun.kind == "exit":
        return [action(heard, noun, kind="move")]
    return [action(heard, noun)]


def using(heard: Heard, situation: Situation) -> list[Action]:
    """Return something carried put to use, on whom or what."""
    phrases = phrases_of(heard.behind)
    feature = belongings.feature_used(heard.head.rest)
    if feature is not None:
        return [action(heard, target_of([p for p in phrases if "undead" not in p.words], "use_item", situation), item=feature)]
    item = instrument(phrases, situation)
    if item is None:
        lying = all_of(phrases, ("item_here",), situation)
        item = lying[0].ref.removeprefix("item:") if lying else None
    others = [p for p in phrases if item is None or not _names(p, item, situation)]
    noun = target_of(others, "use_item", situation)
    if item is None and heard.head.verb in ("drink", "quaff", "chug", "gulp", "swig", "sip", "use"):
        item = _potion(situation)
    recipient = noun.ref if noun is not None and noun.kind in LIVING else None
    return [action(heard, noun, item=item, recipient_ref=recipient)]


def _potion(situation: Situation) -> str | None:
    own = [n for n in situation.scene.of_kind("item_carried") if "potion" in n.name.lower()]
    return own[0].ref.removeprefix("item:") if own else None


def _names(phrase: Phrase, item: str, situation: Situation) -> bool:
    own = belongings.carried(phrase.words, situation)
    return own is not None and own.ref == f"item:{item}"


def handling(heard: Heard, situation: Situation) -> list[Action]:
    """Return dropping or equipping: an action for each thing of one's own."""
    phrases = phrases_of(heard.behind)
    own = [n for p in phrases if (n := belongings.carried(p.words, situation)) is not None]
    if not own:
        return [action(heard)]
    many = belongings.quantity(heard.behind) if heard.kind == "drop" else None
    return [action(heard, n, item=n.ref.removeprefix("item:"), quantity=many) for n in dict.fromkeys(own)]


def casting(heard: Heard, situation: Situation) -> list[Action]:
    """Return a spell with its target, further targets and slot level."""
    spell = heard.spell
    words = heard.head.rest
    level = slot_level(words)
    if spell is not None:
        words = (*words[: spell.start], *words[spell.end :])
    behind = tuple(w for w in (words[1:] if heard.head.verb and (spell is None or spell.start) else words) if w not in ("level", "slot", "lvl"))
    phrases = phrases_of(behind)
    key = spell.key if spell else None
    if {"me", "myself", "self"} & set(behind) or {"me", "myself"} & set(words):
        hero = situation.nouns.get(situation.actor)
        return [action(heard, hero, spell=key, slot_level=level)]
    noun = target_of(phrases, "cast", situation) or ways_target(behind, situation)
    more = [n.ref for n in all_of(phrases, KINDS_OF["cast"][0], situation) if noun is not None and n.ref != noun.ref]
    return [action(heard, noun, spell=key, slot_level=level, more_refs=tuple(more) if noun and noun.kind in LIVING else ())]


def ways_target(words: Sequence[str], situation: Situation) -> Noun | None:
    """Return the exit a spell is cast toward: "misty step upstairs"."""
    return ways.way(words, situation) if {"upstairs", "downstairs"} & set(words) else None


def slot_level(words: Sequence[str]) -> int | None:
    """Return the slot level asked for: "at 3rd level", "using a second level slot", "lvl 2"."""
    ordinals = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9}
    line = " ".join(words)
    match = re.search(r"\b(\d|\w+)(?:st|nd|rd|th)? (?:level|lvl)\b|\b(?:level|lvl) (\d|\w+)\b", line)
    if match is None:
        return None
    said = match[1] or match[2]
    digits = re.match(r"\d", said)
    found = int(digits[0]) if digits else ordinals.get(said) or language()["numbers"].get(said)
    return found if found and 1 <= found <= 9 else None


READERS = {
    "attack": attacking, "give": giving, "buy": trading, "sell": trading, "take": taking, "use_item": using,
    "drop": handling, "equip": handling, "cast": casting,
}  # fmt: skip


def read_as(heard: Heard, situation: Situation) -> list[Action]:
    """Return the actions of a clause of a known kind."""
    return READERS.get(heard.kind, plain)(heard, situation)
