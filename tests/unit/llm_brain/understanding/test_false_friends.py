"""Words that sound like a deed and are none: what spends or gives away needs its spell or thing named where it is done."""

import pytest


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("I call it a night and get a full 8 hours of sleep", "tavern"),
        ("no fireball, too risky", "undead"),
        ("save my spells, I hide behind the pews", "undead"),
    ],
)
def test_a_spell_word_out_of_place_casts_nothing(read, text: str, scene: str) -> None:
    assert all(action.kind != "cast" for action in read(text, scene).actions)


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("Behind my shield I become a wall, giving them nothing but the dodge", "goblins"),
        ("I bestow upon this noble hound the honour of a scratch behind the ears", "market"),
        ("I fling dignity to the winds and tackle the cultist", "undead"),
    ],
)
def test_nothing_is_given_that_was_not_named(read, text: str, scene: str) -> None:
    assert all(action.item is None for action in read(text, scene).actions)


def test_what_is_forgotten_is_not_attacked(read) -> None:
    actions = read(
        "forget the boss, don't go for him, I strike the taller goblin", "goblins"
    ).actions
    assert [action.target_ref for action in actions] == ["n2"]


def test_it_is_the_lever_just_walked_to(read) -> None:
    actions = read("dash over to the lever and pull it", "goblins").actions
    assert [(a.kind, a.target_ref) for a in actions] == [
        ("dash", "feature:lever"),
        ("interact", "feature:lever"),
    ]


@pytest.mark.parametrize(
    ("text", "spell", "refs"),
    [
        ("fireball, get the zombie and the cultist in it", "fireball", ["n3", "n5"]),
        ("magic missile, all darts into veska", "magic-missile", ["n5"]),
        ("can i fire bolt the one with the bow", "fire-bolt", ["n2"]),
        ("sleep the ghoul", "sleep", ["n4"]),
    ],
)
def test_a_spell_falls_on_those_named_after_it(read, text, spell, refs) -> None:
    [action] = read(text, "undead").actions
    assert (action.kind, action.spell) == ("cast", spell)
    assert [action.target_ref, *action.more_refs] == refs


def test_a_spell_on_those_before_the_caster_spares_the_caster(read) -> None:
    [action] = read("burning hands on everyone in front of me", "undead").actions
    assert action.target_ref != "c1"


@pytest.mark.parametrize(
    "text",
    [
        "What do I know so far?",
        "what was my quest again?",
        "what have I found?",
        "what clues do I have?",
        "which places do I know?",
        "where have I been?",
        "who is Tomas?",
        "what did Wen tell me?",
        "recap please",
        "remind me what we're doing",
        "give me a summary",
        "what happened so far?",
        "where can I go from here?",
        "what's my passive perception",
        "does sneak attack work if borin is next to him?",
    ],
)
def test_what_is_known_already_is_only_asked(read, text: str) -> None:
    assert [action.kind for action in read(text, "tavern").actions] == ["ask_rules"]


def test_sitting_down_to_cry_is_one_act(read) -> None:
    [action] = read("I sit down and cry", "tavern").actions
    assert action.target_ref is None


@pytest.mark.parametrize("text", ["go over there", "same as last time but on the left", "him"])
def test_what_is_only_pointed_at_is_asked_back(read, text: str) -> None:
    assert [action.kind for action in read(text, "market").actions] == ["unclear"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("id like 2 healing potions plz", ["potion-of-healing"]),
        ("I was gonna buy the rope but forget it, just 5 torches", ["torch"]),
    ],
)
def test_goods_are_ordered_without_a_verb_of_buying(read, text, keys) -> None:
    actions = read(text, "market").actions
    assert [(a.kind, a.item) for a in actions] == [("buy", key) for key in keys]


def test_a_call_to_a_friend_does_not_swallow_the_deed_after_it(read) -> None:
    actions = read("Pip you ok? I toss him my healing potion", "goblins").actions
    assert [(a.kind, a.item) for a in actions] == [("talk", None), ("give", "potion-of-healing")]
