"""Words and turns outside the everyday: told as a story, hidden in a noun, misspelled, or known by what they are done to."""

import pytest

from llm_brain.understanding.openings import is_absolute, is_idle_participle
from llm_brain.understanding.retelling import plainly
from llm_brain.understanding.slips import meant_by
from llm_brain.understanding.spell_effects import described


@pytest.mark.parametrize(
    ("scene", "text", "kind", "target"),
    [
        ("goblins", "Her blade whistled toward the boss's neck", "attack", "n3"),
        ("tavern", "My eyes wander over the notice board", "look", "feature:board"),
        ("market", "The weary halfling ambled into the alley", "move", "exit:alley"),
        ("goblins", "I throw myself behind the boulder", "move", "feature:boulder"),
    ],
)
def test_a_deed_told_as_a_story_is_the_heros(read, scene, text, kind, target) -> None:
    [action] = read(text, scene).actions
    assert (action.kind, action.target_ref) == (kind, target)


@pytest.mark.parametrize(
    ("scene", "text", "kind", "target"),
    [
        ("goblins", "give the taller goblin a good kicking", "attack", "n2"),
        ("goblins", "crack the boss's jaw", "attack", "n3"),
        ("goblins", "shoulder past the boss", "move", "n3"),
        ("goblins", "do a mighty jumping kick on the rat", "attack", "n4"),
        ("tavern", "lean on the innkeeper for a name", "intimidate", "n1"),
        ("tavern", "spin Tomas a tall story about sharks", "deceive", "n3"),
        ("market", "tell the guard that if he moves I will gut him", "intimidate", "n2"),
    ],
)
def test_what_is_done_to_whom_settles_the_kind(read, scene, text, kind, target) -> None:
    [action] = read(text, scene).actions
    assert (action.kind, action.target_ref) == (kind, target)


@pytest.mark.parametrize(
    ("text", "spell"),
    [
        ("a fan of flames bursts from my thumbs", "burning-hands"),
        ("conjure a ghostly hand to fetch the mug", "mage-hand"),
    ],
)
def test_an_own_spell_is_known_by_what_it_does(read, text: str, spell: str) -> None:
    assert read(text, "tavern").actions[0].spell == spell


def test_a_spell_the_hero_lacks_is_not_guessed() -> None:
    assert described(("a", "ball", "of", "fire"), ("light",)) is None


def test_a_trailing_participle_is_no_second_deed(read) -> None:
    assert len(read("I walk to the hearth, humming to myself", "tavern").actions) == 1


def test_hands_outstretched_give_nothing() -> None:
    assert is_absolute(("hands", "outstretched"))
    assert not is_absolute(("hand", "him", "the", "key"))


def test_an_opening_snarl_is_idle_and_an_opening_grab_is_not() -> None:
    assert is_idle_participle(("snarling",))
    assert not is_idle_participle(("grabbing", "the", "key"))


def test_what_is_taken_back_is_not_done(read) -> None:
    [action] = read("I attack the boss... no wait, I talk to him", "goblins").actions
    assert action.kind == "talk"


def test_a_run_on_sentence_is_two_deeds(read) -> None:
    actions = read("i go to the hearth i look at the painting", "tavern").actions
    assert [action.kind for action in actions] == ["move", "look"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("atack", "attack"), ("lisen", "listen"), ("lookin", "looking")]
)
def test_a_slip_of_the_fingers_is_mended(typed: str, meant: str) -> None:
    assert meant_by(typed) == meant


@pytest.mark.parametrize("word", ["real", "time", "boss", "need"])
def test_an_everyday_word_is_nobodys_slip(word: str) -> None:
    assert meant_by(word) is None


def test_the_owner_of_the_hand_must_be_the_hero() -> None:
    assert plainly(("the", "guard", "'s", "hand", "closes", "around", "it")) is None


@pytest.mark.parametrize("text", ["plugh", "xyzzy", "that one", "use the thing"])
def test_what_says_nothing_hurts_nobody(read, text: str) -> None:
    assert all(action.kind != "attack" for action in read(text, "goblins").actions)
