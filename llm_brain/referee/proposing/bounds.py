"""What words a proposal may hold, whoever filled it in: letters only, nothing of the rules, nothing of the machine, nobody's
secret, nothing the table does not want, and no say over the heroes.
"""

import re
from collections.abc import Iterable, Sequence

from llm_brain.ledger.state import State
from llm_brain.referee.equipment import EQUIPMENT
from llm_brain.referee.refusal import Refusal
from llm_brain.referee.spells import SPELLS
from llm_brain.referee.world.naming import words_of

MECHANICS = re.compile(
    r"\b(?:hit points?|hp|damages?|gold|silver|copper|platinum|coins?|levels?|experience|xp|dice|advantage|disadvantage|"
    r"saving|armou?r class|spell slots?|initiative|bonus(?:es)?|modifiers?|proficien\w*|magic\w*|enchant\w*|potions?|scrolls?|"
    r"wands?|artefacts?|artifacts?|relics?|treasures?|jewels?|gems?|weapons?|swords?|armou?r|poison\w*|difficulty)\b",
    re.IGNORECASE,
)
NUMBERS = re.compile(
    r"\d|\b(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|millions?|dozens?|scores?|double|triple|twice|thrice|half)\b",
    re.IGNORECASE,
)
MACHINE = re.compile(
    r"\b(?:instructions?|prompts?|systems?|assistants?|users?|models?|tokens?|json|schemas?|forms?|players?|dungeon masters?|"
    r"narrators?|referees?|ai|ignore|disregard|pretend|you|your|yours|yourself|yourselves)\b",
    re.IGNORECASE,
)


def require_shape(text: str, pattern: str, what: str) -> None:
    """Refuse what does not look like it should."""
    if not re.fullmatch(pattern.removeprefix("^").removesuffix("$"), text):
        raise Refusal("not_in_shape", f"{what} is no plain words of the length that is asked for.")


def require_harmless(state: State, texts: Sequence[str], unwanted: Iterable[str]) -> None:
    """Refuse words that no proposal may hold."""
    said = " ".join(texts)
    if NUMBERS.search(said):
        raise Refusal("names_a_number", "A proposal names no number: numbers are the referee's.")
    if found := MECHANICS.search(said):
        raise Refusal("names_the_rules", f"'{found.group()}' is a matter of rules and rewards.")
    if found := MACHINE.search(said):
        raise Refusal("not_of_the_world", f"'{found.group()}' is not a word of this world.")
    for text in unwanted:
        if is_all_in(text, said):
            raise Refusal("unwanted", "The table does not want that in this story.")
    for hero in state.heroes:
        if words_of(hero.name) & words_of(said):
            raise Refusal("speaks_of_a_hero", f"It speaks of {hero.name}, who is a player's.")
    for name in secret_names(state):
        if is_all_in(name, said):
            raise Refusal("secret", "It gives away what the table does not know yet.")


def is_all_in(name: str, text: str) -> bool:
    """Say whether all the telling words of a name are in a text; plurals count as their singulars."""
    wanted = {word.rstrip("s") for word in words_of(name)}
    return bool(wanted) and wanted <= {word.rstrip("s") for word in words_of(text)}


def secret_names(state: State) -> list[str]:
    """Return the names of who and what the table has not heard of."""
    public = " ".join(_public_texts(state))
    names = [place.name for place in state.locations.values() if not place.is_known]
    names += [quest.title for quest in state.quests.values() if quest.status == "unknown"]
    for creature in state.creatures.values():
        place = state.locations.get(creature.location)
        is_seen = place is not None and place.is_visited and not creature.is_hidden
        if not creature.is_hero and not is_seen:
            names.append(creature.name)
    for place in state.locations.values():
        names += [f.name for f in place.features if f.is_hidden]
    return [name for name in dict.fromkeys(names) if not is_all_in(name, public)]


def _public_texts(state: State) -> list[str]:
    texts = [state.adventure.title, state.adventure.hook]
    texts += [clue.text for clue in state.clues.values() if clue.is_found]
    texts += [place.name for place in state.locations.values() if place.is_known]
    for place in state.locations.values():
        if place.is_visited:
            texts += [*place.facts, *(f.name for f in place.features if not f.is_hidden)]
    for creature in state.creatures.values():
        at = state.locations.get(creature.location)
        if at is not None and at.is_visited and not creature.is_hidden:
            texts.append(creature.name)
            if creature.person is not None:
                texts += [topic.answer for topic in creature.person.topics if topic.is_told]
    for quest in state.quests.values():
        if quest.status != "unknown":
            texts += [quest.title, *(stage.text for stage in quest.stages if stage.is_done)]
    return texts


def require_free_name(state: State, name: str) -> None:
    """Refuse the name of anybody or anything there is, known or not."""
    own = words_of(name)
    if not own:
        raise Refusal("no_name", f"'{name}' is no name.")
    for creature in state.creatures.values():
        if own & words_of(creature.name):
            raise Refusal("name_taken", f"Somebody is called something like {name} already.")
    places = [place.name for place in state.locations.values()]
    things = [i.name for place in state.locations.values() for i in place.items]
    things += [i.name for hero in state.heroes for i in hero.items]
    for known in (*places, *things):
        if is_all_in(known, name) or is_all_in(name, known):
            raise Refusal("name_taken", f"There is something called {name} already.")


def require_no_gear(name: str) -> None:
    """Refuse a thing that could be taken for one on the price list or for a spell."""
    listed = (
        *(e.name.partition(",")[0] for e in EQUIPMENT.values()),
        *(s.name for s in SPELLS.values()),
    )
    if any(is_all_in(known.partition(" (")[0], name) for known in listed):
        raise Refusal("is_gear", f"{name} sounds like gear that the rules know.")
