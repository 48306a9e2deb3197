"""Rules looked up at a table: shown with source and licence, escaped, to whoever sits there."""

import pytest

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain

PIECE = {
    "key": "spells/ember-dart",
    "kind": "spells",
    "name": "Ember Dart",
    "text": "A mote flies.\n<script>alert(1)</script>",
    "facts": [{"label": "Range", "value": "60 feet"}],
    "source": "files of a test",
    "license": "a free one",
}


def test_a_rule_is_shown_with_its_source_and_licence(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    brain.pieces = [PIECE]
    page = alice.get(table.path("rules"), data={"q": "ember dart"}).content.decode()
    for said in ("Ember Dart", "60 feet", "files of a test", "a free one"):
        assert said in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("query", [{}, {"q": "  "}, {"q": "\x00"}])
def test_nothing_asked_is_nothing_looked_up(
    query: dict[str, str], table: Table, alice: Person, brain: FakeBrain
) -> None:
    assert alice.get(table.path("rules"), data=query).status_code == 200
    assert brain.asked == []


def test_the_dialog_gets_the_part_alone(table: Table, alice: Person, brain: FakeBrain) -> None:
    part = alice.get(table.path("rules"), data={"q": "x", "part": "1"}).content.decode()
    assert "<html" not in part
    assert "dialog-title" in part


def test_a_brain_that_is_away_is_said_and_the_question_stays(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    brain.is_away = True
    answer = alice.get(table.path("rules"), data={"q": "grapple"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert 'value="grapple"' in page


def test_a_stranger_looks_nothing_up(table: Table, charlie: Person, brain: FakeBrain) -> None:
    assert charlie.get(table.path("rules"), data={"q": "x"}).status_code == 404
    assert brain.asked == []


def test_the_table_leads_to_the_rules(table: Table, alice: Person, brain: FakeBrain) -> None:
    assert table.path("rules") in alice.get(table.path("")).content.decode()
