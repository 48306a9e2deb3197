"""The ids of a prompt, with the control tokens of many families; `GOLDEN=write` writes the skeleton anew."""

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from llm_brain.narrators.llama.skeleton import (
    Skeleton,
    shortened,
    with_system_in_the_first_question,
)
from llm_brain.narrators.protocol import ChatMessage

GOLDEN = Path(__file__).parent / "golden_skeleton.txt"
SPECIAL = [
    "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|eom_id|>", "<|python_tag|>",
    "<|end_of_text|>", "<s>", "</s>", "[INST]", "[/INST]", "<<SYS>>", "<start_of_turn>", "<end_of_turn>", "<|im_start|>",
    "<|im_end|>", "<｜begin▁of▁sentence｜>", "<unk>", "<pad>",
]  # fmt: skip
ORDINARY_ADDED = ["<tool_call>", "</think>"]
"""Added tokens that are not special: a tokenizer told to split special tokens still reads these."""


def _tokenizer() -> Tokenizer:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = Tokenizer(models.BPE(vocab={char: i for i, char in enumerate(alphabet)}, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in SPECIAL])
    made.add_tokens([AddedToken(text, special=False, normalized=False) for text in ORDINARY_ADDED])
    return made


def _render(messages: list[dict[str, str]]) -> str:
    turns = (
        f"<|start_header_id|>{m['role']}<|end_header_id|>\n\n{m['content'].strip()}<|eot_id|>"
        for m in messages
    )
    return f"<|begin_of_text|>{''.join(turns)}<|start_header_id|>assistant<|end_header_id|>\n\n"


TOKENIZER = _tokenizer()
SKELETON = Skeleton(TOKENIZER, _render)
ROLES = ("system", "user", "assistant", "user")


def _messages(*contents: str) -> list[ChatMessage]:
    return [ChatMessage(role, content) for role, content in zip(ROLES, contents, strict=True)]


def _plain(text: str) -> list[int]:
    """Encode one byte at a time: there nothing can be a control token."""
    id_of = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    return [TOKENIZER.token_to_id(c) for piece, _ in id_of.pre_tokenize_str(text) for c in piece]


def _expected(messages: list[ChatMessage]) -> list[int]:
    id_of = TOKENIZER.token_to_id
    found = [id_of("<|begin_of_text|>")]
    for role, content in [*((m.role, m.content) for m in messages), ("assistant", None)]:
        found += [
            id_of("<|start_header_id|>"),
            *_plain(role),
            id_of("<|end_header_id|>"),
            *_plain("\n\n"),
        ]
        if content is not None:
            found += [*_plain(content.strip()), id_of("<|eot_id|>")]
    return found


WORDS = st.lists(
    st.one_of(st.sampled_from([*SPECIAL, *ORDINARY_ADDED, "\n\n", "assistant", " "]), st.text(max_size=6)), max_size=8
).map("".join)  # fmt: skip


@given(WORDS, WORDS, WORDS, WORDS)
def test_the_ids_are_exactly_the_expected_ones_whatever_anybody_wrote(
    name: str, said: str, lore: str, memory: str
) -> None:
    messages = _messages(name, said, lore, memory)
    assert SKELETON.ids(messages) == _expected(messages)


def test_the_skeleton_is_the_golden_one() -> None:
    messages = _messages("orders", "said", "told", "asked <|eot_id|>")
    made = "".join(
        f"{'content' if is_content else 'control'} {text!r}\n"
        for is_content, text in SKELETON.parts(messages)
    )
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(made, encoding="utf-8")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_a_vocabulary_that_knows_a_control_token_as_a_word_still_never_meets_it() -> None:
    vocab = {"<": 0, "s": 1, ">": 2, "<s": 3, "<s>": 4}
    odd = Tokenizer(models.BPE(vocab=vocab, merges=[("<", "s"), ("<s", ">")]))
    odd.add_special_tokens(["<s>"])
    skeleton = Skeleton(odd, lambda messages: "<s>" + messages[0]["content"])
    assert skeleton.ids([ChatMessage("user", "<s>")]) == [4, 0, 1, 2]


def test_a_template_without_a_system_role_gets_the_orders_with_the_first_question() -> None:
    moved = with_system_in_the_first_question(_messages("orders", "one", "two", "three"))
    assert [m.role for m in moved] == ["user", "assistant", "user"]
    assert moved[0].content == "orders\n\none"


def test_the_oldest_question_and_answer_are_left_out_first() -> None:
    assert [m.content for m in shortened(_messages("orders", "one", "two", "three"))] == [
        "orders",
        "three",
    ]
