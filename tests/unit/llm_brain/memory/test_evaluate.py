import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from llm_brain.memory.evaluate.__main__ import main
from llm_brain.memory.evaluate.measuring import measured, table
from llm_brain.memory.evaluate.reading import (
    DataNotUnderstood,
    Question,
    Turn,
    questions_from,
    turns_from,
)
from llm_brain.memory.evaluate.shelf import Shelf
from llm_brain.memory.evaluate.ways import WAYS
from llm_brain.memory.lexemes import lexemes


class Letters:
    """An embedder for tests: texts with like letters are alike."""

    def embed(self, texts: Sequence[str]) -> Any:
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text.lower():
                row[ord(letter) % 384] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


SAID = [
    "The lantern is Corbin's.",
    "It rains.",
    "We shall meet at the milestone.",
    "Nobody came.",
    "I slept.",
]


def turns(*texts: str, session: str = "") -> list[Turn]:
    return [Turn(id=f"t{n}", text=text, session=session) for n, text in enumerate(texts)]


def written(folder: Path, name: str, *rows: object) -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_what_is_asked_for_is_found_by_every_way_that_looks_at_it() -> None:
    asked = [Question(question="Whose lantern is it?", evidence=["t0"])]
    found = measured({"": turns(*SAID)}, asked, Letters())
    assert found["this recall"].recall[3] == [1.0]
    assert found["full text alone (BM25)"].recall[3] == [1.0]
    assert found["last turns only"].recall[3] == [0.0]


def test_recall_is_the_share_of_the_evidence_that_is_found() -> None:
    asked = [Question(question="Whose lantern is it?", evidence=["t0", "t4"])]
    assert measured({"": turns(*SAID)}, asked, Letters())["last turns only"].recall[3] == [0.5]


def test_the_table_has_a_line_for_each_way_and_one_for_the_ratio() -> None:
    asked = [Question(question="Whose lantern is it?", evidence=["t0"])]
    lines = table(measured({"": turns(*SAID)}, asked, Letters())).splitlines()
    assert len(lines) == 1 + len(WAYS) + 1


def test_conversations_do_not_answer_for_each_other() -> None:
    others = [Turn(id="t0", text="A lantern!", conversation="b")]
    asked = [Question(question="Whose lantern?", evidence=["t0"], conversation="b")]
    found = measured({"a": turns(*SAID), "b": others}, asked, Letters())
    assert len(found["this recall"].ms) == 1


def test_a_question_that_names_a_speaker_favours_what_that_speaker_said() -> None:
    said = [
        Turn(id="1", speaker="Mara", text="A red kite."),
        Turn(id="2", speaker="Joss", text="A red kite."),
    ]
    shelf = Shelf(said, Letters())
    assert [c.is_by_named for c in shelf.candidates("What did Joss make?", shelf.vectors[0])] == [
        False,
        True,
    ]
    both = shelf.candidates("What did Joss and Mara make?", shelf.vectors[0])
    assert not any(c.is_by_named for c in both)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "a"}, "text"),
        ({"id": "t1", "text": "again"}, "t1"),
        ("no object", "line"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, row: object, said: str) -> None:
    path = written(tmp_path, "turns.jsonl", {"id": "t1", "text": "x"}, row)
    with pytest.raises(DataNotUnderstood) as caught:
        turns_from(path)
    assert "line 2" in str(caught.value)
    assert said in str(caught.value)


def test_what_cannot_be_measured_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = [{"question": n, "evidence": of} for n, of in (("a", ["t0"]), ("b", ["t9"]), ("c", []))]
    questions, left_out = questions_from(written(tmp_path, "q.jsonl", *rows), {"": turns("x")})
    assert ([question.question for question in questions], left_out) == (["a"], 2)


def test_a_file_without_one_that_can_be_measured_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "q.jsonl", {"question": "?", "evidence": ["t9"]})
    with pytest.raises(DataNotUnderstood, match="evidence"):
        questions_from(path, {"": turns("x")})


def test_a_line_ends_at_a_newline_and_at_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"id": "t0", "text": "one\u2028two\u0085three"}\n', encoding="utf-8")
    assert len(turns_from(path)[""]) == 1


def test_numbers_do_for_ids_and_null_for_what_is_not_known(tmp_path: Path) -> None:
    path = written(tmp_path, "t.jsonl", {"id": 7, "text": "x", "speaker": None, "time": None})
    assert turns_from(path)[""][0].id == "7"


def test_a_file_that_is_not_there_ends_with_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none"), str(tmp_path / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_words_are_stemmed_and_stop_words_left_out() -> None:
    assert lexemes("The horses are running") == ["hors", "run"]


def test_a_question_that_names_a_month_is_answered_from_it() -> None:
    said = [
        Turn(id="1", text="A red kite.", time="9:30 am on 4 March, 2023"),
        Turn(id="2", text="A red kite.", time="1:14 pm on 8 May, 2023"),
    ]
    shelf = Shelf(said, Letters())
    march, may = shelf.candidates("Which kite was it in May 2023?", shelf.vectors[0])
    assert may.shared > march.shared > 0


def test_who_speaks_is_no_word_to_be_looked_for() -> None:
    said = [
        Turn(id="1", speaker="Mara", text="A red kite."),
        Turn(id="2", speaker="Joss", text="Mara, look!"),
    ]
    shelf = Shelf(said, Letters())
    assert [c.shared for c in shelf.candidates("What did Mara see?", shelf.vectors[0])] == [0, 0]
