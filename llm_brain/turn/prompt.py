"""Step 4f: what the narrator is told. The same brief and the same prompt for every narrator, the storyteller included.

The order of the messages keeps their beginning the same from turn to turn: standing orders and segments first, then the
last turns, then this one.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from llm_brain.ledger.creature import Creature, Person
from llm_brain.ledger.state import State
from llm_brain.ledger.table_view import health_of, part_of_day
from llm_brain.narrators.protocol import Brief, ChatMessage, Memory
from llm_brain.referee.proposing.making import RUMOUR, TRINKET
from llm_brain.referee.world.regard import regard_in_words
from llm_brain.rules_reference.lookup import rules_for
from llm_brain.turn.background import Background
from llm_brain.turn.context import Context
from llm_brain.turn.happened import in_words
from llm_brain.turn.resolved import ResolvedTurn

FORGED = re.compile(r"<(?=[|｜<]|/?\w+>)|[|｜](?=>)|\[(?=/?[A-Z_]+\])")
"""Where a control token of some model begins or ends: `<|…|>`, `<s>`, `<<SYS>>`, `<start_of_turn>`, `[INST]`."""

RUMOURS_MOST = 3
NO_BACKGROUND = Background()
LOOK_CHARS = 140
HOW = {"saw": "saw it", "told": "was told of it", "rumour": "has heard say"}


@cache
def _templates(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  (plain text for a model, never a page)
        keep_trailing_newline=False,
        finalize=lambda value: one_line(value) if isinstance(value, str) else value,
    )


def rendered(folder: Path, name: str, **variables: Any) -> str:
    """Return a prompt made of its template."""
    return _templates(folder).get_template(name).render(**variables).strip()


def one_line(text: str) -> str:
    """Return stored words as data: no control token, no line that could pass for an order."""
    return FORGED.sub(r"\g<0> ", re.sub(r"\s+", " ", text)).strip()


def quoted(text: str) -> str:
    """Return a player's words as data that can stand between quotation marks."""
    return one_line(text.replace('"', "'"))


def hero_line(hero: Creature) -> str:
    """Return a hero in one line of the prompt."""
    sheet = hero.sheet
    assert sheet is not None
    state = "dead" if hero.is_dead else f"{hero.hp} of {hero.hp_max} hit points"
    conditions = "".join(f", {c.name}" for c in hero.conditions)
    return f"{hero.name}, {sheet.race} {sheet.class_name} {sheet.level}: {state}{conditions}"


def people_in_words(state: State) -> list[str]:
    """Return who is in sight, a line each."""
    lines = []
    for creature in state.at(state.location):
        if creature.is_hidden:
            continue
        person = creature.person
        role = person.role if person else creature.type
        traits = [role, creature.attitude, health_of(creature)]
        if person is not None:
            traits += _of_person(person, state.clock_min)
        lines.append(f"{creature.name} ({', '.join(traits)})")
    return lines


def _of_person(person: Person, clock_min: int) -> list[str]:
    """Return what colours somebody's words: what they hold of the party, how they are, how they speak."""
    traits = [regard_in_words(person, clock_min)]
    if person.sayings:
        traits += [person.look[:LOOK_CHARS], person.manner]
        traits.append(f'speaks like this: "{quoted(person.sayings[0])}"')
    return [trait for trait in traits if trait]


def quests_in_words(state: State) -> list[str]:
    """Return the quests under way with what is to be done next, a line each."""
    lines = []
    for quest in state.quests.values():
        if quest.status != "active":
            continue
        step = next((stage.text for stage in quest.stages if not stage.is_done), "")
        lines.append(f"{quest.title}: {step}")
    return lines


def _trinkets(state: State) -> list[str]:
    """Return the proposed things that lie here."""
    items = state.here.items if state.here else ()
    return [f"{i.name} ({i.note.rstrip('.')})" for i in items if i.key.startswith(TRINKET)]


def _rumours(state: State) -> list[str]:
    """Return what was last heard and is hearsay."""
    heard = [clue.text for key, clue in state.clues.items() if key.startswith(RUMOUR)]
    return heard[-RUMOURS_MOST:]


def messages_for(
    context: Context,
    turn: ResolvedTurn,
    memories: Sequence[Memory],
    prompts_dir: Path,
    rules: Sequence[str] | None = None,
    background: Background = NO_BACKGROUND,
) -> tuple[ChatMessage, ...]:
    """Return the prompt as chat messages; without `rules` the built-in ones are looked up."""
    templates = _templates(prompts_dir)
    campaign = context.campaign
    state = turn.after
    here = state.here
    system = templates.get_template("system.j2").render(
        campaign_name=quoted(campaign.name),
        theme=campaign.theme.replace("_", " "),
        tone=quoted(campaign.tone),
        dm_style=quoted(campaign.dm_style),
        lines=[quoted(line) for line in campaign.lines],
        veils=[quoted(veil) for veil in campaign.veils],
        segments=list(
            background.so_far
            if background.so_far is not None
            else (segment.content for segment in context.segments)
        ),
    )
    messages = [ChatMessage("system", system.strip())]
    for past in context.history:
        if past.turn_number >= turn.turn_number:
            continue
        messages.append(ChatMessage("user", quoted(past.player_message) or "(the story begins)"))
        messages.append(ChatMessage("assistant", one_line(past.dm_response)))
    actor = turn.after.creatures.get(turn.actor)
    asked = templates.get_template("turn.j2").render(
        place=here.name if here else "nowhere yet",
        place_facts=list(here.facts[:4]) if here else [],
        when=f"{part_of_day(state.clock_min).capitalize()}, {state.weather}",
        people=people_in_words(state),
        lying=_trinkets(state),
        rumours=_rumours(state),
        heroes=[hero_line(hero) for hero in state.heroes],
        quests=quests_in_words(state),
        rules=[rule.text for rule in rules_for(turn.message, limit=2)] if rules is None else rules,
        memories=[memory.text for memory in memories],
        lore=list(background.chosen.lore),
        pins=list(background.chosen.pins),
        corrections=list(background.chosen.corrections),
        knower=quoted(background.knower),
        known=[f"{HOW[known.how]}: {known.text}" for known in background.known],
        happened=in_words((event for _, event in turn.events), turn.before, state)
        or ["nothing of note"],
        actor=actor.name if actor else "The table",
        message=quoted(turn.message),
    )
    messages.append(ChatMessage("user", asked.strip()))
    return tuple(messages)


def brief_for(
    context: Context,
    turn: ResolvedTurn,
    memories: Sequence[Memory],
    telling: int,
    prompts_dir: Path,
    rules: Sequence[str] | None = None,
    background: Background = NO_BACKGROUND,
) -> Brief:
    """Return all that a narrator may know for this telling."""
    campaign = context.campaign
    return Brief(
        messages=messages_for(context, turn, memories, prompts_dir, rules, background),
        campaign_name=campaign.name,
        theme=campaign.theme,
        tone=campaign.tone,
        dm_style=campaign.dm_style,
        turn_number=turn.turn_number,
        actor=turn.actor,
        message=turn.message,
        actions=turn.actions,
        events=tuple(event for _, event in turn.events),
        before=turn.before,
        after=turn.after,
        seed=campaign.adventure_seed,
        telling=telling,
        lines=campaign.lines,
        veils=campaign.veils,
        memories=tuple(memories),
        known=background.known,
        recent_narrations=tuple(past.dm_response for past in context.history),
        phrases_used=context.phrases_used,
    )
