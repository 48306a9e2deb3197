"""The first picture of somebody decides how they look in all the others."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from image_gen.errors import GalleryUnwritable
from image_gen.looks import Look, Looks

WEN = Look("Wen, an old ferrywoman", 5)


def test_the_first_look_holds(tmp_path: Path) -> None:
    looks = Looks(tmp_path)
    assert looks.find("wen") is None
    assert looks.keep("wen", WEN) == WEN
    assert looks.keep("wen", Look("another", 6)) == WEN
    assert Looks(tmp_path).find("wen") == WEN
    assert looks.find("Wen") is None


def test_a_broken_file_counts_as_none_and_is_written_anew(tmp_path: Path) -> None:
    looks = Looks(tmp_path)
    looks.keep("wen", WEN)
    (file,) = (tmp_path / ".looks").glob("*.json")
    for content in ("", "[]", "{}", json.dumps({"prompt": "x", "seed": None})):
        file.write_text(content)
        assert looks.find("wen") is None
    assert looks.keep("wen", WEN) == WEN


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    Looks(tmp_path / "images").keep("../../etc/passwd", WEN)
    assert [path.name for path in tmp_path.iterdir()] == ["images"]


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / ".looks").write_text("in the way")
    with pytest.raises(GalleryUnwritable):
        Looks(tmp_path).keep("wen", WEN)


def test_a_look_nobody_has_described_yet_needs_words(client: TestClient) -> None:
    answer = client.post("/generate", json={"look": "nobody"})
    assert answer.json()["error"]["code"] == "prompt_empty"


def test_a_look_gives_words_and_seed_to_later_orders(client: TestClient, painter) -> None:
    first = {"look": "wen", "kind": "portrait", "prompt": "Wen, an old ferrywoman"}
    for order in (
        first,
        first,
        {"look": "wen"},
        {"look": "wen", "prompt": "laughing"},
        first | {"seed": 9},
    ):
        assert client.post("/generate", json=order).status_code == 200
    seen = [(order.prompt, order.seed) for order in painter.orders]
    words, seed = seen[0]
    assert seen[1:3] == [(words, seed)] * 2
    assert seen[3] == (f"{words}, laughing", seed)
    assert seen[4] == (words, 9)
    assert (painter.orders[0].width_px, painter.orders[0].height_px) == (512, 640)
