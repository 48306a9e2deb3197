"""One-letter commands, things thrown, "my weapon", and verbs nobody listed."""

import pytest


@pytest.mark.parametrize(
    ("text", "scene", "kind", "target"),
    [
        ("w", "market", "move", "exit:alley"),
        ("u", "chapel", "move", "exit:stair"),
        ("x altar", "chapel", "search", "feature:altar"),
        ("open vault", "chapel", "interact", "exit:vault"),
    ],
)
def test_a_one_letter_command_means_its_word(
    read, text: str, scene: str, kind: str, target: str
) -> None:
    (action,) = read(text, scene).actions
    assert (action.kind, action.target_ref) == (kind, target)


def test_my_weapon_is_the_one_in_hand(read) -> None:
    assert read("drop my weapon", "goblins").actions[0].item == "longsword"
    assert read("attack the rat with my weapon", "goblins").actions[0].item == "longsword"


def test_oil_thrown_is_used_and_an_axe_thrown_attacks(read) -> None:
    oil = read("throw oil at the zombie", "undead").actions[0]
    axe = read("throw my handaxe at the boss", "goblins").actions[0]
    assert (oil.kind, oil.item) == ("use_item", "oil")
    assert (axe.kind, axe.item) == ("attack", "handaxe")


def test_an_unlisted_verb_handles_a_thing_but_never_a_foe(read) -> None:
    assert read("flumox the lever", "goblins").actions[0].kind == "interact"
    assert read("flumox the boss", "goblins").actions[0].kind == "unclear"


def test_looking_twice_at_the_same_is_one_look(read) -> None:
    actions = read("I look around. who else is here?", "tavern").actions
    assert [action.kind for action in actions] == ["look"]
