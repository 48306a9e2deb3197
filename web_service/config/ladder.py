"""Who may tell a turn and what their server can do, in words for the operator: the brain's answers, read.

It asks nothing by itself but `ladder_now`, and takes an answer that lacks something for one that says nothing of it.
"""

from dataclasses import dataclass
from typing import Any

from web_service.clients.errors import ServiceError
from web_service.clients.language_model import LanguageModel

NAMES = {
    "server": "a language-model server",
    "llama": "the language model in the brain",
    "storyteller": "the storyteller, who needs no model",
}
STATES = {
    "healthy": ("healthy", "can tell"),
    "loading": ("loading", "loading"),
    "unavailable": ("away", "cannot tell"),
}
QUESTIONS = {
    "reachable": "Is it there?",
    "model_listed": "Has it the model?",
    "context_length": "Does it read enough at once?",
    "answers": "Does it answer a conversation?",
    "streams": "Do its words come one by one?",
    "time_to_first_token": "Is it quick enough for a turn?",
    "max_tokens": "Does it end where it is told to?",
    "stop": "Does it stop at a word?",
    "json_schema": "Does it keep to a form (JSON schema)?",
    "grammar": "Does it keep to a grammar?",
    "keeps_to_max_tokens": "Does it end where it is told to?",
    "stops": "Does it stop at a word?",
    "forces_a_schema": "Does it keep to a form (JSON schema)?",
    "forces_a_grammar": "Does it keep to a grammar?",
}
RESULTS = {"pass": ("healthy", "yes"), "fail": ("away", "no")}


@dataclass(frozen=True, slots=True)
class Rung:
    """A narrator: `look` names the colour of its state."""

    name: str
    who: str
    look: str
    state: str
    reason: str
    tells: bool


@dataclass(frozen=True, slots=True)
class Ladder:
    """The server in use and all narrators, best first; `problem` says why nothing is known.

    `is_kept`: an operator chose it, and it lasts. `warning` is the brain's own about what was kept.
    """

    base_url: str = ""
    model: str = ""
    has_key: bool = False
    is_from_settings: bool = True
    is_kept: bool = False
    warning: str = ""
    rungs: tuple[Rung, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One question and its answer."""

    question: str
    look: str
    answer: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What one server can do."""

    base_url: str
    model: str
    can_tell: bool
    summary: str
    findings: tuple[Finding, ...]


def ladder_now(asked: LanguageModel) -> Ladder:
    """Ask for the ladder; why it cannot be told is told instead."""
    try:
        return ladder_from(asked.now())
    except ServiceError as error:
        return Ladder(problem=str(error))


def ladder_from(answer: dict[str, Any]) -> Ladder:
    """Read the brain's answer."""
    rungs = tuple(_rung(row, answer.get("narrator")) for row in _rows(answer.get("narrators")))
    return Ladder(
        base_url=str(answer.get("base_url") or ""),
        model=str(answer.get("model") or ""),
        has_key=bool(answer.get("has_key")),
        is_from_settings=bool(answer.get("is_from_settings")),
        is_kept=bool(answer.get("is_kept")),
        warning=str(answer.get("problem") or ""),
        rungs=rungs,
    )


def examined_from(report: dict[str, Any]) -> list[Examined]:
    """Read a report, one server after another."""
    return [_examined(row) for row in _rows(report.get("replicas")) or [report]]


def _rung(row: dict[str, Any], teller: Any) -> Rung:
    name, said = str(row.get("narrator", "")), str(row.get("state", ""))
    look, state = STATES.get(said, ("away", said))
    reason = str(row.get("reason") or "")
    return Rung(name, NAMES.get(name, ""), look, state, reason, tells=name == teller)


def _examined(row: dict[str, Any]) -> Examined:
    return Examined(
        base_url=str(row.get("base_url") or ""),
        model=str(row.get("model_name") or ""),
        can_tell=bool(row.get("model_available")),
        summary=str(row.get("summary") or ""),
        findings=tuple(_finding(probe) for probe in _rows(row.get("probes"))),
    )


def _finding(probe: dict[str, Any]) -> Finding:
    name = str(probe.get("name", ""))
    look, answer = RESULTS.get(str(probe.get("result")), ("loading", "not known"))
    question = QUESTIONS.get(name) or name.replace("_", " ")
    return Finding(question, look, answer, str(probe.get("sentence") or ""))


def _rows(found: Any) -> list[dict[str, Any]]:
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
