"""The overlays: a GPU is asked for only where one is, and a developer's edit shows without a build."""

import time

import httpx

from tests.containers.stack import PATIENCE_S, Stack

BASE = ("-f", "docker-compose.yml")
DEV = (*BASE, "-f", "deploy/compose.dev.yml")
GPU = (*BASE, "-f", "deploy/compose.gpu.yml")


def _wait_for_version(stack: Stack, version: str) -> None:
    url = f"http://localhost:{stack.ports['PUBLISHED_IMAGE_PORT']}/health"
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at:
        try:
            if httpx.get(url, timeout=2, trust_env=False).json()["version"] == version:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise AssertionError(f"{version} was never shown")


def test_the_base_file_asks_for_no_gpu_and_the_overlay_for_three(stack: Stack):
    assert "nvidia" not in stack.run_compose(*BASE, "config")
    assert stack.run_compose(*GPU, "config").count("driver: nvidia") == 3


def test_the_base_file_mounts_no_source(stack: Stack):
    assert ":/app/" not in stack.run_compose(*BASE, "config")


def test_an_edit_shows_without_a_build(stack: Stack):
    code = stack.folder / "image_gen" / "__init__.py"
    page = next((stack.folder / "web_service").rglob("landing.html"))
    try:
        stack.run_compose(*DEV, "up", "-d", "image_gen", "web_service")
        stack.wait_until_healthy()
        code.write_text(code.read_text() + '\n__version__ = "edited"\n')
        _wait_for_version(stack, "edited")
        page.write_text(page.read_text().replace("</h1>", " and edited</h1>"))
        assert "and edited</h1>" in httpx.get(stack.url, trust_env=False).text
    finally:
        stack.run_compose("up", "-d")
    stack.wait_until_healthy()
