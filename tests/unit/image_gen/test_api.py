"""The HTTP surface with a painter that draws nothing."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from image_gen.app import create_app
from image_gen.config import Settings
from image_gen.painters.choosing import Choice
from image_gen.styles import STYLE_PROMPTS


def test_it_says_where_the_finished_picture_hangs(client: TestClient) -> None:
    answer = client.post("/generate", json={"prompt": "a crypt", "seed": 7}).json()
    path = Path(answer["path"])
    assert path.read_bytes() == b"picture"
    assert answer["url"] == f"/media/images/{path.name}"
    assert path.stem == answer["image_id"]
    assert (answer["seed"], answer["painter"], answer["style"]) == (7, "still", "fantasy_art")
    assert (answer["width_px"], answer["height_px"]) == (960, 600)
    assert answer["duration_ms"] >= 0
    assert answer["degraded"] is False


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"prompt": "a crypt", "style": "cubism"}, "unknown_style"),
        ({"prompt": "a crypt", "style": ""}, "unknown_style"),
        ({"prompt": "   "}, "prompt_empty"),
        ({}, "prompt_empty"),
        ({"prompt": "x" * 2001}, "prompt_too_long"),
        ({"prompt": "a crypt", "negative_prompt": "x" * 2001}, "prompt_too_long"),
        ({"prompt": "a crypt", "width_px": 10}, "bad_size"),
        ({"prompt": "a crypt", "width_px": 1200, "height_px": 128}, "bad_size"),
        ({"prompt": "a crypt", "height_px": 99999}, "bad_size"),
        ({"prompt": "a crypt", "seed": -1}, "invalid_request"),
        ({"prompt": "a crypt", "colour": "red"}, "invalid_request"),
        ({"prompt": 5}, "invalid_request"),
    ],
)
def test_it_rejects_what_cannot_be_painted(client: TestClient, body: dict, code: str) -> None:
    answer = client.post("/generate", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == code


def test_an_unknown_style_is_answered_with_the_valid_ones(client: TestClient) -> None:
    error = client.post("/generate", json={"prompt": "a crypt", "style": "cubism"}).json()["error"]
    assert error["details"]["valid_styles"] == sorted(STYLE_PROMPTS)


def test_a_scene_without_a_prompt_is_enough(client: TestClient) -> None:
    body = {"scene": {"place_kind": "crypt", "figures": [{"kind": "goblin", "count": 2}]}}
    assert client.post("/generate", json=body).status_code == 200


def test_the_same_order_gets_the_same_seed(client: TestClient) -> None:
    seeds = {client.post("/generate", json={"prompt": "a crypt"}).json()["seed"] for _ in range(2)}
    assert len(seeds) == 1


def test_a_busy_painter_is_answered_with_a_time_to_come_back(client: TestClient, painter) -> None:
    painter.may_finish.clear()
    first = threading.Thread(
        target=client.post, args=("/generate",), kwargs={"json": {"prompt": "a"}}
    )
    first.start()
    assert painter.started.wait(timeout=10)
    answer = client.post("/generate", json={"prompt": "b"})
    painter.may_finish.set()
    first.join()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.json()["error"]["code"] == "busy"


def test_health_answers_while_the_painter_works(client: TestClient, painter) -> None:
    painter.may_finish.clear()
    first = threading.Thread(
        target=client.post, args=("/generate",), kwargs={"json": {"prompt": "a"}}
    )
    first.start()
    assert painter.started.wait(timeout=10)
    answer = client.get("/health")
    painter.may_finish.set()
    first.join()
    assert answer.json()["status"] == "healthy"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("get", "/nowhere", 404), ("get", "/generate", 405)]
)
def test_the_frameworks_own_errors_have_the_one_shape(
    client: TestClient, method, path, status
) -> None:
    answer = getattr(client, method)(path)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "message", "details"}


def test_an_unforeseen_failure_has_the_one_shape(client: TestClient, painter, monkeypatch) -> None:
    painter.turnstile = None
    answer = client.post("/generate", json={"prompt": "a"})
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "image_gen_error"


def test_it_is_loading_until_the_painter_is_ready(
    make_settings: Callable[..., Settings], painter
) -> None:
    client = TestClient(create_app(make_settings(), choice=Choice(painter)))
    assert client.get("/health").status_code == 503
    assert client.get("/health/live").status_code == 200
    assert (
        client.post("/generate", json={"prompt": "a"}).json()["error"]["code"]
        == "painter_not_ready"
    )


def test_a_finished_picture_can_be_fetched_by_its_id_only(client: TestClient) -> None:
    image_id = client.post("/generate", json={"prompt": "a crypt"}).json()["image_id"]
    assert client.get(f"/images/{image_id}").content == b"picture"
    for name in ("0" * 32, "..%2f..%2fetc%2fpasswd", image_id + ".png"):
        assert client.get(f"/images/{name}").status_code == 404


def test_metrics_count_what_was_painted(client: TestClient) -> None:
    client.post("/generate", json={"prompt": "a crypt"})
    assert (
        'image_gen_pictures_total{painter="still",style="fantasy_art"} 1.0'
        in client.get("/metrics").text
    )


def test_the_token_guards_everything_but_health(make_settings, painter) -> None:
    app = create_app(make_settings(service_token="right"), choice=Choice(painter))
    with TestClient(app) as client:
        assert client.get("/health/live").status_code == 200
        assert client.get("/styles").status_code == 401
        assert client.get("/metrics").status_code == 401
        assert client.get("/styles", headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert client.get("/styles", headers={"Authorization": "Bearer right"}).status_code == 200
        assert client.get("/styles").json()["error"]["code"] == "unauthorized"
