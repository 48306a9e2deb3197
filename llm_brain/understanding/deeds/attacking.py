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
    foes = all_of(
        [p for p in phrases if p.prep not in ("with", "using")], ("foe", "person"), situation
    )
    everybody = EVERYBODY & set(heard.behind) and "with everything" not in " ".join(heard.behind)
    if everybody and ("them" in heard.behind or not foes):
        present = sorted(situation.scene.of_kind("foe"), key=situation.distance_ft)
        if present:
            return [
                action(heard, present[0], item=item, more_refs=tuple(n.ref for n in present[1:]))
            ]
    item = item or _thrown(phrases, situation)
    item = _bow_of(item, situation)
    noun = target_of(phrases, "attack", situation) or further_on(heard, situation)
    direct = [p for p in phrases if p.prep in ("", "at", "on", "against", "into")]
    handled = _handled_first(phrases, situation)
    if handled is not None and (noun is None or heard.head.verb not in THROWING):
        return [action(heard, handled, item=item, kind="interact")]
    struck = [m.noun for p in direct for m in situation.index.matches(p.words, ("hero",))]
    is_friend = noun is not None and noun.kind == "hero" and noun not in struck
    if noun is not None and noun.kind != "foe" and (is_friend or _is_anybody(phrases, situation)):
        noun = None
    if noun is None and OWNERS & set(heard.behind):
        owner = next(word for word in heard.behind if word in OWNERS)
        noun = find((OWNERS_AS[owner],), ("foe", "person"), situation)
    if (
        noun is not None
        and noun.kind in ("feature", "exit")
        and item
        and heard.head.verb in ("burn", "torch", "throw")
    ):
        return [action(heard, noun, item=item, kind="use_item")]
    if noun is not None and noun.kind in ("feature", "exit"):
        return [action(heard, noun, item=item, kind="interact")]
    if item and heard.head.verb in THROWING and _is_spent(item, situation):
        return [action(heard, noun, item=item, kind="use_item")]
    if noun is None and not situation.scene.is_fight and item and "with" not in heard.behind:
        return [action(heard, noun, item=item, kind="use_item")]
    return [action(heard, noun, item=item)]


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


def _bow_of(item: str | None, situation: Situation) -> str | None:
    """Return the bow for an arrow, other things as they are."""
    wanted = AMMUNITION.get(item or "")
    own = [noun.ref.removeprefix("item:") for noun in situation.scene.of_kind("item_carried")]
    return next((key for key in own if wanted and key.endswith(wanted)), item)
