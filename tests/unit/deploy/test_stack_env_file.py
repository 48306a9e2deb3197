"""The stack's .env: made once, private, completed, never overwritten; and what `make up` refuses."""

import stat

import pytest

from deploy.play.credentials import NAMES, read_env
from deploy.stack.__main__ import addresses, refuse_open_ports
from deploy.stack.env_file import GPU_FILES, complete
from deploy.stack.errors import StackError


def test_a_new_file_is_private_and_has_every_secret(tmp_path):
    file = tmp_path / ".env"
    made = complete(file, ["localhost"], has_gpu=False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert all(len(made[name]) >= 40 for name in NAMES)
    assert read_env(file) == made


def test_what_is_there_is_never_overwritten(tmp_path):
    file = tmp_path / ".env"
    file.write_text("DB_PASS=mine\nCAST=full\n")
    made = complete(file, ["localhost"], has_gpu=False)
    assert (made["DB_PASS"], made["CAST"]) == ("mine", "full")
    assert file.read_text().startswith("DB_PASS=mine\nCAST=full\n")
    assert complete(file, ["other"], has_gpu=True) == made


def test_a_copy_of_the_example_gets_its_empty_secrets_filled(tmp_path):
    file = tmp_path / ".env"
    file.write_text("DB_PASS=\nAPP_DB_PASS=\n")
    complete(file, [], has_gpu=False)
    assert all(read_env(file)[name] for name in NAMES)


def test_a_gpu_brings_its_overlay_and_the_full_cast(tmp_path):
    made = complete(tmp_path / ".env", [], has_gpu=True)
    assert (made["COMPOSE_FILE"], made["CAST"]) == (GPU_FILES, "full")


def test_without_a_gpu_the_images_stay_small(tmp_path):
    made = complete(tmp_path / ".env", [], has_gpu=False)
    assert made["CAST"] == "embedded"
    assert "COMPOSE_FILE" not in made


@pytest.mark.parametrize("bind", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_ai_ports_are_not_opened_without_a_token(bind):
    with pytest.raises(StackError):
        refuse_open_ports({"AI_BIND": bind})
    refuse_open_ports({"AI_BIND": bind, "SERVICE_TOKEN": "a token"})


@pytest.mark.parametrize("bind", ["127.0.0.1", "localhost", "::1", ""])
def test_loopback_needs_no_token(bind):
    refuse_open_ports({"AI_BIND": bind})


def test_the_address_is_the_one_that_was_published():
    assert addresses({"WEB_BIND": "127.0.0.1", "WEB_PORT": "9000"}) == "Open  http://localhost:9000"
    assert addresses({"WEB_BIND": "192.168.7.7"}) == "Open  http://192.168.7.7:8080"
