"""The coverage of class features and race traits is read from the tables and the code itself."""

from llm_brain.referee.characters.tables import CLASSES, RACES
from llm_brain.referee.characters.told import NARRATED, PARTLY
from llm_brain.referee.coverage.features import features_of, lines, standing_of, unfounded


def test_nothing_is_said_to_be_played_that_no_code_asks_for() -> None:
    assert unfounded() == []


def test_every_class_and_every_race_with_traits_is_counted() -> None:
    there = features_of()
    with_traits = {
        key
        for key, race in RACES.items()
        if any(one.traits for one in (race, *race.subraces.values()))
    }
    assert set(there) == set(CLASSES) | with_traits


def test_every_reason_is_of_a_feature_there_is() -> None:
    there = {name for names in features_of().values() for name in names}
    assert set(NARRATED) - there == set()
    known_elsewhere = {"Natural Explorer"}
    assert set(PARTLY) - there <= known_elsewhere


def test_what_is_not_wholly_played_says_why() -> None:
    for names in features_of().values():
        for name in names:
            how, why = standing_of(name)
            assert (how == "enforced") is (why == "")


def test_a_reason_is_never_given_for_what_is_played() -> None:
    assert not [name for name in NARRATED if standing_of(name)[0] != "narrated"]


def test_it_prints_a_line_for_each_class_and_race_and_one_for_all() -> None:
    counted = [line for line in lines() if not line.startswith("  ")]
    assert len(counted) == 2 + len(features_of())
