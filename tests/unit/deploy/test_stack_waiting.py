"""Waiting for the containers: ends when all are healthy, and names the one that is not."""

import itertools

import pytest

from deploy.stack.engine import State
from deploy.stack.errors import NotWell, StackError
from deploy.stack.waiting import SERVICES, Watch

HEALTHY = State("running", "healthy")
STARTING = State("running", "starting")


def watch_over(moments, upping=lambda: 0, said=None):
    """Make a watch that sees these moments, the last one again and again, one second apart."""
    seen = itertools.chain(moments, itertools.repeat(moments[-1]))
    seconds = itertools.count()
    said = [] if said is None else said
    return Watch(
        upping,
        look=lambda _containers: next(seen),
        clock=lambda: float(next(seconds)),
        sleep=lambda _s: None,
        say=said.append,
    )


def all_of(state, **others):
    return {service: others.get(service, state) for service in SERVICES}


def test_it_ends_when_all_are_healthy():
    said = []
    moments = [
        all_of(State()),
        all_of(STARTING),
        all_of(HEALTHY, web_service=STARTING),
        all_of(HEALTHY),
    ]
    assert watch_over(moments, said=said).until_all_healthy() == pytest.approx(4)
    assert len(said) == 2 * len(SERVICES)


def test_old_healthy_containers_do_not_count_while_compose_still_works():
    ends = iter([None, None, 0])
    old, new = all_of(HEALTHY), all_of(HEALTHY, llm_brain=STARTING)
    watch = watch_over([old, new, new, old], upping=lambda: next(ends, 0))
    assert watch.until_all_healthy() == pytest.approx(4)


def test_a_container_that_keeps_stopping_is_named():
    moments = [
        all_of(HEALTHY, llm_brain=State("restarting", "starting", restarts, 1))
        for restarts in range(9)
    ]
    with pytest.raises(NotWell, match="llm_brain"):
        watch_over(moments, upping=lambda: None).until_all_healthy()


def test_an_unhealthy_container_is_named_though_it_was_given_a_moment():
    moments = [all_of(HEALTHY, image_gen=State("running", "unhealthy"), web_service=STARTING)]
    with pytest.raises(NotWell, match="image_gen"):
        watch_over(moments, upping=lambda: None).until_all_healthy()


def test_an_unhealthy_container_that_recovers_is_forgiven():
    sick = all_of(HEALTHY, image_gen=State("running", "unhealthy"))
    assert watch_over([sick, sick, all_of(HEALTHY)]).until_all_healthy() == pytest.approx(3)


def test_it_gives_up_when_compose_could_not_start_them():
    with pytest.raises(StackError):
        watch_over([all_of(State("created"))], upping=lambda: 1).until_all_healthy()


def test_who_was_restarted_is_named_when_compose_gives_up_between_two_starts():
    ends = iter([None, 1])
    moments = [
        all_of(HEALTHY, llm_brain=State("running", "starting", 0)),
        all_of(HEALTHY, llm_brain=State("running", "starting", 1), web_service=State("created")),
    ]
    with pytest.raises(NotWell, match="llm_brain"):
        watch_over(moments, upping=lambda: next(ends)).until_all_healthy()
