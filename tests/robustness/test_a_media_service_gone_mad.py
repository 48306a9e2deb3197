"""A picture or voice service that answers 200 with nonsense costs its job attempts, never the worker that asked."""

from collections.abc import Iterator

import httpx
import pytest

from deploy.play.embedded_postgres import EmbeddedPostgres
from llm_brain.app import make_brain
from llm_brain.brain import Brain
from llm_brain.config import Settings
from llm_brain.media.services import MediaServices, ServiceRefused
from llm_brain.media.worker import Worker
from tests.robustness.tables import PASSWORDS, Sql

NONSENSE = [
    b"", b"<html>", b"[]", b"null", b"{}", b'{"url": 7}', b'{"url": "/media/images/x.webp"', b"\xff\xfe",
    b'{"url": "https://evil.example/x.webp"}', b'{"url": "javascript:alert(1)"}', b'{"url": "/media/images/../../etc/passwd"}',
    b'{"url": "/media/audio/x.wav", "clips": [3]}', b'{"url": "/media/audio/x.wav", "clips": "x"}',
]  # fmt: skip


@pytest.fixture
def brain(database: EmbeddedPostgres) -> Iterator[Brain]:
    settings = Settings(
        db_host="127.0.0.1",
        db_port=database.port,
        app_db_pass=PASSWORDS["APP_DB_PASS"],
        embedder="none",
        media_workers=0,
    )
    made = make_brain(settings)
    yield made
    made.database.close()


@pytest.mark.parametrize("answer", NONSENSE)
def test_nonsense_is_refused(answer: bytes, brain: Brain) -> None:
    mad = httpx.MockTransport(lambda _: httpx.Response(200, content=answer))
    services = MediaServices(brain.settings, mad)
    with pytest.raises(ServiceRefused):
        services.paint({"prompt": "x"})
    with pytest.raises(ServiceRefused):
        services.speak({"text": "x"})


def test_a_job_answered_with_nonsense_is_tried_again_and_its_worker_lives(
    brain: Brain, sql: Sql
) -> None:
    sql("DELETE FROM media_jobs")
    campaign = sql(
        "INSERT INTO campaigns (name, theme, adventure_seed, dice_seed, dice_seed_sha256) VALUES"
        " ('x', 'high_fantasy', 7, decode(repeat('ab', 32), 'hex'), 'cafe') RETURNING id"
    )[0][0]
    turn = sql(
        "INSERT INTO conversations (campaign_id, turn_number, token, player_message) VALUES (%s, 1, 't', '') RETURNING id",
        campaign,
    )[0][0]
    sql(
        "INSERT INTO media_jobs (campaign_id, turn_id, kind, payload) VALUES (%s, %s, 'image', '{}')",
        campaign, turn,
    )  # fmt: skip
    mad = httpx.MockTransport(lambda _: httpx.Response(200, content=b"<html>"))
    assert Worker(brain, MediaServices(brain.settings, mad)).work_once()
    found = sql("SELECT status, attempts FROM media_jobs WHERE turn_id = %s", turn)
    assert found == [("queued", 1)]
