"""Questions about what the party knows, carries and can do are answered from the state, and only from what it has learned."""

import pytest

from llm_brain.adventure.write import write_adventure
from llm_brain.ledger.events.people import PersonAsked, PersonMet
from llm_brain.ledger.events.sheets import CharacterJoined
from llm_brain.ledger.events.world import ClueFound, FlagSet, QuestAdvanced
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Quest
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.pregenerated import hero_from
from llm_brain.referee.rests import LAST_LONG_REST
from llm_brain.referee.world.asking import answer
from llm_brain.referee.world.talking import talk


def fresh() -> State:
    hero = hero_from("rogue", ref="c1")
    return fold(
        State(), [CharacterJoined(creature=hero), write_adventure(3, "high_fantasy", [hero])]
    )


def asked(state: State, question: str) -> str:
    return answer(state, state.creatures["c1"], question)


def main_quest(state: State) -> Quest:
    return next(q for q in state.quests.values() if q.is_main)


def after_a_talk() -> tuple[State, str]:
    state = fresh()
    who = next(
        c
        for c in state.creatures.values()
        if c.person and any(not t.is_lie for t in c.person.topics)
    )
    assert who.person is not None
    topic = next(t for t in who.person.topics if not t.is_lie)
    said = PersonAsked(
        ref=who.ref, by="c1", said="?", topic=topic.key, answer=topic.answer, manner="answers"
    )
    return fold(state, [PersonMet(ref=who.ref), said]), who.ref


@pytest.mark.parametrize(
    "question",
    [
        "What do I know so far?",
        "What do I know about all this so far?",
        "recap please",
        "what happened?",
    ],
)
def test_a_recap_names_the_quest_its_next_step_and_the_clues_found(question: str) -> None:
    state = fresh()
    clue = next(iter(state.clues.values()))
    state = fold(state, [ClueFound(key=clue.key, text=clue.text)])
    told = asked(state, question)
    assert main_quest(state).title in told
    assert main_quest(state).stages[0].text[1:].rstrip(".") in told
    assert clue.text in told


def test_a_recap_never_tells_a_clue_that_was_not_found() -> None:
    state = fresh()
    told = asked(state, "What do I know so far?")
    assert not [c for c in state.clues.values() if c.text in told]


@pytest.mark.parametrize(
    "question", ["what was my quest again?", "what am I supposed to do?", "what should I do next?"]
)
def test_a_quest_is_told_with_the_stage_it_has_come_to(question: str) -> None:
    state = fresh()
    quest = main_quest(state)
    first, second = quest.stages[0], quest.stages[1]
    done = QuestAdvanced(
        key=quest.key, stage=first.key, text=first.text, next_text=second.text, title=quest.title
    )
    told = asked(fold(state, [done]), question)
    assert second.text[1:].rstrip(".") in told
    assert first.text[1:].rstrip(".") not in told


def test_somebody_met_is_told_with_role_and_what_they_said() -> None:
    state, ref = after_a_talk()
    who = state.creatures[ref]
    assert who.person is not None
    for question in (f"who is {who.name}?", f"what did {who.name.split()[0]} tell me?"):
        told = asked(state, question)
        assert who.person.role in told
        assert "said: “" in told


def test_somebody_never_met_is_not_told() -> None:
    state = fresh()
    stranger = next(
        c for c in state.creatures.values() if c.person and c.location != state.location
    )
    assert stranger.person is not None
    assert stranger.person.secret not in asked(state, f"who is {stranger.name}?")
    assert stranger.person.role not in asked(state, f"who is {stranger.name}?")


def test_who_was_met_is_told_with_what_they_spoke_of() -> None:
    state, ref = after_a_talk()
    assert state.creatures[ref].name in asked(state, "who have I met?")
    assert state.creatures[ref].name not in asked(fresh(), "who have I met?")


def test_pockets_hold_the_things_and_the_purse() -> None:
    state = fresh()
    hero = state.creatures["c1"]
    told = asked(state, "what's in my pockets?")
    assert hero.items[0].name.lower() in told
    assert "purse" in told


def test_a_thing_asked_for_is_carried_or_not() -> None:
    state = fresh()
    first = state.creatures["c1"].items[0]
    assert first.name.lower() in asked(state, f"do I have a {first.name}?")
    assert "nothing of the kind" in asked(state, "do I have a trombone?")


def test_a_rest_is_offered_with_the_hit_dice_left() -> None:
    assert "1 of 1 hit dice" in asked(fresh(), "can I take a short rest?")


def test_a_long_rest_too_soon_is_told_with_its_hours() -> None:
    state = fresh()
    state = fold(state, [FlagSet(key=LAST_LONG_REST, value=str(state.clock_min))])
    assert "16 hours" in asked(state, "can I rest here?")


def test_places_told_are_only_those_on_the_map() -> None:
    state = fresh()
    told = asked(state, "where have I been?")
    unknown = [p.name for p in state.locations.values() if not p.is_known]
    assert state.here is not None
    assert state.here.name.removeprefix("The ") in told
    assert not [name for name in unknown if name in told]


@pytest.mark.parametrize("said", ["who are you?", "how are you?", "are you well?", "come with me"])
def test_asking_after_somebody_gives_away_no_news(said: str) -> None:
    state = fresh()
    giver = next(
        c
        for c in state.at(state.location)
        if c.person and any(t.reveals and not t.is_lie for t in c.person.topics)
    )
    action = Action(kind="talk", text=said, target_ref=giver.ref)
    events = talk(state, action, "c1", ForcedDice())
    assert not [e for e in events if isinstance(e, ClueFound)]
    assert not [e for e in events if isinstance(e, PersonAsked) and e.topic]
