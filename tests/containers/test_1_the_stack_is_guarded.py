"""What an operator who looks closely finds: nobody is root, nothing is writable, nothing is open that should not be."""

import json

import pytest

from deploy.stack.waiting import SERVICES
from tests.containers.stack import Stack

OWN = [name for name in SERVICES if name != "database"]


def _inspect(stack: Stack, service: str) -> dict:
    return json.loads(stack.run("docker", "container", "inspect", SERVICES[service]))[0]


@pytest.mark.parametrize("service", SERVICES)
def test_a_container_is_read_only_without_capabilities_or_a_way_to_more(stack, service):
    host = _inspect(stack, service)["HostConfig"]
    assert host["ReadonlyRootfs"] is True
    assert host["CapDrop"] == ["ALL"]
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert host["RestartPolicy"]["Name"] == "unless-stopped"


@pytest.mark.parametrize("service", OWN)
def test_no_service_of_ours_runs_as_root(stack, service):
    assert stack.run("docker", "exec", SERVICES[service], "id", "-u").strip() == "10001"


def test_postgres_does_not_run_as_root(stack):
    users = stack.run("docker", "container", "top", "dnd_postgres", "-eo", "uid,pid,args")
    assert [line for line in users.splitlines()[1:] if line.split()[0] == "0"] == []


def test_only_the_website_is_published_beyond_this_machine_and_only_if_asked(stack):
    for service in SERVICES:
        for bound in _inspect(stack, service)["HostConfig"]["PortBindings"].values():
            assert {place["HostIp"] for place in bound} == {"127.0.0.1"}


def test_the_brain_has_forgotten_the_owners_password(stack):
    at_work = stack.run(
        "docker", "exec", "dnd_llm", "sh", "-c", "cat /proc/1/environ; cat /proc/1/cmdline"
    )
    assert "uvicorn" in at_work
    assert stack.settings["APP_DB_PASS"] in at_work
    assert stack.settings["DB_PASS"] not in at_work
    assert stack.settings["WEB_DB_PASS"] not in at_work


def test_the_website_never_had_the_owners_password(stack):
    environment = stack.run("docker", "exec", "dnd_website", "env")
    assert stack.settings["DB_PASS"] not in environment
    assert stack.settings["APP_DB_PASS"] not in environment


def test_the_secrets_file_is_for_its_owner_only(stack):
    assert (stack.folder / ".env").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("service", ["llm_brain", "image_gen", "tts_voice"])
def test_no_torch_is_in_an_embedded_image(stack, service):
    found = stack.run(
        "docker", "exec", SERVICES[service], "python", "-c",
        "import importlib.util as u; print(u.find_spec('torch'))",
    )  # fmt: skip
    assert found.strip() == "None"
