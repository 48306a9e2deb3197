"""What a narrator's words become: sentences that were let through, with who speaks in them and which event each number
is. A value; `turn/reply.py` makes it.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class NumberLink:
    """A number in a sentence, `text[start:end]`, and the ledger event it comes from."""

    start: int
    end: int
    seq: int


@dataclass(frozen=True)
class Sentence:
    """One released sentence. `speaker_*` say whose quoted words it holds, `voice` how the
    voice service knows them."""

    index: int
    text: str
    speaker_ref: str | None = None
    speaker_name: str | None = None
    voice: str = "narrator"
    numbers: tuple[NumberLink, ...] = ()

    def as_json(self) -> dict[str, Any]:
        speaker = None
        if self.speaker_ref is not None:
            speaker = {"ref": self.speaker_ref, "name": self.speaker_name, "voice": self.voice}
        numbers = [{"start": n.start, "end": n.end, "seq": n.seq} for n in self.numbers]
        return {"index": self.index, "text": self.text, "speaker": speaker, "numbers": numbers}


@dataclass(frozen=True)
class Telling:
    """A whole telling. `number` is 0 for a turn's first, 1 and up when told again."""

    number: int
    sentences: tuple[Sentence, ...]
    narrator: str
    degraded_reason: str | None = None
    is_stopped: bool = False
    phrases: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)
