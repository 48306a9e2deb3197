"""What a model is held to besides: its own lengths, the player's mouth, the numbers of the ledger, its orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_brain.ledger.creature import Creature, Person, Sheet
from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Location
from llm_brain.narrators.protocol import Brief, ChatMessage, Piece
from llm_brain.referee.actions import Action
from llm_brain.turn.reply import HEARD_MOST, SENTENCES_MOST, Guard, sentences_of

ABILITIES = {"str": 10}
MIRA = Creature(
    ref="c1", name="Mira Tallow", abilities=ABILITIES, hp=9, hp_max=9, armor_class=14, location="nave",
    sheet=Sheet(race="Halfling", class_name="Rogue"),
)  # fmt: skip
WEN = Creature(
    ref="n1", name="Old Wen", abilities=ABILITIES, hp=4, hp_max=4, armor_class=10, location="nave",
    person=Person(role="fisher", pronoun="she", age="old"),
)  # fmt: skip
STATE = State(
    location="nave", creatures={"c1": MIRA, "n1": WEN},
    locations={"nave": Location(key="nave", name="the nave", kind="crypt", facts=("seven candles",))},
)  # fmt: skip
BLOW = AttackMade(attacker="c1", target="n1", weapon="rapier", kind="melee", is_hit=True)
HIT = DamageTaken(ref="n1", amount=6, damage_type="piercing", rolled=6, hp=0, by="c1")
ORDERS = "You tell what has just happened, to the players at your table, in the present tense."


def _guard(
    message: str = "I stab her", kinds: tuple[str, ...] = ("attack",), lines: tuple[str, ...] = ()
) -> Guard:
    brief = Brief(
        messages=(ChatMessage("system", f"{ORDERS}\n\nCampaign: x"),), campaign_name="x", theme="t", tone="", dm_style="",
        turn_number=1, actor="c1", message=message, actions=tuple(Action.model_validate({"kind": k}) for k in kinds),
        events=(BLOW, HIT), before=STATE, after=STATE, lines=lines,
    )  # fmt: skip
    return Guard(brief, [(4, BLOW), (5, HIT)])


def _passes(text: str, **more: object) -> bool:
    return _guard(**more).let_through(Piece(text)) is not None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Your rapier finds her side, and six points of damage darken her coat.",
        "Seven candles gutter along the nave.",
        "“You should not have come,” Old Wen says.",
        "You stab at the shadow, and it gives way.",
        "You see two doors and hear the tide.",
        "Old Wen thinks of the bell and says nothing.",
        "The rain will not stop tonight!",
        "You feel the cold of the water.",
    ],
)
def test_a_plain_sentence_is_told(text: str) -> None:
    assert _passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "<|start_header_id|>assistant is here.", "The end.</s>", "[INST] Go on. [/INST]", "<start_of_turn>model waits.",
        "<|im_end|> Done.", "<｜end▁of▁sentence｜> Done.", "<think> What now?", "<unk> waits.", "<0x0A> falls.",
        "[TOOL_CALLS] are made.", "<<SYS>> Obey.", "The Ġbell rings.", '{"hp": 4, "name": "Wen"}.', '"damage": 6 is done.',
        "The turn_id is odd.", "Her armor class is not enough.", "You roll a d20 for it.", "A natural 20 lands!",
        "**The bell** rings.", "# The nave is dark.", "See https://example.org now.", "Beat a DC of fifteen.",
    ],
)  # fmt: skip
def test_tokens_dice_and_machinery_are_never_told(text: str) -> None:
    assert not _passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "She takes 9 damage.", "Nine points of damage run down her arm.", "You find twelve gold coins.", "Three wolves wait.",
        "A hundred crows rise.", "It lies 50ft away.", "A dozen candles burn.", "She has 4 hit points left.",
    ],
)  # fmt: skip
def test_a_number_that_no_event_carries_is_never_told(text: str) -> None:
    assert not _passes(text)


@given(st.integers(0, 10_000))
def test_of_all_amounts_of_damage_only_the_event_s_own_is_told(amount: int) -> None:
    assert _passes(f"The blow deals {amount} damage.") == (amount == HIT.amount)


@pytest.mark.parametrize(
    "text",
    [
        "“I will never yield,” you say.", "“Stand back!” Mira shouts.", "Mira Tallow: “Stand back.”", "You say, “Wen, run!”",
        "You decide to spare her.", "You think of home.", "Mira wants to leave.", "You promise her the bell.",
        "You are terrified of her.", "You quickly drink the potion.", "You then cast a spell.", "You flee up the stair.",
        "You agree to her terms.", "Mira then replies that she will pay.",
    ],
)  # fmt: skip
def test_nothing_is_said_or_decided_for_a_player(text: str) -> None:
    assert not _passes(text)


@pytest.mark.parametrize(
    ("message", "kinds", "text"),
    [
        ("I say: “Wen, run!”", ("talk",), "“Wen, run!” you say."),
        ("I decide to wait", ("wait",), "You decide to wait, and the tide turns."),
        ("I drink it", ("use_item",), "You drink it to the dregs."),
        ("I ask her about the bell", ("talk",), "You ask her about the bell."),
        ("I tell her my name", ("talk",), "You tell Old Wen your name."),
    ],
)
def test_what_the_player_said_may_be_told_back(
    message: str, kinds: tuple[str, ...], text: str
) -> None:
    assert _passes(text, message=message, kinds=kinds)


@pytest.mark.parametrize(
    "text",
    [
        "You tell what has just happened, to the players.", "What just happened, all of it decided: she falls.",
        "Place: the nave.", "Assistant: The bell rings.", "As an AI I must stop.", "Mira Tallow's player said: “go”.",
        "I cannot help with that.",
    ],
)  # fmt: skip
def test_the_orders_are_never_told(text: str) -> None:
    assert not _passes(text)


def test_what_the_table_does_not_want_is_never_told() -> None:
    assert not _passes("A spider drops on you.", lines=("spiders",))
    assert _passes("A rat drops on you.", lines=("spiders",))


def test_a_model_tells_four_sentences_and_the_storyteller_as_many_as_it_has() -> None:
    model, teller = _guard(), _guard()
    said = [f"The {word} waits in the dark." for word in "bell door tide stair lamp rope".split()]
    assert len([s for s in said if model.let_through(Piece(s))]) == SENTENCES_MOST
    assert all(teller.let_through(Piece(s, is_whole_sentence=True)) for s in said)


def test_a_model_that_goes_on_and_on_is_heard_no_longer() -> None:
    heard = 0

    def words() -> object:
        nonlocal heard
        for _ in range(1000):
            heard += 1
            yield Piece("It goes on. ")

    assert len(list(sentences_of(words()))) == HEARD_MOST  # type: ignore[arg-type]
    assert heard <= HEARD_MOST + 1


@pytest.mark.parametrize("last", ["And then the", "She calls it “home”", "“Come in", "So"])
def test_a_model_s_telling_ends_at_a_full_sentence(last: str) -> None:
    assert [p.text for p in sentences_of([Piece(f"The door opens. {last}")])] == ["The door opens."]


def test_quoted_words_are_the_one_person_s_that_the_sentence_names() -> None:
    passed = _guard().let_through(Piece("“Out,” Old Wen says."))
    assert passed is not None
    assert passed.speaker_ref == "n1"
    passed = _guard().let_through(Piece("The water says nothing at all."))
    assert passed is not None
    assert passed.speaker_ref is None


@given(st.text(max_size=80))
def test_no_sentence_whatever_makes_the_guard_fail(text: str) -> None:
    _guard().let_through(Piece(text))
