"""Asks those who have a model, best first, until one has answered; ends at a stop word, or when nobody listens.

It runs in a thread: whoever answers is asked word by word.
"""

from collections.abc import Sequence
from contextlib import closing
from threading import Event

from llm_brain.errors import NarratorFailed
from llm_brain.generating.asked import Asked, Said
from llm_brain.generating.errors import CallerLeft, ModelFailed
from llm_brain.narrators.free_prompt import Completer, free_prompt, writable


def answered(ready: Sequence[Completer], asked: Asked, has_left: Event) -> Said:
    """Return an answer. Raises ModelFailed, PromptRefused, CallerLeft."""
    failures: list[str] = []
    for completer in ready:
        try:
            return _asked(completer, asked, has_left)
        except NarratorFailed as failed:
            failures.append(str(failed.details.get("reason", failed)))
    raise ModelFailed(reason=writable("; ".join(failures)))


def _asked(completer: Completer, asked: Asked, has_left: Event) -> Said:
    prompt = free_prompt(
        asked.messages, asked.sampling, asked.urgency, conversation=asked.conversation_number
    )
    text, model = "", completer.model
    longest = max(map(len, asked.stop), default=0)
    with closing(completer.complete(prompt)) as answer:
        for words in answer:
            if has_left.is_set():
                raise CallerLeft
            looked_at = max(0, len(text) - longest)
            text += words
            found = [at for stop in asked.stop if (at := text.find(stop, looked_at)) >= 0]
            if found:
                text = text[: min(found)]
                break
    return Said(writable(text), completer.name, model, prompt.counted.tokens)
