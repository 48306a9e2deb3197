"""A clause with what was made out so far, and the common parts of turning it into actions: its target, its means.

`kinds.py` makes a `Heard`, `deeds/` read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from llm_brain.referee.actions import Action, ActionKind
from llm_brain.referee.scene import Noun
from llm_brain.understanding import belongings
from llm_brain.understanding.clauses import Clause
from llm_brain.understanding.heads import Head
from llm_brain.understanding.phrases import Phrase, phrases_of
from llm_brain.understanding.roles import KINDS_OF, LIVING, PREPOSITIONS_OF
from llm_brain.understanding.seams import ASKING
from llm_brain.understanding.spell_names import SpellFound
from llm_brain.understanding.targets import Situation, find
from llm_brain.understanding.words import language

BETTER = 0.8
SPEAKERS = ("he", "she", "they", "it")


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
        """The words after the verb; of a question, those after its asking words."""
        rest = self.head.rest
        if self.head.verb:
            return rest[1:]
        while rest and (rest[0] in ASKING or rest[0] in language()["cuts"]):
            rest = rest[1:]
        return rest


def target_of(phrases: Sequence[Phrase], kind: str, situation: Situation) -> Noun | None:
    """Return the noun the phrases give a kind of action for its target."""
    order = PREPOSITIONS_OF.get(kind, ())
    ranked = sorted(phrases, key=lambda p: order.index(p.prep) if p.prep in order else len(order))
    if kind == "interact" and phrases and phrases[0].prep == "":
        named = _named_outright(phrases[0], situation)
        if named is not None:
            return named
    for kinds in KINDS_OF.get(kind, ()):
        for phrase in ranked:
            if phrase.prep in ("with", "using") and kind in (
                "attack",
                "cast",
                "interact",
                "take",
                "use_item",
                "shove",
            ):
                continue
            found = find(phrase.words, kinds, situation)
            if found is not None:
                return _better_named(found, phrase, kind, situation)
    return None


def _named_outright(phrase: Phrase, situation: Situation) -> Noun | None:
    """Return the body that a direct object names: "drag the monk out of the font"."""
    matches = situation.index.matches(phrase.words, ("body", "feature", "exit", "item_here"))
    best = [m.noun for m in matches if m.score >= matches[0].score]
    return best[0] if len(best) == 1 and best[0].kind == "body" else None


def _better_named(found: Noun, phrase: Phrase, kind: str, situation: Situation) -> Noun:
    """Return what the phrase names much better, though less usual a target: "the gate guard" is no gate."""
    every = [k for kinds in KINDS_OF[kind] for k in kinds]
    matches = [
        m for m in situation.index.matches(phrase.words, every) if m.noun.ref != situation.actor
    ]
    own = next((m.score for m in matches if m.noun.ref == found.ref), 0.0)
    if matches and own and matches[0].score - own >= BETTER:
        return matches[0].noun
    if found.kind == "item_carried" and "my" not in phrase.words:
        living = [m.noun for m in matches if m.noun.kind in LIVING and m.score >= own]
        return living[0] if living else found
    return found


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


def further_on(heard: Heard, situation: Situation) -> Noun | None:
    """Return a target named behind a "when", "so", "where" … of the clause."""
    cuts = language()["cuts"]
    verb = heard.head.rest[:1] if heard.head.verb else ()
    told_of = SPEAKERS if heard.kind in ("talk", "persuade", "deceive", "intimidate") else ()
    words = [
        word
        for word in heard.clause.words
        if word not in cuts and word not in verb and word not in told_of
    ]
    return target_of(phrases_of(words, keep_topic=heard.kind == "deceive"), heard.kind, situation)


def action(heard: Heard, noun: Noun | None = None, **more: object) -> Action:
    """Return an action of a clause upon a noun."""
    return Action.model_validate(
        {
            "kind": heard.kind,
            "text": heard.clause.text,
            "skill": heard.skill,
            "spell": heard.spell.key if heard.spell else None,
            "target": noun.name if noun else None,
            "target_ref": noun.ref if noun else None,
            **more,
        }
    )
