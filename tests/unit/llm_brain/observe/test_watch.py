from dataclasses import dataclass, field

import pytest

from llm_brain.errors import DatabaseAway, TurnInFlight
from llm_brain.observe.trail import trail
from llm_brain.observe.watch import Watch, watched
from llm_brain.turn.steps import Steps
from llm_brain.turn.telling import Telling


@dataclass
class Clock:
    """Counts a second each time it is read."""

    now: float = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


@dataclass
class FakeBrain:
    watch: Watch = field(default_factory=lambda: Watch(clock=Clock()))

    def value(self, name: str, **labels: str) -> float:
        return self.watch.metrics.registry.get_sample_value(name, labels) or 0.0


def telling(
    narrator: str = "llama", reason: str | None = None, *, stopped: bool = False
) -> Telling:
    return Telling(0, (), narrator, degraded_reason=reason, is_stopped=stopped)


@watched("turn")
def play(brain: FakeBrain, campaign_id: int, told: Telling | None) -> dict[str, str | int]:
    steps = Steps(brain.watch)
    steps.watch.about(turn_number=2, turn_id=9)
    with steps.step("narrate"), steps.step("release"):
        pass
    with steps.step("release"):
        pass
    if told is not None:
        steps.watch.told(told, had_embedder=True)
    return trail()


@watched("turn")
def break_off(_brain: FakeBrain, campaign_id: int, error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    ("told", "outcome"),
    [(telling(), "told"), (telling(stopped=True), "stopped"), (None, "repeated")],
)
def test_a_turn_is_counted_by_how_it_ended(told: Telling | None, outcome: str) -> None:
    brain = FakeBrain()
    play(brain, 3, told)
    assert brain.value("llm_brain_turns_total", kind="turn", outcome=outcome) == 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (TurnInFlight(campaign_id=3), "refused"),
        (DatabaseAway(reason="gone"), "failed"),
        (KeyError("a fault of ours"), "failed"),
    ],
)
def test_a_turn_that_broke_is_told_from_one_that_was_refused(
    error: Exception, outcome: str
) -> None:
    brain = FakeBrain()
    with pytest.raises(type(error)):
        break_off(brain, 3, error)
    assert brain.value("llm_brain_turns_total", kind="turn", outcome=outcome) == 1
    assert trail() == {}


def test_the_trail_knows_the_campaign_and_the_turn_while_it_lasts() -> None:
    assert play(FakeBrain(), 3, None) == {"campaign_id": 3, "turn_number": 2, "turn_id": 9}
    assert trail() == {}


def test_every_step_is_timed_and_the_first_release_once() -> None:
    brain = FakeBrain()
    play(brain, 3, telling())
    assert brain.value("llm_brain_turn_step_seconds_count", step="narrate") == 1
    assert brain.value("llm_brain_turn_step_seconds_count", step="release") == 2
    assert brain.value("llm_brain_first_sentence_seconds_count") == 1


def test_a_stand_in_is_a_degradation_and_names_who_told() -> None:
    brain = FakeBrain()
    play(brain, 3, telling("storyteller", "llama gave no words within 5 s"))
    assert brain.value("llm_brain_degradations_total", missing="narrator") == 1
    assert brain.value("llm_brain_tellings_total", narrator="storyteller") == 1


def test_an_attempt_that_nobody_judged_has_failed() -> None:
    brain = FakeBrain()
    with pytest.raises(KeyError), brain.watch.media_job("image"):
        raise KeyError
    with brain.watch.media_job("image") as attempt:
        attempt.outcome = "away"
    count = "llm_brain_media_job_seconds_count"
    assert brain.value(count, kind="image", outcome="failed") == 1
    assert brain.value(count, kind="image", outcome="away") == 1
