"""Secrets: random, private, never made twice; and how an env file is read."""

import stat

from deploy.play.credentials import NAMES, load_or_make, read_env


def test_it_makes_a_private_file_with_every_secret(tmp_path):
    file = tmp_path / "var" / "secrets.env"
    made = load_or_make(file)
    assert set(made) == set(NAMES)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(set(made.values())) == len(NAMES)


def test_it_keeps_what_it_made_before(tmp_path):
    file = tmp_path / "secrets.env"
    assert load_or_make(file) == load_or_make(file)


def test_it_adds_a_new_secret_without_touching_the_others(tmp_path):
    file = tmp_path / "secrets.env"
    file.write_text("DB_PASS=mine")
    made = load_or_make(file)
    assert made["DB_PASS"] == "mine"
    assert read_env(file) == made


def test_two_folders_have_different_secrets(tmp_path):
    assert load_or_make(tmp_path / "a") != load_or_make(tmp_path / "b")


def test_it_reads_quotes_comments_and_export(tmp_path):
    file = tmp_path / ".env"
    file.write_text("# no\nexport A=1\nB='x # y'\nC=z # why\n\nD=\nE=a=b\nF=  # what\n")
    assert read_env(file) == {"A": "1", "B": "x # y", "C": "z", "D": "", "E": "a=b", "F": ""}


def test_a_missing_file_holds_nothing(tmp_path):
    assert read_env(tmp_path / "none") == {}
