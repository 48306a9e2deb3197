"""Forms filled by a language-model server: JSON by schema where the server can force it, asked for in words where it cannot.

Whether it can is learnt from its answers and kept for as long as the server is the same. What comes back is read by the very
schema either way.
"""

import logging
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any

from llm_brain.errors import NarratorFailed
from llm_brain.narrators.forms import Filled, Form, FormNotFilled, in_words, json_in
from llm_brain.narrators.free_prompt import FreePrompt, free_prompt
from llm_brain.narrators.protocol import Brief, Piece
from llm_brain.narrators.server.errors import RequestRefused, ServerBroke

log = logging.getLogger("llm_brain.narrators.server")
Tell = Callable[[Brief], Iterator[Piece]]


@dataclass(frozen=True)
class FormPrompt(FreePrompt):
    """A prompt whose answer is to be JSON by a schema; `schema_name` is what the wire wants to call it."""

    schema: dict[str, Any] | None = None
    schema_name: str = "answer"


def response_format(brief: Brief) -> dict[str, Any]:
    """Return what a request says of the shape of its answer: nothing for a telling."""
    if not isinstance(brief, FormPrompt) or brief.schema is None:
        return {}
    wanted = {"name": brief.schema_name, "schema": brief.schema, "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": wanted}}


class ServerForms:
    """Fills forms through a server's own way of telling. `can_force` is None until it is known."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.can_force: bool | None = None

    def fill(self, form: Form[Filled], given_up: threading.Event) -> Filled:
        """Return the filled form. Raises FormNotFilled."""
        if self.can_force is False:
            return self._in_words(form, given_up)
        try:
            filled = form.read(json_in(self._answer(_forced(form), given_up)))
        except NarratorFailed as failed:
            if not isinstance(failed.__cause__, RequestRefused):
                self._note_break(failed)
                raise _not_filled(failed) from failed
            reason = str(failed.__cause__)
        except FormNotFilled as failed:
            if given_up.is_set() or self.can_force:
                raise
            reason = str(failed.details["reason"])
        else:
            self.can_force = True
            return filled
        filled = self._in_words(form, given_up)
        self.can_force = False
        log.info("the server is asked for forms in words: it does not force a schema (%s)", reason)
        return filled

    def _note_break(self, failed: NarratorFailed) -> None:
        """Do not ask again for what a server may have broken at: a broken server tells no turn for a while either."""
        if self.can_force is None and isinstance(failed.__cause__, ServerBroke):
            self.can_force = False

    def _in_words(self, form: Form[Filled], given_up: threading.Event) -> Filled:
        try:
            answer = self._answer(_prompt(replace(form, messages=in_words(form))), given_up)
        except NarratorFailed as failed:
            raise _not_filled(failed) from failed
        return form.read(json_in(answer))

    def _answer(self, prompt: FormPrompt, given_up: threading.Event) -> str:
        """Return the whole answer. Raises NarratorFailed, and FormNotFilled once nobody waits for it."""
        text: list[str] = []
        words = self._tell(prompt)
        try:
            for piece in words:
                if given_up.is_set():
                    raise FormNotFilled(reason="nobody waits for it any more")
                text.append(piece.text)
        finally:
            if isinstance(words, Generator):
                words.close()
        return "".join(text)


def _prompt(form: Form[Any]) -> FormPrompt:
    plain = free_prompt(form.messages, form.sampling, form.urgency)
    return FormPrompt(**vars(plain))


def _forced(form: Form[Any]) -> FormPrompt:
    return replace(_prompt(form), schema=form.schema, schema_name=form.name)


def _not_filled(failed: NarratorFailed) -> FormNotFilled:
    return FormNotFilled(reason=str(failed.details.get("reason", failed)))
