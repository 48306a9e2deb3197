"""What a Dungeon Master says for what is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_voice.spoken_form import spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Roll a d20.", "Roll a d 20."),
        ("2d6+3", "2 d 6 plus 3"),
        ("1d8 - 1", "1 d 8 minus 1"),
        ("4d6kh3", "4 d 6 keep highest 3"),
        ("two D20s", "two d twenties"),
        ("12 HP", "12 hit points"),
        ("1 HP", "1 hit point"),
        ("HP 7/12", "hit points 7 of 12"),
        ("AC 15", "AC 15"),
        ("a DC 15 CON save", "a DC 15 Constitution save"),
        ("a +1 longsword", "a plus 1 longsword"),
        ("a −2 penalty", "a minus 2 penalty"),
        ("30 ft. away", "30 feet away"),
        ("a 30-ft. cone", "a 30 foot cone"),
        ("5 gp and 1 sp", "5 gold pieces and 1 silver piece"),
        ("3–5 goblins", "3 to 5 goblins"),
        ("Stop — now", "Stop, now"),
        ("CR 1/4", "CR one quarter"),
        ("STOP THERE", "stop there"),
        ("the *dark* __cave__", "the dark cave"),
        ("[the tower](map.png)", "the tower"),
        ("K'thriss isn't Vex's", "Kthriss isn't Vex's"),
        ("it’s “here”", 'it\'s "here"'),
        ("wait…what", "wait... what"),
        ("orcs & elves", "orcs and elves"),
        ("🙂 hello", "hello"),
        ("🙂…", ""),
    ],
)
def test_it_is_said_as_at_the_table(written: str, said: str) -> None:
    assert spoken(written) == said


@given(st.text(max_size=200))
def test_any_text_has_a_spoken_form_without_control_characters(text: str) -> None:
    said = spoken(text)
    assert all(character.isprintable() for character in said)
    assert said == "" or any(character.isalnum() for character in said)
