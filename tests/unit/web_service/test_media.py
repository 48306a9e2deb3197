"""Pictures and voices: only to those at the table, only what a turn shows, never from outside the folder."""

from pathlib import Path

import pytest

from tests.unit.web_service.conftest import Person, Table

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(100))


@pytest.fixture
def picture(media: Path, table: Table) -> str:
    (media / "images" / "nave.png").write_bytes(PNG)
    url = "/media/images/nave.png"
    table.rows.set_turn(table.opening_id, image_url=url, image_state="ready")
    return url


def test_those_at_the_table_see_its_picture(picture: str, alice: Person, bob: Person) -> None:
    for person in (alice, bob):
        response = person.get(picture)
        assert response.content == PNG
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"].startswith("private")


def test_a_stranger_and_somebody_not_signed_in_find_no_picture(
    picture: str, charlie: Person, anybody
) -> None:
    assert charlie.get(picture).status_code == 404
    assert anybody.get(picture).status_code == 404


def test_the_picture_of_an_undone_turn_is_gone(picture: str, table: Table, alice: Person) -> None:
    table.rows.undo(table.id, table.opening_id)
    assert alice.get(picture).status_code == 404


def test_a_portrait_is_seen_on_the_page_and_the_sheet_by_those_at_the_table_only(
    media: Path, table: Table, alice: Person, charlie: Person
) -> None:
    (media / "images" / "mira.png").write_bytes(PNG)
    (media / "images" / "wen.png").write_bytes(PNG)
    faces = {"c1": "/media/images/mira.png", "n3": "/media/images/wen.png"}
    for ref, url in faces.items():
        table.rows.portrait(table.id, table.opening_id, ref, url)
    page = alice.get(f"/campaigns/{table.id}/").content.decode()
    assert [page.count(f'src="{url}"') for url in faces.values()] == [1, 1]
    sheet = alice.get(f"/campaigns/{table.id}/heroes/c1/sheet").content.decode()
    assert f'src="{faces["c1"]}"' in sheet
    assert alice.get(faces["n3"]).content == PNG
    assert charlie.get(faces["n3"]).status_code == 404


def test_a_portrait_that_an_undone_turn_ordered_is_gone(
    media: Path, table: Table, alice: Person
) -> None:
    (media / "images" / "mira.png").write_bytes(PNG)
    table.rows.portrait(table.id, table.opening_id, "c1", "/media/images/mira.png")
    table.rows.undo(table.id, table.opening_id)
    assert alice.get("/media/images/mira.png").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../secret.png",
        "..%2fsecret.png",
        "%2e%2e/secret.png",
        ".hidden.png",
        "nave.txt",
        "nave.wav",
    ],
)
def test_nothing_outside_the_folder_or_of_another_kind_is_served(
    name: str, picture: str, media: Path, table: Table, alice: Person
) -> None:
    (media / "secret.png").write_bytes(b"secret")
    table.rows.set_turn(table.opening_id, image_url=f"/media/images/{name}")
    assert alice.get(f"/media/images/{name}").status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(
    picture: str, media: Path, table: Table, alice: Person
) -> None:
    (media / "secret.png").write_bytes(b"secret")
    (media / "images" / "link.png").symlink_to(media / "secret.png")
    table.rows.set_turn(table.opening_id, image_url="/media/images/link.png")
    assert alice.get("/media/images/link.png").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "length"),
    [
        ("bytes=0-9", 206, 10),
        ("bytes=50-", 206, 58),
        ("bytes=-8", 206, 8),
        ("bytes=5000-", 416, 0),
        ("x", 200, 108),
    ],
)
def test_a_part_of_a_clip_can_be_fetched(
    asked: str, status: int, length: int, media: Path, table: Table, alice: Person
) -> None:
    (media / "audio" / "a.wav").write_bytes(PNG)
    table.rows.set_turn(table.opening_id, audio_clips=["/media/audio/a.wav"])
    response = alice.get("/media/audio/a.wav", headers={"range": asked})
    assert response.status_code == status
    assert len(response.content) == length
