"""What a hero can name: the people, ways, things and belongings of the scene, seen from the folded state.

Intent resolves words against it, the referee legality, the prompt and the page what to show. Hidden things are not in it.
"""

from typing import Literal

from llm_brain.ledger.fact import Fact
from llm_brain.ledger.state import State

NounKind = Literal["hero", "person", "foe", "body", "exit", "feature", "item_here", "item_carried"]


class Noun(Fact):
    """Something that can be named. `ref` is what an `Action.target_ref` holds."""

    ref: str
    name: str
    kind: NounKind
    words: tuple[str, ...] = ()
    detail: str = ""


class Scene(Fact):
    """Where the acting hero is, and everything there that has a name."""

    location: str
    name: str
    place_kind: str
    is_fight: bool = False
    actor: str
    nouns: tuple[Noun, ...] = ()

    def of_kind(self, *kinds: NounKind) -> list[Noun]:
        return [noun for noun in self.nouns if noun.kind in kinds]


def scene_of(state: State, actor: str) -> Scene:
    """Return what `actor` can name where the party is."""
    here = state.here
    if here is None:
        return Scene(location="", name="", place_kind="", actor=actor)
    nouns: list[Noun] = []
    for creature in state.creatures.values():
        if creature.is_hero:
            nouns.append(Noun(ref=creature.ref, name=creature.name, kind="hero"))
        elif creature.location == here.key and not creature.is_hidden and not creature.has_fled:
            words = tuple(w for w in (creature.type, creature.stat_block or "") if w)
            if creature.person is not None:
                words = (*words, creature.person.role, creature.person.pronoun)
            kind: NounKind = (
                "body"
                if creature.is_dead
                else "foe"
                if creature.attitude == "hostile"
                else "person"
            )
            nouns.append(Noun(ref=creature.ref, name=creature.name, kind=kind, words=words))
    for way in here.exits:
        if not way.is_hidden:
            to = state.locations[way.to]
            words = (way.direction, to.kind, *((to.name,) if to.is_known else ()))
            nouns.append(Noun(ref=f"exit:{way.to}", name=way.name, kind="exit", words=words))
    for feature in here.features:
        if not feature.is_hidden:
            nouns.append(
                Noun(
                    ref=f"feature:{feature.key}",
                    name=feature.name,
                    kind="feature",
                    words=feature.words,
                    detail=feature.detail,
                )
            )
    for item in here.items:
        nouns.append(Noun(ref=f"item:{item.key}", name=item.name, kind="item_here"))
    for item in state.creatures[actor].items if actor in state.creatures else ():
        nouns.append(Noun(ref=f"item:{item.key}", name=item.name, kind="item_carried"))
    return Scene(
        location=here.key,
        name=here.name,
        place_kind=here.kind,
        is_fight=state.encounter is not None,
        actor=actor,
        nouns=tuple(nouns),
    )
