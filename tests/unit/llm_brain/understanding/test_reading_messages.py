"""Free text to typed actions: what must hold for any message, and the promises a player would notice broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SCENES = ("tavern", "goblins", "chapel", "undead", "market")
WORDS = (
    "i attack the goblin not don't if when and then , . ? ! ( ) \" ' say to wen cast fireball at with my "
    "sword it him the other one open door go north without instead of take give pip potion 2nd level "
    "who is how many should until that"
).split()
HARMFUL = {"attack", "cast", "grapple", "shove", "use_item", "drop", "give", "sell", "buy"}


def kinds(reading) -> list[str]:
    return [action.kind for action in reading.actions]


@settings(max_examples=120, deadline=None)
@given(text=st.text(max_size=200), scene=st.sampled_from(SCENES))
def test_any_text_gives_at_least_one_action(read, text: str, scene: str) -> None:
    assert read(text, scene).actions


@settings(max_examples=150, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=25), scene=st.sampled_from(SCENES))
def test_no_word_of_a_message_is_lost(read, words: list[str], scene: str) -> None:
    message = " ".join(words)
    told = " ".join(action.text for action in read(message, scene).actions)
    seams = {"and", "then", "but", "so"}
    for word in words:
        assert not word.isalpha() or word in seams or word in told


@settings(max_examples=100, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=25), scene=st.sampled_from(SCENES))
def test_targets_are_always_nouns_of_the_scene(read, tables, words: list[str], scene: str) -> None:
    state, _, _ = tables[scene]
    for action in read(" ".join(words), scene).actions:
        ref = action.target_ref
        assert (
            ref is None
            or ref in state.creatures
            or ref.split(":")[0] in ("exit", "feature", "item")
        )


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("text", ["", "   ", "...", "???", "!!", "\n\t"])
def test_silence_is_asked_back(read, text: str, scene: str) -> None:
    [action] = read(text, scene).actions
    assert action.kind == "unclear"
    assert action.question


def test_marks_without_words_between_them_are_no_clause_to_trip_over(read) -> None:
    assert read("( dead and the something ' ) ) -", "undead").actions


def test_several_deeds_keep_their_order(read) -> None:
    reading = read("I sneak past the guard, grab the apple and run into the alley", "market")
    assert kinds(reading) == ["sneak", "take", "move"]
    assert [a.target_ref for a in reading.actions] == ["n2", "item:apple", "exit:alley"]


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("I don't attack", "goblins"),
        ("should I attack the boss?", "goblins"),
        ("can I cast fireball without hitting Kara?", "undead"),
        ("how many slots do I have left?", "chapel"),
        ('I say "I attack the goblin"', "tavern"),
        ("(I attack everyone lol)", "tavern"),
        ("attack the dragon", "goblins"),
        ("kill the vampire", "chapel"),
        ("use it", "tavern"),
        ("asdf jkl qwe", "undead"),
        ("never would I ever stab Wen", "tavern"),
        ("I won't drop my sword", "goblins"),
    ],
)
def test_what_is_denied_asked_quoted_or_not_there_harms_nobody(read, text: str, scene: str) -> None:
    assert not HARMFUL & set(kinds(read(text, scene)))


@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("the taller goblin", "n2"),
        ("the torn-eared one", "n1"),
        ("the wounded one", "n1"),
        ("the boss", "n3"),
        ("the biggest one", "n3"),
        ("the rodent", "n4"),
        ("the farthest", "n3"),
        ("him", "n2"),
        ("it", "n2"),
        ("the other one", "n1"),
    ],
)
def test_an_enemy_is_known_by_any_description(read, words: str, ref: str) -> None:
    assert read(f"attack {words}", "goblins").actions[0].target_ref == ref


def test_two_equal_goblins_are_no_reason_to_ask(read) -> None:
    [action] = read("attack the goblin", "goblins", recent=()).actions
    assert action.kind == "attack"
    assert action.target_ref == "n1"


def test_a_pronoun_means_who_was_spoken_of_in_the_same_message(read) -> None:
    reading = read("I walk up to Sister Aldith and ask her about the bell", "tavern")
    assert [a.target_ref for a in reading.actions] == ["n2", "n2"]


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("n", "exit:keep"),
        ("go back to the inn", "exit:inn"),
        ("head for Thornwood", "exit:forest"),
        ("go w", "exit:alley"),
    ],
)
def test_a_way_is_known_by_direction_name_or_destination(read, text: str, ref: str) -> None:
    assert read(text, "market").actions[0].target_ref == ref


def test_who_gives_what_to_whom(read) -> None:
    [action] = read("hand the letter to Sister Aldith", "tavern").actions
    assert (action.kind, action.item) == ("give", "sealed-letter")
    assert (action.target_ref, action.recipient_ref) == ("item:sealed-letter", "n2")


def test_coins_are_counted_in_the_kind_that_was_named(read) -> None:
    [action] = read("give Wen 2 gold", "tavern").actions
    assert (action.kind, action.item, action.quantity) == ("give", "coins", 2)
    assert action.recipient_ref == "n1"


def test_a_spell_comes_with_its_slot_and_targets(read) -> None:
    [action] = read("cast cure wounds at 2nd level on Pip", "chapel").actions
    assert (action.spell, action.slot_level, action.target_ref) == ("cure-wounds", 2, "c3")
    [action] = read("burning hands on the ghoul and the zombie", "undead").actions
    assert (action.target_ref, action.more_refs) == ("n4", ("n3",))


def test_an_if_is_a_readied_action(read) -> None:
    [action] = read("if the boss moves I shoot him", "goblins").actions
    assert (action.kind, action.target_ref) == ("ready", "n3")


def test_an_unknown_target_is_asked_back_with_those_who_are_there(read) -> None:
    [action] = read("attack the orc", "goblins").actions
    assert action.kind == "unclear"
    assert "goblin boss" in action.choices


def test_one_unknown_target_does_not_stop_the_rest(read) -> None:
    reading = read("attack the dragon, then talk to Wen", "tavern")
    assert kinds(reading) == ["unclear", "talk"]


def test_mercy_stays_readable_in_the_text(read) -> None:
    [action] = read("knock the taller goblin out without killing him", "goblins").actions
    assert action.kind == "attack"
    assert "without killing" in action.text


def test_a_huge_message_is_read_all_the_same(read) -> None:
    told = read("attack the boss, then dodge. " * 2000, "goblins").actions
    assert sum(len(action.text) for action in told) > 40000
