"""The last look at what was read: what lacks its target is given a sensible one, or turned into a question back.

A guess that could cost hit points is never made: whoever attacks must have named somebody who is there, or nobody at all.
"""

from llm_brain.referee.actions import Action
from llm_brain.understanding import asking, belongings
from llm_brain.understanding.heads import GOING_ON, Head
from llm_brain.understanding.nouns import content_words
from llm_brain.understanding.phrases import phrases_of
from llm_brain.understanding.roles import NEEDS_TARGET, PEOPLE_NEEDED
from llm_brain.understanding.targets import Situation, find, pick
from llm_brain.understanding.words import language


def settled(made: Action, head: Head, situation: Situation) -> Action:
    """Return the action, mended or turned into a question."""
    if made.kind == "move" and made.target_ref is None and _is_pointed(head):
        return asking.what(made.text, situation)
    if made.kind in NEEDS_TARGET and made.target_ref is None:
        return _fight_target(made, head, situation)
    if made.kind in PEOPLE_NEEDED:
        return _spoken_to(made, head, situation)
    if made.kind == "interact" and _uses_it(head):
        own = [noun.name for noun in situation.scene.of_kind("item_carried", "feature")]
        return asking.which_thing(made.text, "use", own)
    if made.kind == "use_item" and made.item is None:
        return _used(made, head, situation)
    if made.kind == "interact" and made.item is None and _is_vague(head, situation):
        return asking.what(made.text, situation)
    if made.kind == "cast" and made.spell is None:
        return asking.which_spell(made.text, situation)
    if made.kind == "buy" and made.item is None:
        return _purchase(made, head, situation)
    return made


def _spoken_to(made: Action, head: Head, situation: Situation) -> Action:
    """Return speech with its listener; what cannot listen is no listener."""
    if _is_deaf(head, situation):
        bystander = situation.nouns.get(made.target_ref or "")
        if bystander is None or bystander.kind in ("feature", "exit"):
            return made.model_copy(update={"kind": "wait", "target": None, "target_ref": None})
    return _listener(made, head, situation) if made.target_ref is None else made


def _uses_it(head: Head) -> bool:
    """Say whether only "use it" was said."""
    named = [word for word in head.rest[1:] if word not in language()["pronouns"]]
    return head.rest[:1] == ("use",) and not named


def _used(made: Action, head: Head, situation: Situation) -> Action:
    """Return the use of a thing that was not made out: rations eaten, else a question."""
    if _is_going_on(head):
        return made.model_copy(update={"kind": "wait"})
    food = situation.index.matches(("rations",), ("item_carried",))
    if head.rest[:2] == ("eat", "something") and food:
        return made.model_copy(update={"item": food[0].noun.ref.removeprefix("item:")})
    if _is_vague(head, situation):
        return asking.what(made.text, situation)
    named = [w for w in content_words(head.rest[1:]) if not situation.index.knows(w)]
    if head.verb in ("light", "drink", "quaff", "eat") and len(named) == 1:
        return made.model_copy(update={"item": named[0]})  # the referee says it is not carried
    own = [noun.name for noun in situation.scene.of_kind("item_carried")]
    return asking.which_thing(made.text, "use", own)


def _is_pointed(head: Head) -> bool:
    """Say whether a way is only pointed at: "go over there", "that way"."""
    words = set(head.rest[1:])
    return bool(words & {"there", "that", "thataway", "yonder"}) and words <= POINTING


POINTING = frozenset(
    "over there that way thataway yonder to the place spot one right up down".split()
)


def _is_going_on(head: Head) -> bool:
    """Say whether one only goes on eating or drinking: "I just keep eating"."""
    return bool(GOING_ON & set(head.peeled)) and len(head.rest) == 1


def _is_vague(head: Head, situation: Situation) -> bool:
    """Say whether what is handled is never named: "the thing", "my secret feature"."""
    named = content_words(head.rest[1:])
    vague = {
        "thing",
        "thingy",
        "thingie",
        "stuff",
        "something",
        "feature",
        "ability",
        "power",
        "know",
        "whatsit",
    }
    return bool(vague & set(named)) and not any(
        map(situation.index.knows, set(named) - vague - {"know"})
    )


def _upon(made: Action, ref: str, situation: Situation) -> Action:
    noun = situation.nouns[ref]
    return made.model_copy(update={"target": noun.name, "target_ref": ref})


def _unknown_words(head: Head, situation: Situation) -> list[str]:
    """Return the words of the first phrases that name nothing here and could name somebody."""
    named: list[str] = []
    for phrase in phrases_of(head.rest[1:]):
        is_means = phrase.prep == "with" and head.verb in ("swing", "strike", "attack", "hit")
        if (
            phrase.prep in ("", "at", "to", "with", "on", "against")
            and not is_means
            and belongings.carried(phrase.words, situation) is None
        ):
            named.extend(phrase.words)
    known = language()
    return [
        word
        for word in content_words(named)
        if word not in known["no_target_words"]
        and word not in known["descriptors"]
        and word not in known["pronouns"]
        and not word.endswith("ly")
        and not word.isdigit()
    ]


def _fight_target(made: Action, head: Head, situation: Situation) -> Action:
    if made.kind == "attack" and SCENERY & set(head.rest):
        return made.model_copy(update={"kind": "interact"})
    foes = situation.scene.of_kind("foe")
    if not foes or _unknown_words(head, situation):
        return asking.whom(made.text, made.kind, situation)
    recent = [ref for ref in situation.recent if any(foe.ref == ref for foe in foes)]
    chosen = situation.nouns[recent[0]] if recent and len(foes) > 1 else pick(foes, (), situation)
    return _upon(made, chosen.ref, situation) if chosen else made


def _is_deaf(head: Head, situation: Situation) -> bool:
    """Say whether what is spoken to cannot listen: the moon, a painting, one's own sword."""
    for phrase in phrases_of(head.rest[1:])[:2]:
        if phrase.prep not in ("", "with", "to", "at"):
            continue
        named = [w for w in content_words(phrase.words) if w not in language()["pronouns"]]
        if named and named[-1] in DEAF:
            return True
        if head.verb in ADDRESSING and find(phrase.words, ("feature", "exit"), situation) and named:
            return find(phrase.words, ("person", "hero", "foe"), situation) is None
    return False


SCENERY = frozenset(
    "table wall floor door bar counter window bench chair ground stool bottle barrel crate tree rock pillar "
    "railing shutter lock chain lid vase pot rope web cobweb straw dummy sack post fence bush".split()
)
DEAF = frozenset(
    "moon sun sky star wind sea rain cloud night tree wall ceiling floor god universe void darkness echo mirror "
    "sword dagger bow axe staff mace shield hand foot boot reflection fire river".split()
)
ADDRESSING = frozenset(
    "talk speak chat ask flirt argue greet whisper plead beg seduce insult apologise apologize".split()
)


def _listener(made: Action, head: Head, situation: Situation) -> Action:
    if (
        head.verb in ("talk", "speak", "chat", "greet")
        and _unknown_words(head, situation)
        and "quoteplaceholder" not in head.rest
    ):
        return asking.to_whom(made.text, situation)
    people = situation.scene.of_kind("person")
    present = {noun.ref for noun in people} | (
        {n.ref for n in situation.scene.of_kind("foe")}
        if not people or situation.scene.is_fight
        else set()
    )
    for ref in situation.recent:
        if ref in present:
            return _upon(made, ref, situation)
    if len(present) == 1:
        return _upon(made, next(iter(present)), situation)
    if made.kind == "talk" and people:
        return _upon(made, people[0].ref, situation)
    return made


def _purchase(made: Action, head: Head, situation: Situation) -> Action:
    named = content_words(head.rest[1:])
    offered = [item.name for item in belongings.on_offer(situation)]
    if head.verb in ("buy", "purchase") and offered and named:
        return asking.which_thing(made.text, "buy", offered)
    return made.model_copy(update={"item": " ".join(named) or None})
