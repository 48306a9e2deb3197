"""What can this server do? One question at a time, each answered with pass, fail or unknown, and a sentence.

The questions are asked the way the narrator asks, so that a pass here means words at the table. Nothing of the game is
sent.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Literal

import httpx

from llm_brain.narrators.server import models
from llm_brain.narrators.server.answers import Answer, answer_of
from llm_brain.narrators.server.errors import ServerTrouble

Result = Literal["pass", "fail", "unknown"]
FEW_TOKENS = 6
SOME_TOKENS = 48
ENOUGH_CONTEXT_TOKENS = 4096
MOST_CHARS_A_TOKEN = 12
SCHEMA = {
    "type": "object",
    "properties": {"deed": {"type": "string", "enum": ["attack", "talk"]}},
    "required": ["deed"],
    "additionalProperties": False,
}
FORCED = ("yonder", "hither")
GRAMMARS: dict[str, dict[str, Any]] = {
    "llama.cpp's `grammar`": {"grammar": 'root ::= "yonder" | "hither"'},
    "vLLM's `structured_outputs`": {"structured_outputs": {"choice": list(FORCED)}},
    "`guided_choice`": {"guided_choice": list(FORCED)},
    "SGLang's `regex`": {"regex": "(yonder|hither)"},
}


@dataclass(frozen=True)
class Finding:
    """One question's answer."""

    name: str
    result: Result
    sentence: str


@dataclass(frozen=True)
class Subject:
    """A server under question. `deadline_s` is how long a turn waits for its first words."""

    client: httpx.AsyncClient
    label: str
    model: str
    listed: tuple[models.ListedModel, ...] | None
    deadline_s: float

    def body(self, asked: str, max_tokens: int, **more: Any) -> dict[str, Any]:
        """Return a request like a turn's: a system message, a pair of past ones, a question."""
        messages = [
            {"role": "system", "content": "You are a narrator. Answer briefly."},
            {"role": "user", "content": "Good evening."},
            {"role": "assistant", "content": "Welcome to the table."},
            {"role": "user", "content": asked},
        ]
        body = {"messages": messages, "stream": True, "max_tokens": max_tokens, "temperature": 0.0}
        return {**({"model": self.model} if self.model else {}), **body, "top_p": 1.0, **more}

    async def answer(self, asked: str, max_tokens: int, **more: Any) -> Answer:
        """Ask once. Raises ServerTrouble."""
        return await answer_of(self.client, self.label, self.body(asked, max_tokens, **more))


async def findings(subject: Subject) -> AsyncIterator[Finding]:
    """Yield what the server can and cannot do; after a failure to answer at all nothing else is asked."""
    yield _lists(subject)
    yield _reads_enough(subject)
    try:
        first = await subject.answer("Describe a door in two sentences.", SOME_TOKENS)
    except ServerTrouble as trouble:
        yield Finding("answers", "fail", str(trouble) + ".")
        return
    for found in (_answers(first), _streams(first), _is_quick(first, subject.deadline_s)):
        yield found
    for ask in (_keeps_to_max_tokens, _stops, _forces_a_schema, _forces_a_grammar):
        try:
            yield await ask(subject)
        except ServerTrouble as trouble:
            yield Finding(
                ask.__name__.removeprefix("_"), "fail", f"It could not be asked: {trouble}."
            )


def _lists(subject: Subject) -> Finding:
    name = "model_listed"
    if not subject.listed:
        return Finding(name, "unknown", "The server does not list its models.")
    names = [model.name for model in subject.listed]
    if subject.model in names:
        return Finding(name, "pass", f"The server lists {subject.model}.")
    shown = ", ".join(names[:5])
    wanted = subject.model or "a model"
    return Finding(name, "fail", f"The server does not list {wanted}; it lists {shown}.")


def _reads_enough(subject: Subject) -> Finding:
    name = "context_length"
    told = {model.name: model.context_tokens for model in subject.listed or ()}
    tokens = told.get(subject.model)
    if tokens is None:
        wanted = f"a turn's prompt wants {ENOUGH_CONTEXT_TOKENS} tokens"
        return Finding(name, "unknown", f"The server does not say how much it reads; {wanted}.")
    if tokens < ENOUGH_CONTEXT_TOKENS:
        wanted = f"give it {ENOUGH_CONTEXT_TOKENS} or long turns will be refused"
        return Finding(name, "fail", f"It reads {tokens} tokens; {wanted}.")
    return Finding(name, "pass", f"It reads {tokens} tokens.")


def _answers(first: Answer) -> Finding:
    if first.text.strip():
        return Finding("answers", "pass", "It answers a conversation with a system message.")
    return Finding("answers", "fail", "It answered without a word; is it a chat model?")


def _streams(first: Answer) -> Finding:
    if first.pieces > 1:
        return Finding("streams", "pass", f"Its words came in {first.pieces} pieces.")
    if len(first.text) > SOME_TOKENS:
        said = "All its words came at once; players wait for the whole telling."
        return Finding("streams", "fail", said)
    return Finding("streams", "unknown", "It said too little to tell whether it streams.")


def _is_quick(first: Answer, deadline_s: float) -> Finding:
    name = "time_to_first_token"
    if first.first_words_s is None:
        return Finding(name, "unknown", "It said nothing.")
    said = f"The first words came after {first.first_words_s:.2f} s"
    if first.first_words_s < deadline_s:
        return Finding(name, "pass", f"{said}; a turn waits {deadline_s:g} s.")
    return Finding(name, "fail", f"{said}, but a turn waits {deadline_s:g} s only.")


async def _keeps_to_max_tokens(subject: Subject) -> Finding:
    answer = await subject.answer("Count from one to ninety in words.", FEW_TOKENS)
    name = "max_tokens"
    if answer.finish == "length" or answer.pieces <= FEW_TOKENS + 1 < len(answer.text):
        return Finding(name, "pass", f"It ends after max_tokens ({FEW_TOKENS} were asked for).")
    if len(answer.text) > FEW_TOKENS * MOST_CHARS_A_TOKEN:
        return Finding(name, "fail", f"It went on past max_tokens ({FEW_TOKENS}).")
    return Finding(name, "unknown", "It ended by itself before max_tokens.")


async def _stops(subject: Subject) -> Finding:
    name, asked = "stop", "Tell of a road in three sentences."
    free = await subject.answer(asked, SOME_TOKENS)
    words = free.text.split()
    if len(words) < 3:
        return Finding(name, "unknown", "It said too little to be stopped.")
    mark = words[len(words) // 2]
    stopped = await subject.answer(asked, SOME_TOKENS, stop=[mark])
    is_shorter = len(stopped.text.rstrip()) < len(free.text.rstrip())
    if is_shorter and free.text.startswith(stopped.text.rstrip()):
        return Finding(name, "pass", "It stops at a stop word.")
    if stopped.text == free.text:
        return Finding(name, "fail", "It does not heed stop words; the narrator needs none.")
    return Finding(name, "unknown", "It answers the same question differently each time.")


async def _forces_a_schema(subject: Subject) -> Finding:
    name = "json_schema"
    wanted = {
        "type": "json_schema",
        "json_schema": {"name": "deed", "schema": SCHEMA, "strict": True},
    }
    try:
        answer = await subject.answer("Good evening to you too.", 64, response_format=wanted)
    except ServerTrouble as trouble:
        return Finding(name, "fail", f"It takes no JSON schema: {trouble}.")
    try:
        found = json.loads(answer.text)
    except (ValueError, RecursionError):
        return Finding(name, "fail", "It takes a JSON schema, but does not keep to it.")
    if isinstance(found, dict) and found.get("deed") in ("attack", "talk") and len(found) == 1:
        return Finding(name, "pass", "Its answers keep to a JSON schema.")
    return Finding(name, "fail", "It answers with JSON, but not by the schema.")


async def _forces_a_grammar(subject: Subject) -> Finding:
    name = "grammar"
    for spelling, more in GRAMMARS.items():
        try:
            answer = await subject.answer("Good evening to you too.", 16, **more)
        except ServerTrouble:
            continue
        if answer.text.strip() in FORCED:
            return Finding(name, "pass", f"Its answers keep to a grammar, given as {spelling}.")
    return Finding(name, "fail", "It keeps to no grammar in any spelling we know.")
