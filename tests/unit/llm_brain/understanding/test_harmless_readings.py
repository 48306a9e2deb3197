"""What a message must not do: hurt a bystander, win over somebody who was not addressed, walk off through a door."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "attack the nearest enemy",
        "stab the wounded one from behind",
        "throw my dagger at the nearest enemy",
        "I kick over the nearest table",
        "burn the letter",
    ],
)
def test_nobody_is_attacked_who_was_not_named(read, text: str) -> None:
    assert all(action.kind != "attack" for action in read(text, "tavern").actions)


def test_a_friend_just_spoken_of_is_not_stabbed(read) -> None:
    assert all(action.kind != "attack" for action in read("stab it again", "chapel").actions)


@pytest.mark.parametrize(
    "text", ["I flirt with the moon", "I ask the painting for its opinion", "i talk to myself"]
)
def test_what_cannot_listen_wins_nobody_over(read, text: str) -> None:
    [action] = read(text, "tavern").actions
    assert action.kind == "wait"
    assert action.target_ref is None


def test_words_under_the_breath_are_said_to_nobody(read) -> None:
    [action] = read('"We should be careful," I say under my breath', "tavern").actions
    assert action.kind == "wait"


def test_a_friend_near_the_target_is_not_the_target(read) -> None:
    actions = read("shoot fire at whatever is closest to kara", "undead").actions
    assert all(action.target_ref != "c2" for action in actions)


@pytest.mark.parametrize("text", ["how hurt am i", "check my pockets", "what time is it"])
def test_a_question_about_oneself_is_no_look_around(read, text: str) -> None:
    [action] = read(text, "tavern").actions
    assert action.kind == "ask_rules"


def test_feeding_a_friend_a_potion_is_using_it_on_them(read) -> None:
    [action] = read("feed pip my potion", "goblins").actions
    assert (action.kind, action.item, action.recipient_ref) == (
        "use_item",
        "potion-of-healing",
        "c2",
    )


def test_putting_it_in_the_bag_belongs_to_the_taking(read) -> None:
    [action] = read("pick up the apple and put it in my bag", "market").actions
    assert (action.kind, action.item) == ("take", "apple")


def test_what_is_denied_is_what_it_means_afterwards(read) -> None:
    action = read("dont touch the chest, just look at it", "tavern").actions[-1]
    assert (action.kind, action.target_ref) == ("look", "feature:chest")
