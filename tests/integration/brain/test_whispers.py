"""A whisper is answered to one player and leaves no trace: not in the ledger, not in any table, not in a prompt."""

from collections.abc import Callable
from typing import Any

import pytest
from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.narrators.protocol import Brief
from llm_brain.narrators.storyteller.storyteller import Storyteller

CANARY = "marzipan-heron-5521"


class Overhearing(Storyteller):
    """A storyteller that keeps what it was told."""

    def __init__(self) -> None:
        self.briefs: list[Brief] = []

    def narrate(self, brief: Brief) -> Any:
        self.briefs.append(brief)
        return super().narrate(brief)


def everything_in(held: connection) -> str:
    with held.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND has_table_privilege(oid, 'SELECT')"
        )
        text = ""
        for (name,) in cursor.fetchall():
            cursor.execute(
                f'SELECT coalesce(string_agg(t::text, chr(10)), chr(32)) FROM "{name}" t'
            )
            row = cursor.fetchone()
            assert row is not None
            text += row[0]
    return text


def test_a_question_about_ones_own_sheet_is_answered(table) -> None:
    table.begun()
    said = table.post("whisper", {"message": "How many hit points do I have?"}).json()
    assert not said["needs_a_turn"]
    assert "hit points" in said["answer"]


@pytest.mark.parametrize("deed", ["I attack the clerk", "I search the room", "I hide"])
def test_a_deed_is_sent_back_to_the_table(deed: str, table) -> None:
    table.begun()
    before = table.get("state")
    assert table.post("whisper", {"message": deed}).json()["needs_a_turn"]
    assert table.get("state") == before


def test_a_whisper_for_a_hero_of_another_table_is_refused(table) -> None:
    table.begun()
    answer = table.post("whisper", {"message": "What do I see?", "character_id": 99})
    assert answer.json()["error"]["code"] == "character_not_found"


def test_a_whisper_is_in_no_table_and_no_prompt(
    open_table: Callable[..., Any], brain: Brain
) -> None:
    listening = Overhearing()
    table = open_table([listening]).begun()
    answers = [
        table.post("whisper", {"message": words}).json()["answer"]
        for words in (f"What is the rule for {CANARY}?", f"I look at {CANARY}", CANARY)
    ]
    assert all(answers)
    assert table.say("I look around. What do I know?").status_code == 200
    assert listening.briefs
    assert CANARY not in repr(listening.briefs)
    assert CANARY not in brain.database.read(everything_in)
    assert CANARY not in str(table.get("turns"))
    assert CANARY not in str(table.get("lore"))
    assert CANARY not in str(table.get("story-so-far"))
    assert CANARY not in str(table.get("turns/2/inspect"))
