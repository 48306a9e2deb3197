"""What is asked for, and what came of it: values, and the hash by which an answer is found again."""

import hashlib
import json
from dataclasses import dataclass
from typing import Literal, get_args

from llm_brain.narrators.protocol import ChatMessage, Sampling

Priority = Literal["combat", "dialogue", "exploration"]
PRIORITIES: tuple[Priority, ...] = get_args(Priority)
"""The most urgent first."""


@dataclass(frozen=True)
class Asked:
    """One free prompt. `use_cache` None keeps only what would be the same again: temperature 0."""

    messages: tuple[ChatMessage, ...]
    sampling: Sampling
    stop: tuple[str, ...] = ()
    priority: Priority = "exploration"
    use_cache: bool | None = None
    character: str = ""
    conversation: str = ""

    @property
    def may_be_cached(self) -> bool:
        """Whether its answer may be kept, and be one that was kept."""
        return self.use_cache if self.use_cache is not None else self.sampling.temperature == 0

    @property
    def urgency(self) -> int:
        """0 for a fight, 1 for talk, 2 for everything else: the lower goes first."""
        return PRIORITIES.index(self.priority)

    @property
    def chars(self) -> int:
        """How long the prompt is."""
        return sum(len(message.content) for message in self.messages)

    @property
    def conversation_number(self) -> int:
        """0 for none; else below 0, where no campaign's id is."""
        if not self.conversation:
            return 0
        return -int.from_bytes(hashlib.sha256(self.conversation.encode()).digest()[:7]) - 1

    def key(self, narrator: str, model: str) -> str:
        """Return the SHA-256 of the model, the messages and all that shapes the answer."""
        shaped = {
            "narrator": narrator,
            "model": model,
            "character": self.character,
            "messages": [(said.role, said.content) for said in self.messages],
            "sampling": vars(self.sampling),
            "stop": sorted(self.stop),
        }
        return hashlib.sha256(json.dumps(shaped, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Said:
    """An answer, and who gave it; `tokens` None where nobody counted them."""

    text: str
    narrator: str
    model: str
    tokens: int | None = None


@dataclass(frozen=True)
class Answer:
    """What is answered: the words, whether they were kept from before, and the prompt's hash."""

    said: Said
    is_cached: bool
    took_s: float
    key: str
