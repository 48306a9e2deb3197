"""`.env.example` names every setting that a service reads, and gives no secret a value."""

import importlib
import re
from pathlib import Path

import pytest

from deploy.play.credentials import NAMES, read_env

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / ".env.example"
TEXT = EXAMPLE.read_text()
NAMED = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", TEXT, re.MULTILINE))
WEB_READS = re.compile(r"environment\.(?:text|listed|is_on|secret|whole|seconds)\(\s*\"([A-Z_]+)\"")


@pytest.mark.parametrize("service", ["image_gen", "tts_voice", "llm_brain"])
def test_every_setting_of_a_service_is_listed(service):
    settings = importlib.import_module(f"{service}.config").Settings
    assert {name.upper() for name in settings.model_fields} - NAMED == set()


def test_every_setting_of_the_website_is_listed():
    read = {
        name
        for file in (ROOT / "web_service").rglob("*.py")
        for name in WEB_READS.findall(file.read_text())
    }
    assert read - NAMED == set()


def test_no_secret_has_a_value():
    values = read_env(EXAMPLE)
    secret = [name for name in NAMED if re.search(r"PASS|SECRET|TOKEN$", name)]
    assert set(NAMES) <= set(secret)
    assert [name for name in secret if values.get(name)] == []


def test_every_variable_says_what_it_is():
    lines = TEXT.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"^#? ?[A-Z][A-Z0-9_]+=", line):
            assert "  # " in line or lines[number - 1].startswith("# "), line


@pytest.mark.parametrize("name", ["observe", "scale"])
def test_every_variable_of_an_overlay_is_listed(name):
    overlay = (ROOT / "deploy" / f"compose.{name}.yml").read_text()
    assert set(re.findall(r"\$\{([A-Z_]+)", overlay)) - NAMED == set()
