"""What a model sees when it fills a form, held against golden files. `GOLDEN=write` writes them anew."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from llm_brain.turn.prompt import FORGED, quoted, rendered

PROMPTS = Path(__file__).parents[4] / "llm_brain" / "prompts"
GOLDEN = Path(__file__).parent / "golden"
READING = {
    "targets": ["Old Wen", "the sluice gate", "drowned man", "drowned man (2)"],
    "means": ["Shortsword", "Fire Bolt"],
    "told": "The bell rings under the water.",
    "message": "I yeet the gate open",
}
PROPOSING = {
    "theme": "gothic horror", "tone": "grim", "unwanted": ["spiders"], "place": "the lower nave",
    "place_facts": ["black water between the pews"], "ways": ["the stair up"], "people": ["Old Wen (fisher, friendly, unhurt)"],
    "things": ["bone button"], "quests": ["The Drowned Bell: Silence it"], "kinds": ["person", "rumour"],
    "told": "The bell rings under the water.",
}  # fmt: skip
CASES = {"reading": READING, "proposing": PROPOSING, "reading_orders": {}, "proposing_orders": {}}


@pytest.mark.parametrize("name", CASES)
def test_the_prompt_is_the_golden_one(name: str) -> None:
    made = rendered(PROMPTS, f"{name}.j2", **CASES[name]) + "\n"
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["reading", "proposing"])
def test_a_variable_that_is_missing_is_an_error(name: str) -> None:
    with pytest.raises(UndefinedError):
        rendered(PROMPTS, f"{name}.j2")


@given(message=st.text(max_size=200), name=st.text(max_size=60))
def test_nothing_a_player_writes_ends_its_quotation_or_is_a_control_token(
    message: str, name: str
) -> None:
    made = rendered(
        PROMPTS, "reading.j2", **(READING | {"message": quoted(message), "targets": [name]})
    )
    before, _, after = made.partition('The player says: "')
    assert after.endswith('"\nFill in the form.')
    assert '"' not in after.removesuffix('"\nFill in the form.')
    assert "\n" not in after.removesuffix("\nFill in the form.")
    assert not FORGED.search(after.replace("| ", "")) or "<|" not in after
    assert before
