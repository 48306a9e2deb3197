"""A prompt's ids: the model's own control tokens around contents in which no control token can be.

The chat template is rendered with placeholders; what stands between them is encoded with control tokens, every content
without. So whatever a player types, the control tokens of a prompt are the template's and no others.
"""

import json
from collections.abc import Callable, Sequence

from tokenizers import Tokenizer

from llm_brain.narrators.protocol import ChatMessage

Render = Callable[[list[dict[str, str]]], str]
"""The tokenizer's chat template: messages to text, the answer's beginning included. Raises ValueError for roles it lacks."""
MARK = "\ue0f1{}\ue0f2"
"""A placeholder of private-use characters."""


class Skeleton:
    """Turns messages into ids. Reading only: many threads may use one."""

    def __init__(self, tokenizer: Tokenizer, render: Render) -> None:
        self._tokenizer = tokenizer
        self._plain = without_controls(tokenizer)
        self._render = render
        self.controls = frozenset(tokenizer.get_added_tokens_decoder())

    def vocabulary(self) -> list[str]:
        """Return every token as it lies in the vocabulary, by id; control tokens are empty."""
        known = self._tokenizer.get_vocab(with_added_tokens=True)
        found = [""] * (max(known.values(), default=-1) + 1)
        for token, id_ in known.items():
            found[id_] = "" if id_ in self.controls else token
        return found

    def described(self) -> str:
        """Return the tokenizer as JSON."""
        return str(self._tokenizer.to_str())

    def ids(self, messages: Sequence[ChatMessage]) -> list[int]:
        """Return the ids of a whole prompt, the answer's beginning included."""
        found: list[int] = []
        for is_content, text in self.parts(messages):
            found += self.content(text) if is_content else self.control(text)
        return found

    def parts(self, messages: Sequence[ChatMessage]) -> list[tuple[bool, str]]:
        """Return the prompt's text cut into the template's own parts (False) and contents (True)."""
        marked = [
            {"role": message.role, "content": MARK.format(i)} for i, message in enumerate(messages)
        ]
        found: list[tuple[bool, str]] = []
        rest = self._render(marked)
        for i, message in enumerate(messages):
            before, mark, rest = rest.partition(MARK.format(i))
            if not mark:
                raise ValueError(f"the chat template left out the {message.role} message")
            found += [(False, before), (True, message.content.strip())]
        return [*found, (False, rest)]

    def control(self, text: str) -> list[int]:
        """Encode a part of the template; what looks like a control token is one."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def content(self, text: str) -> list[int]:
        """Encode somebody's words; nothing in them is a control token."""
        ids = list(self._plain.encode(text, add_special_tokens=False).ids)
        if self.controls.isdisjoint(ids):
            return ids
        # A vocabulary that knows a control token as an ordinary word: one character at a time it cannot be met.
        apart = [id_ for char in text for id_ in self._plain.encode(char).ids]
        return [id_ for id_ in apart if id_ not in self.controls]


def without_controls(tokenizer: Tokenizer) -> Tokenizer:
    """Return the same tokenizer knowing no added token, control or not."""
    described = json.loads(tokenizer.to_str())
    described["added_tokens"] = []
    described["post_processor"] = None
    described["truncation"] = None
    described["padding"] = None
    return Tokenizer.from_str(json.dumps(described))


def with_system_in_the_first_question(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """Return the messages for a template that knows no system role."""
    first, *rest = messages
    if first.role != "system" or not rest or rest[0].role != "user":
        return list(messages)
    return [ChatMessage("user", f"{first.content}\n\n{rest[0].content}"), *rest[1:]]


def shortened(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """Return the messages without the oldest question and answer, or as they are when there is none to spare."""
    return [messages[0], *messages[3:]] if len(messages) > 3 else list(messages)
