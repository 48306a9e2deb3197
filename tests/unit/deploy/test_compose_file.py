"""docker-compose.yml keeps the notes' names and hands each service the settings it reads, and no secret it does not need."""

import importlib
import re
from pathlib import Path

import pytest

from deploy.stack.waiting import SERVICES

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docker-compose.yml").read_text()
BLOCK = re.compile(r"^  (\w+):\n((?:    .*\n|\n)+)", re.MULTILINE)
BLOCKS = dict(BLOCK.findall(TEXT.split("\nservices:\n")[1].split("\nnetworks:\n")[0]))
WEB_READS = re.compile(r"environment\.\w+\(\s*\"([A-Z_]+)\"")
MADE_FOR_THE_IMAGE = {"PROMPTS_DIR", "STATIC_ROOT", "SERVICE_TOKEN_FILE"}
"""Folders the image has, and a file that only an operator's own mount could bring."""


def given_to(service: str) -> set[str]:
    section = re.search(r"    environment:\n((?:      .*\n)+)", BLOCKS[service])
    assert section is not None
    return set(re.findall(r"^      ([A-Z_]+):", section.group(1), re.MULTILINE))


def test_the_five_services_have_the_containers_of_the_notes():
    names = {s: re.search(r"container_name: (\w+)", block)[1] for s, block in BLOCKS.items()}
    assert names == SERVICES


@pytest.mark.parametrize("service", ["image_gen", "tts_voice", "llm_brain"])
def test_a_service_is_given_every_setting_it_reads(service):
    settings = importlib.import_module(f"{service}.config").Settings
    read = {name.upper() for name in settings.model_fields}
    assert read - given_to(service) - MADE_FOR_THE_IMAGE == set()


def test_the_website_is_given_every_setting_it_reads():
    read = {
        name
        for file in (ROOT / "web_service").rglob("*.py")
        for name in WEB_READS.findall(file.read_text())
    }
    assert read - given_to("web_service") - MADE_FOR_THE_IMAGE == set()


def test_the_owners_password_goes_to_the_database_and_the_brains_entrypoint_only():
    assert [s for s, block in BLOCKS.items() if "${DB_PASS" in block] == ["database", "llm_brain"]


def test_no_secret_has_a_default():
    assert re.findall(r"\$\{\w*(?:PASS|SECRET_KEY|TOKEN):?-[^}]+\}", TEXT) == []


def test_the_network_is_that_of_the_notes():
    assert "dm_network" in TEXT
    assert "subnet: 172.25.0.0/16" in TEXT


@pytest.mark.parametrize("service", SERVICES)
def test_no_dockerfile_or_overlay_asks_for_more_than_it_needs(service):
    assert "privileged" not in BLOCKS[service]
    assert "docker.sock" not in BLOCKS[service]
