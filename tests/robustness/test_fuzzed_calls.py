"""Schemathesis over the committed calls of the three services: whatever is sent, every answer is one the document names,
in the shape it names, and none is a failure but the 503s it names.
"""

import copy
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

schemathesis = pytest.importorskip("schemathesis")

from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from schemathesis.checks import load_all_checks  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.play.database import bring_up_to_date  # noqa: E402
from deploy.play.embedded_postgres import EmbeddedPostgres, temporary_postgres  # noqa: E402
from image_gen.app import create_app as picture_app  # noqa: E402
from image_gen.config import Settings as PictureSettings  # noqa: E402
from llm_brain.app import create_app as brain_app  # noqa: E402
from llm_brain.config import Settings as BrainSettings  # noqa: E402
from tests.robustness.tables import PASSWORDS, founded  # noqa: E402
from tts_voice.app import create_app as voice_app  # noqa: E402
from tts_voice.config import Settings as VoiceSettings  # noqa: E402

# A recording is sent as it is, whatever kind of sound it says to be.
schemathesis.serializer.alias("audio/*", "application/octet-stream")

load_all_checks()
COMMITTED = Path(__file__).parents[1] / "contract" / "openapi"
CHECKS = [content_type_conformance, response_schema_conformance, status_code_conformance]
TRIES = {"llm_brain": 40, "image_gen": 25, "tts_voice": 25}


@contextmanager
def answering(app: FastAPI) -> Iterator[str]:
    """Serve an app in a thread of its own; yield its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def database() -> Iterator[EmbeddedPostgres]:
    with temporary_postgres() as running:
        bring_up_to_date(running, PASSWORDS)
        yield running


def calls_of(service: str) -> dict[str, Any]:
    """Return the committed document."""
    found: dict[str, Any] = json.loads((COMMITTED / f"{service}.json").read_text(encoding="utf-8"))
    return found


def at_a_table(document: dict[str, Any], campaign_ids: list[int]) -> dict[str, Any]:
    """Return the document with every campaign one that is there, so that more than the first check is reached."""
    steered = copy.deepcopy(document)
    for path in steered["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "campaign_id":
                    parameter["schema"]["enum"] = campaign_ids
                if parameter["name"] == "turn_number":
                    parameter["schema"] |= {"minimum": 0, "maximum": 4}
    schemas = steered["components"]["schemas"]
    schemas["TurnIn"]["properties"]["campaign_id"] |= {"enum": campaign_ids}
    return steered


def every_answer_is_documented(document: dict[str, Any], url: str, tries: int) -> None:
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=tries,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            if (case.headers or {}).get("accept", "").startswith("text/event-stream"):
                return  # a stream without an end
            answer = case.call(base_url=url)
            assert answer.status_code < 500 or answer.status_code == 503, answer.text
            case.validate_response(answer, checks=CHECKS)

        answers()


@pytest.fixture
def brain(database: EmbeddedPostgres) -> FastAPI:
    return brain_app(
        BrainSettings(
            db_host="127.0.0.1",
            db_port=database.port,
            app_db_pass=PASSWORDS["APP_DB_PASS"],
            image_api="http://127.0.0.1:9",
            tts_api="http://127.0.0.1:9",
            embedder="none",
            media_workers=0,
            log_level="ERROR",
        )
    )


def test_the_brain_answers_nothing_undocumented(brain: FastAPI) -> None:
    with answering(brain) as url:
        every_answer_is_documented(calls_of("llm_brain"), url, TRIES["llm_brain"] // 2)


def test_the_brain_answers_nothing_undocumented_about_campaigns_that_are_there(
    brain: FastAPI,
) -> None:
    with answering(brain) as url:
        there = [founded(url) for _ in range(3)]
        document = at_a_table(calls_of("llm_brain"), there)
        del document["paths"]["/campaigns/{campaign_id}"]["delete"]
        every_answer_is_documented(document, url, TRIES["llm_brain"])


def test_a_brain_without_its_database_answers_nothing_but_the_documented_503(
    brain: FastAPI,
) -> None:
    brain = brain_app(
        BrainSettings(db_host="127.0.0.1", db_port=9, app_db_pass="none", embedder="none")
    )
    with answering(brain) as url:
        every_answer_is_documented(calls_of("llm_brain"), url, 3)


MEDIA: dict[str, Callable[[Path], FastAPI]] = {
    "image_gen": lambda folder: picture_app(
        PictureSettings(images_dir=folder, default_width_px=160, default_height_px=128)
    ),
    "tts_voice": lambda folder: voice_app(VoiceSettings(audio_dir=folder)),
}


@pytest.mark.parametrize("service", MEDIA)
def test_pictures_and_voices_answer_nothing_undocumented(service: str, tmp_path: Path) -> None:
    with answering(MEDIA[service](tmp_path)) as url:
        every_answer_is_documented(calls_of(service), url, TRIES[service])
