from hypothesis import given
from hypothesis import strategies as st

from llm_brain.turn.prompt_parts import parts_of

PROMPT = [
    {
        "role": "system",
        "content": "You are.\n\nCampaign: x\nTheme: y\n\nThe story so far:\n- Once.",
    },
    {"role": "user", "content": "Here: nobody"},
    {"role": "assistant", "content": "You wait."},
    {
        "role": "user",
        "content": "Place: a barn. Noon, rain.\nCharacters:\n- Bram\nRemembered:\n- A bell.\n"
        'What just happened, all of it decided:\n- nothing\nBram\'s player said: "Rules: none"\nTell it.',
    },
]


def test_every_part_of_a_prompt_is_named() -> None:
    assert [part.name for part in parts_of(PROMPT)] == [
        "Standing orders", "Campaign", "Theme", "The story so far", "An earlier turn", "An earlier turn",
        "Place", "Characters", "Remembered", "What just happened", "Bram's player said", "Tell it.",
    ]  # fmt: skip


def test_nothing_told_is_no_parts() -> None:
    assert parts_of([]) == []


lines = st.lists(st.sampled_from(["Place: x", "Rules:", "- Rules: x", "Tell it.", "words", ""]))
said = st.builds(
    lambda role, texts: {"role": role, "content": "\n".join(texts)},
    st.sampled_from(["system", "user", "assistant"]),
    lines,
)


@given(st.lists(said))
def test_the_parts_are_the_whole_prompt(prompt: list[dict[str, str]]) -> None:
    assert "".join(part.text for part in parts_of(prompt)) == "".join(m["content"] for m in prompt)
