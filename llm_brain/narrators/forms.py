"""The Clerk role: whoever has a model can be asked to fill a form, which is JSON by a schema while it is being written.

A form is messages and a pydantic model; what comes back is an instance of it or a reason why not. What it means, and whether
it may be, is for others to say.
"""

import json
import threading
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel, ValidationError

from llm_brain.errors import BrainError
from llm_brain.narrators.protocol import ChatMessage, Sampling, Standing

Filled = TypeVar("Filled", bound=BaseModel)


class FormNotFilled(BrainError):
    """No instance came of a form; the caller goes on without."""

    code = "form_not_filled"
    status = 502
    template = "The form was not filled: {reason}."


@dataclass(frozen=True)
class Form(Generic[Filled]):
    """What is asked of a clerk. `name` is for notes; `most_tokens` must hold the longest answer the schema allows.

    Free text in `wanted` wants a pattern of the characters it may hold, each repeated at most a hundred times: grammars let
    lengths alone pass with characters that no JSON may have, and some follow no longer repetition.

    `urgency` is 0, 1 or 2, the lower first; forms of one `table` (below 0, so that it is no campaign) begin alike.
    """

    name: str
    messages: tuple[ChatMessage, ...]
    wanted: type[Filled]
    most_tokens: int
    deadline_s: float
    temperature: float = 0.0
    urgency: int = 2
    table: int = -1
    seed: int = 0

    @property
    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of the answer, titles left out."""
        made: dict[str, Any] = _untitled(self.wanted.model_json_schema())
        return made

    @property
    def sampling(self) -> Sampling:
        """Return how its words are to be chosen."""
        return Sampling(self.temperature, 1.0, self.most_tokens)

    def read(self, text: str) -> Filled:
        """Return the instance a text is. Raises FormNotFilled."""
        try:
            return self.wanted.model_validate_json(text)
        except (ValidationError, RecursionError) as error:
            raise FormNotFilled(reason=f"{self.name}: {_first_fault(error)}") from error


@runtime_checkable
class Clerk(Protocol):
    """A narrator that can be asked to fill a form."""

    name: str

    @property
    def is_in_process(self) -> bool:
        """Return whether its model shares this machine with the turns that are being told."""

    def fill(self, form: Form[Filled], given_up: threading.Event) -> Filled:
        """Return the filled form; soon after `given_up` is set nobody wants it. Raises FormNotFilled."""

    def standing(self) -> Standing:
        """Say at once whether it can be asked now."""


def _untitled(schema: Any) -> Any:
    """Return a schema without pydantic's titles, which say nothing to a model."""
    if isinstance(schema, dict):
        titles = isinstance(schema.get("title"), str)
        return {k: _untitled(v) for k, v in schema.items() if not (titles and k == "title")}
    return [_untitled(one) for one in schema] if isinstance(schema, list) else schema


def _first_fault(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]


def json_in(text: str) -> str:
    """Return the JSON object inside a text that may say more around it; the text itself where there is none."""
    first, last = text.find("{"), text.rfind("}")
    return text[first : last + 1] if 0 <= first < last else text


def in_words(form: Form[Filled]) -> tuple[ChatMessage, ...]:
    """Return the messages with the schema written into the question, for a server that cannot force it."""
    *before, asked = form.messages
    schema = json.dumps(form.schema, ensure_ascii=False)
    told = f"{asked.content}\n\nAnswer with one JSON object by this JSON schema and with nothing else: {schema}"
    return (*before, ChatMessage(asked.role, told))
