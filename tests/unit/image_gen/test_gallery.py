"""Finished pictures: whole or absent, and never outside their folder."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from image_gen.errors import GalleryUnwritable, PictureNotFound
from image_gen.gallery import Gallery


def test_a_hung_picture_is_found_again(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path, url_prefix="/media/images/")
    hung = gallery.hang(b"bytes", image_format="png")
    assert gallery.find(hung.image_id) == hung.path
    assert hung.url == f"/media/images/{hung.path.name}"


def test_a_crash_before_the_rename_leaves_no_picture(tmp_path: Path, monkeypatch) -> None:
    def pull_the_plug(self: Path, target: Path) -> Path:
        raise OSError(5, "power cut")

    monkeypatch.setattr(Path, "replace", pull_the_plug)
    with pytest.raises(GalleryUnwritable):
        Gallery(tmp_path, url_prefix="/m").hang(b"bytes", image_format="png")
    assert list(tmp_path.iterdir()) == []


def test_what_a_crash_left_is_swept_but_not_what_is_being_written(tmp_path: Path) -> None:
    old, new = tmp_path / ".partial-old.png", tmp_path / ".partial-new.png"
    for path in (old, new):
        path.write_bytes(b"ha")
    os.utime(old, (1, 1))
    assert Gallery(tmp_path, url_prefix="/m").sweep() == 1
    assert not old.exists()
    assert new.exists()


@given(
    name=st.one_of(
        st.text(), st.sampled_from(["../secret", "..%2fsecret", "/etc/passwd", "a" * 32 + "\n"])
    )
)
def test_no_name_leads_out_of_the_folder(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("gallery", numbered=True)
    (folder.parent / "secret.png").write_bytes(b"secret")
    with pytest.raises(PictureNotFound):
        Gallery(folder, url_prefix="/m").find(name)


def test_a_link_is_not_a_picture(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (tmp_path / f"{'a' * 32}.png").symlink_to(secret)
    with pytest.raises(PictureNotFound):
        Gallery(tmp_path, url_prefix="/m").find("a" * 32)
