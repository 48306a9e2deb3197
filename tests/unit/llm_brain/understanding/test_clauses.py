"""Where one message is cut, and where it is not."""

import pytest

from llm_brain.understanding.clauses import clauses_of


def texts(message: str) -> list[str]:
    return [clause.text for clause in clauses_of(message, ["Mira"])]


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("I sneak past the guard, grab the key and run for the stairs", 3),
        ("grab the candlestick and the key", 1),
        ("magic missile split between the ghoul and the zombie", 1),
        ("tell Pip to grab the key and run", 1),
        ("attack the boss. then dodge", 2),
        ("Mira walks to the fire and warms her hands", 2),
        ("wait until nightfall, then sneak over to the gate", 2),
        ('I say "open the door and give me the key" to Wen', 1),
        ("If he moves, I shoot", 1),
        ("hold my action until the rat attacks, then hit it", 1),
    ],
)
def test_a_new_clause_begins_only_with_a_new_deed(message: str, count: int) -> None:
    assert len(texts(message)) == count


def test_words_in_quotes_stay_whole() -> None:
    [clause] = clauses_of("I say 'we found goblins, and then we ran' to Hale")
    assert clause.quotes == ["'we found goblins, and then we ran'"]


def test_an_open_quote_runs_to_the_end() -> None:
    [clause] = clauses_of('"hello there, I attack you and run')
    assert len(clause.quotes) == 1


def test_a_contraction_is_no_quote() -> None:
    assert not any(clause.quotes for clause in clauses_of("don't hit 'em, it's Marta's dog"))
