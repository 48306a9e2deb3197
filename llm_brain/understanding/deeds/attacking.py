"""Attacks: on whom, with what, on how many. Struck things are handled, not attacked."""

from collections.abc import Sequence

from llm_brain.referee.actions import Action
from llm_brain.referee.scene import Noun
from llm_brain.understanding import belongings
from llm_brain.understanding.heard import Heard, action, all_of, further_on, instrument, target_of
from llm_brain.understanding.nouns import STOP_WORDS, content_words
from llm_brain.understanding.phrases import Phrase, phrases_of
from llm_brain.understanding.targets import EVERYBODY, Situation, find
from llm_brain.understanding.words import language

THROWING = frozenset(
    "throw hurl chuck toss fling lob yeet pitch sling launch flick splash pour heave".split()
)
OWNERS_AS = {"his": "him", "her": "her", "their": "them", "its": "it"}
OWNERS = frozenset(OWNERS_AS)
AMMUNITION = {"arrow": "bow", "bolt": "crossbow", "crossbow-bolt": "crossbow"}


def attacking(heard: Heard, situation: Situation) -> list[Action]:
    """Return an attack; on many, the others follow in `more_refs`; on a thing it is handling it."""
    phrases = phrases_of(heard.behind)
    item = instrument(phrases, situation)
    everyone = _everybody(heard, phrases, situation)
    if everyone:
        others = tuple(noun.ref for noun in everyone[1:])
        return [action(heard, everyone[0], item=item, more_refs=others)]
    item = bow_of(item or _thrown(phrases, situation), situation)
    noun = target_of(phrases, "attack", situation) or further_on(heard, situation)
    handled = _handled_first(phrases, situation)
    if handled is not None and (noun is None or heard.head.verb not in THROWING):
        return [action(heard, handled, item=item, kind="interact")]
    noun = _never_a_bystander(noun, phrases, situation)
    if noun is None and OWNERS & set(heard.behind):
        owner = next(word for word in heard.behind if word in OWNERS)
        noun = find((OWNERS_AS[owner],), ("foe", "person"), situation)
    return [_struck(heard, noun, item, situation)]


def _everybody(heard: Heard, phrases: Sequence[Phrase], situation: Situation) -> list[Noun]:
    """Return all foes, nearest first, for "attack them all"; nobody for any other attack."""
    named = [p for p in phrases if p.prep not in ("with", "using")]
    foes = all_of(named, ("foe", "person"), situation)
    is_all = EVERYBODY & set(heard.behind) and "with everything" not in " ".join(heard.behind)
    if not is_all or (foes and "them" not in heard.behind):
        return []
    return sorted(situation.scene.of_kind("foe"), key=situation.distance_ft)


def _never_a_bystander(
    noun: Noun | None, phrases: Sequence[Phrase], situation: Situation
) -> Noun | None:
    """Return the target, None for a friend, a bystander or a corpse that was not named."""
    if noun is None or noun.kind == "foe":
        return noun
    direct = [p for p in phrases if p.prep in ("", "at", "on", "against", "into")]
    named = [m.noun for p in direct for m in situation.index.matches(p.words, ("hero", "body"))]
    is_unnamed = noun.kind in ("hero", "body") and noun not in named
    return None if is_unnamed or _is_anybody(phrases, situation) else noun


def _struck(heard: Heard, noun: Noun | None, item: str | None, situation: Situation) -> Action:
    """Return the blow as what it comes to: an attack, a thing handled, or something thrown and spent."""
    if noun is not None and noun.kind in ("feature", "exit"):
        is_spent = item is not None and heard.head.verb in ("burn", "torch", "throw")
        return action(heard, noun, item=item, kind="use_item" if is_spent else "interact")
    if item and heard.head.verb in THROWING and _is_spent(item, situation):
        return action(heard, noun, item=item, kind="use_item")
    if noun is None and not situation.scene.is_fight and item and "with" not in heard.behind:
        return action(heard, noun, item=item, kind="use_item")
    return action(heard, noun, item=item)


def _is_spent(item: str, situation: Situation) -> bool:
    """Say whether a thing thrown is one's own and no weapon: oil, a torch."""
    own = any(noun.ref == f"item:{item}" for noun in situation.scene.of_kind("item_carried"))
    return own and not belongings.WEAPON.search(item)


def _handled_first(phrases: Sequence[Phrase], situation: Situation) -> Noun | None:
    """Return the thing struck when it alone is the direct object: "kick the boulder toward them"."""
    direct = [p for p in phrases if p.prep == ""][:1]
    if not direct or find(direct[0].words, ("foe", "person", "hero"), situation) is not None:
        return None
    if belongings.carried(direct[0].words, situation) is not None:
        return None
    matches = situation.index.matches(direct[0].words, ("feature", "exit"))
    return matches[0].noun if matches else None


def _is_anybody(phrases: Sequence[Phrase], situation: Situation) -> bool:
    """Say whether only "the nearest enemy", "the wounded one" was said: never a bystander, never a friend."""
    aimed = [p for p in phrases if p.prep in ("", "at", "on", "against")]
    named = [w for p in aimed if belongings.carried(p.words, situation) is None for w in p.words]
    content = [w for w in named if w not in STOP_WORDS]
    known = language()
    return any(w not in known["pronouns"] for w in content) and all(
        w in known["generic"] or w in known["descriptors"] or w in known["pronouns"]
        for w in content
    )


def _thrown(phrases: Sequence[Phrase], situation: Situation) -> str | None:
    named = [p for p in phrases if p.prep == "" and content_words(p.words)]
    lying = all_of(named, ("item_here",), situation)
    return lying[0].ref.removeprefix("item:") if lying else None


def bow_of(item: str | None, situation: Situation) -> str | None:
    """Return the bow for an arrow, other things as they are."""
    wanted = AMMUNITION.get(item or "")
    own = [noun.ref.removeprefix("item:") for noun in situation.scene.of_kind("item_carried")]
    return next((key for key in own if wanted and key.endswith(wanted)), item)
