"""The language-model server: which it is, another one from the next turn on, and what one can do.

Behind the service token like every call. A key comes in and never goes out, and goes to no address it was not given for.
"""

from datetime import datetime
from threading import Lock
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Request
from pydantic import AfterValidator, BaseModel, Field, SecretStr

from llm_brain.api.wire import IsStorable, storable
from llm_brain.api.wiring import TheBrain
from llm_brain.brain import Brain
from llm_brain.errors import BrainError
from llm_brain.health import Vitals
from llm_brain.narrators import choosing
from llm_brain.narrators.keeping import ServerKeeper
from llm_brain.narrators.server import ServerChoice, choice_from
from llm_brain.narrators.server.addresses import base_url, origin_of
from llm_brain.narrators.server.validating import Report, validate

router = APIRouter()
_asking = Lock()


class AlreadyAsking(BrainError):
    """A server is being questioned already."""

    code = "already_validating"
    status = 409
    template = "A server is being questioned already. Ask again in a minute."
    retry_after_s = 30


class NoServer(BrainError):
    """There is no server to question."""

    code = "no_language_model_server"
    status = 422
    template = "There is no language-model server: give a base_url, or set LLM_BASE_URL."


def _storable_key(key: SecretStr) -> SecretStr:
    """Return a key as it is. Raises ValueError for what cannot be written down."""
    storable(key.get_secret_value())
    return key


class ServerIn(BaseModel):
    """A server; what is left out is as it is set now. `base_url` may name several replicas, with commas between."""

    base_url: Annotated[str, IsStorable] | None = Field(default=None, max_length=2000)
    model: Annotated[str, IsStorable] | None = Field(default=None, max_length=200)
    key: Annotated[SecretStr, AfterValidator(_storable_key)] | None = Field(
        default=None, max_length=1000
    )


class ModelOut(BaseModel):
    """The server in use, and every narrator with how it stands, best first.

    `is_kept`: chosen by an operator and kept for every brain, over a restart too; DELETE lets the environment count again.
    """

    base_url: str
    model: str
    has_key: bool
    is_from_settings: bool
    is_kept: bool = False
    problem: str = ""
    narrator: str
    narrators: list[dict[str, Any]]


class FindingOut(BaseModel):
    """One question's answer."""

    name: str
    result: Literal["pass", "fail", "unknown"]
    sentence: str


class ReplicaReportOut(BaseModel):
    """What one server can and cannot do."""

    base_url: str
    model_name: str
    model_available: bool
    performance_score: float
    summary: str
    probes: list[FindingOut]


class ReportOut(BaseModel):
    """What the servers can and cannot do: of several, the first fields are the worst one's."""

    model_available: bool
    model_name: str
    model_size: str | None = None
    performance_score: float
    last_validation: datetime
    summary: str
    probes: list[FindingOut]
    replicas: list[ReplicaReportOut]


@router.get("/model")
def model(request: Request, brain: TheBrain) -> ModelOut:
    """Say which server tells, and how every narrator stands."""
    return _shown(request, _choice(brain))


@router.put("/model")
def choose_model(body: ServerIn, request: Request, brain: TheBrain) -> ModelOut:
    """Have another server tell from the next turn on, at every brain and for good; an empty base_url: none."""
    choice = _wanted(body, brain)
    _keeper(request).choose(choice)
    return _shown(request, choice)


@router.delete("/model")
def forget_model(request: Request, brain: TheBrain) -> ModelOut:
    """Forget what was chosen: from the next turn on it is as the environment says, at every brain."""
    _keeper(request).forget()
    return _shown(request, _choice(brain))


@router.post("/validate-model")
def validate_model(brain: TheBrain, body: ServerIn | None = None) -> ReportOut:
    """Say in words what a server can and cannot do; without a body, the one in use. Takes up to some minutes."""
    choice = _wanted(body or ServerIn(), brain)
    if not choice.base_urls:
        raise NoServer
    if not _asking.acquire(blocking=False):
        raise AlreadyAsking
    try:
        reports = validate(choice, brain.settings)
    finally:
        _asking.release()
    worst = min(reports, key=lambda report: (report.can_tell, report.score))
    return ReportOut(
        model_available=worst.can_tell,
        model_name=worst.model,
        performance_score=worst.score,
        last_validation=worst.at,
        summary=worst.summary,
        probes=_probes(worst),
        replicas=[_replica(report) for report in reports],
    )


def _choice(brain: Brain) -> ServerChoice:
    server = choosing.server_of(brain.narrators)
    return server.choice if server is not None else ServerChoice()


def _wanted(body: ServerIn, brain: Brain) -> ServerChoice:
    """Return what is meant: the choice in use, changed. A key follows only to the origins it was given for."""
    now = _choice(brain)
    if not now.base_urls:
        now = choice_from(brain.settings)
    if body.base_url is None:
        urls = now.base_urls
    else:
        given = [part for part in body.base_url.split(",") if part.strip()]
        urls = tuple(dict.fromkeys(base_url(part) for part in given))
    is_elsewhere = {origin_of(url) for url in urls} - {origin_of(url) for url in now.base_urls}
    key = None if is_elsewhere else now.key
    if body.key is not None:
        key = body.key if body.key.get_secret_value().strip() else None
    name = now.model if not is_elsewhere else ""
    name = body.model.strip() if body.model is not None else name
    return ServerChoice(urls, name, key, is_from_settings=False)


def _keeper(request: Request) -> ServerKeeper:
    return cast("ServerKeeper", request.app.state.server_keeper)


def _shown(request: Request, choice: ServerChoice) -> ModelOut:
    vitals: Vitals = request.app.state.vitals
    keeper = _keeper(request)
    return ModelOut(
        base_url=",".join(choice.base_urls),
        model=choice.model,
        has_key=choice.key is not None,
        is_from_settings=not keeper.is_kept,
        is_kept=keeper.is_kept,
        problem=keeper.problem,
        narrator=vitals.narrator,
        narrators=vitals.rungs(),
    )


def _probes(report: Report) -> list[FindingOut]:
    return [
        FindingOut(name=found.name, result=found.result, sentence=found.sentence)
        for found in report.findings
    ]


def _replica(report: Report) -> ReplicaReportOut:
    return ReplicaReportOut(
        base_url=report.base_url,
        model_name=report.model,
        model_available=report.can_tell,
        performance_score=report.score,
        summary=report.summary,
        probes=_probes(report),
    )
