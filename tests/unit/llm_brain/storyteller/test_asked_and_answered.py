"""Questions get answers: to people about themselves, to the teller about what is known, to a face about a lie."""

from collections.abc import Callable

import pytest

from llm_brain.ledger.creature import Item
from llm_brain.ledger.events.people import PersonAsked
from llm_brain.ledger.events.table import CheckMade, Remarked, RuleAnswered, SceneDescribed
from llm_brain.ledger.events.things import ItemLost
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.narrators.protocol import Brief, Piece
from llm_brain.narrators.storyteller import banks, grammar
from llm_brain.narrators.storyteller.things import item_phrase

MakeBrief = Callable[..., Brief]
Tell = Callable[[Brief], list[Piece]]


def somebody(state: State) -> str:
    return next(
        c.ref for c in state.creatures.values() if c.person is not None and c.attitude != "hostile"
    )


@pytest.mark.parametrize(
    "said", ["who are you?", "tell me about yourself", "what's your name?", "what do you do?"]
)
def test_whoever_is_asked_who_they_are_says_name_or_trade(
    said: str, brief_of: MakeBrief, told: Tell
) -> None:
    ref = somebody(brief_of().before)
    who = brief_of().before.creatures[ref]
    assert who.person is not None
    for seed in range(10):
        event = PersonAsked(ref=ref, by="c1", said=said, manner="does_not_know")
        text = " ".join(p.text for p in told(brief_of(event, seed=seed)))
        assert "“" in text
        assert who.name in text or who.person.role in text


def test_a_lie_that_was_told_is_read_in_the_face(brief_of: MakeBrief, told: Tell) -> None:
    ref = somebody(brief_of().before)
    who = brief_of().before.creatures[ref]
    assert who.person is not None
    topic = who.person.topics[0]
    read = CheckMade(by="c1", what="Read", skill="insight", target=ref, is_success=True)
    for is_lie in (True, False):
        topics = (topic.model_copy(update={"is_lie": is_lie, "is_told": True}),)
        person = who.person.model_copy(update={"topics": topics})
        before = brief_of().before.with_creature(ref, person=person)
        pieces = told(brief_of(read, before=before))
        kinds = {phrase.split(":")[0] for piece in pieces for phrase in piece.phrases}
        assert ("reads.lie" in kinds) is is_lie
        assert ("reads.true" in kinds) is not is_lie


def test_an_answer_with_many_sentences_is_told_to_its_end(brief_of: MakeBrief, told: Tell) -> None:
    quest = next(iter(brief_of().before.quests.values()))
    before = brief_of().before.model_copy(
        update={"quests": {quest.key: quest.model_copy(update={"status": "active"})}}
    )
    answer = f"{quest.title}: the next thing is to go. " + " ".join(
        f"So {word} it was." for word in ("far", "near", "high", "low", "long", "short")
    )
    event = RuleAnswered(by="c1", question="What do I know so far?", answer=answer)
    text = " ".join(p.text for p in told(brief_of(event, before=before)))
    assert text.endswith("So short it was.")


def test_whoever_asks_what_next_is_told_the_next_step(brief_of: MakeBrief, told: Tell) -> None:
    quests = {
        k: q.model_copy(update={"status": "active"}) for k, q in brief_of().before.quests.items()
    }
    before = brief_of().before.model_copy(update={"quests": quests})
    event = Remarked(by="c1", what="what should I do next?", kind="out_of_character")
    pieces = told(brief_of(event, before=before))
    assert any(phrase.startswith("table.next:") for piece in pieces for phrase in piece.phrases)


def test_a_look_at_the_sky_does_not_list_the_furniture(brief_of: MakeBrief, told: Tell) -> None:
    here = brief_of().before.location
    event = SceneDescribed(by="c1", location=here, seen=("x",))
    pieces = told(brief_of(event, message="I look at the sky"))
    kinds = {phrase.split(":")[0] for piece in pieces for phrase in piece.phrases}
    assert "look.sky" in kinds
    assert "look.things" not in kinds


def test_a_sentence_keeps_its_closing_quotation_mark() -> None:
    said = grammar.sentences("Of the key he said: “It is lost.” Done: nothing.")
    assert said == ["Of the key he said: “It is lost.”", "Done: nothing."]


def test_what_is_poured_is_told_by_its_vessel(brief_of: MakeBrief, told: Tell) -> None:
    assert item_phrase("Oil (flask)", 1) == "a flask of oil"
    assert item_phrase("Oil (flask)", 2) == "two flasks of oil"
    oil = Item(key="oil-flask", name="Oil (flask)")
    before = brief_of().before.with_creature("c1", items=(oil,))
    event = ItemLost(ref="c1", key=oil.key, name=oil.name, quantity=1, because="burned")
    assert "an oil" not in " ".join(p.text for p in told(brief_of(event, before=before)))
    assert not fold(before, [event]).creatures["c1"].items


def test_a_long_unchanging_phrase_weighs_more_than_a_short_one() -> None:
    by_words = {
        " ".join(getattr(node, "words", "") for node in phrase.nodes).strip(): phrase
        for phrase in banks.bank("waits")
    }
    weights = sorted({phrase.weight for phrase in by_words.values()})
    assert weights[0] == 1.0
    assert len(weights) > 1
