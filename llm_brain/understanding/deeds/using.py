"""Things carried put to use, and class features used by name: on whom or what."""

from llm_brain.referee.actions import Action
from llm_brain.understanding import belongings
from llm_brain.understanding.heard import Heard, action, all_of, instrument, target_of
from llm_brain.understanding.phrases import Phrase, phrases_of
from llm_brain.understanding.roles import LIVING
from llm_brain.understanding.targets import Situation


def using(heard: Heard, situation: Situation) -> list[Action]:
    """Return something carried put to use, on whom or what."""
    phrases = phrases_of(heard.behind)
    feature = belongings.feature_used(heard.head.rest)
    if feature is not None:
        return [
            action(
                heard,
                target_of([p for p in phrases if "undead" not in p.words], "use_item", situation),
                item=feature,
            )
        ]
    item = instrument(phrases, situation)
    if item is None:
        lying = all_of(phrases, ("item_here",), situation)
        item = lying[0].ref.removeprefix("item:") if lying else None
    others = [p for p in phrases if item is None or not _names(p, item, situation)]
    noun = target_of(others, "use_item", situation)
    if item is None and heard.head.verb in ("drink", "quaff", "chug", "gulp", "swig", "sip", "use"):
        item = _potion(situation)
    if (
        item is not None
        and belongings.WEAPON.search(item)
        and noun is not None
        and noun.kind in ("foe", "person")
    ):
        return [action(heard, noun, kind="attack", item=item)]
    recipient = noun.ref if noun is not None and noun.kind in LIVING else None
    return [action(heard, noun, item=item, recipient_ref=recipient)]


def _potion(situation: Situation) -> str | None:
    own = [n for n in situation.scene.of_kind("item_carried") if "potion" in n.name.lower()]
    return own[0].ref.removeprefix("item:") if own else None


def _names(phrase: Phrase, item: str, situation: Situation) -> bool:
    own = belongings.carried(phrase.words, situation)
    return own is not None and own.ref == f"item:{item}"
