import pytest

from llm_brain.generating.errors import TooManyWaiting
from llm_brain.generating.line import Line

COMBAT, DIALOGUE, EXPLORATION = 0, 1, 2


def test_whoever_waits_is_let_in_by_urgency_then_in_order() -> None:
    line = Line(1, 9)
    assert line.enter(EXPLORATION).done()
    wanted = [EXPLORATION, DIALOGUE, COMBAT, DIALOGUE]
    places = [line.enter(urgency) for urgency in wanted]
    let_in = []
    for _ in places:
        line.leave()
        let_in += [at for at, place in enumerate(places) if place.done() and at not in let_in]
    assert let_in == [2, 1, 3, 0]


def test_a_full_line_refuses_whoever_is_not_more_urgent() -> None:
    line = Line(1, 1)
    line.enter(EXPLORATION)
    line.enter(DIALOGUE)
    for urgency in (DIALOGUE, EXPLORATION):
        with pytest.raises(TooManyWaiting):
            line.enter(urgency)
    assert line.waiting(DIALOGUE) == 1


def test_in_a_full_line_a_fight_takes_the_place_of_the_last_to_look_around() -> None:
    line = Line(1, 2)
    line.enter(EXPLORATION)
    first, last = line.enter(EXPLORATION), line.enter(EXPLORATION)
    fight = line.enter(COMBAT)
    assert isinstance(last.exception(), TooManyWaiting)
    assert not first.done()
    line.leave()
    assert fight.done()


def test_one_that_gives_up_waiting_takes_no_place() -> None:
    line = Line(1, 9)
    line.enter(COMBAT)
    gives_up, next_one = line.enter(COMBAT), line.enter(COMBAT)
    line.give_up(gives_up)
    line.leave()
    assert next_one.done()
    assert not gives_up.done()


def test_one_that_gives_up_as_it_is_let_in_passes_its_place_on() -> None:
    line = Line(1, 9)
    line.enter(COMBAT)
    gives_up = line.enter(COMBAT)
    line.leave()
    line.give_up(gives_up)
    assert line.inside == 0
    assert line.enter(COMBAT).done()


def test_one_that_was_pushed_out_has_no_place_to_pass_on() -> None:
    line = Line(1, 1)
    line.enter(EXPLORATION)
    pushed_out = line.enter(EXPLORATION)
    line.enter(COMBAT)
    line.give_up(pushed_out)
    assert line.inside == 1
    assert line.waiting(COMBAT) == 1


def test_with_no_room_to_wait_only_those_inside_are_served() -> None:
    line = Line(1, 0)
    line.enter(COMBAT)
    with pytest.raises(TooManyWaiting):
        line.enter(COMBAT)
