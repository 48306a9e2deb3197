"""Which models share one GPU: the table adds up, the card decides, what is set wins, and the page says the same."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.gpu.block import BEGIN, with_block, without_block
from deploy.gpu.card import card_mib
from deploy.gpu.plan import (
    IN_PROCESS,
    NAMES,
    NARRATOR_GB,
    PAINTER_GB,
    PAINTER_IN_PARTS_GB,
    SERVER_GB,
    SPEAKER_GB,
    WITH_SERVER,
    PlanUnknown,
    choose,
    plan_for,
)
from deploy.play.credentials import read_env
from deploy.play.embedded_postgres import EmbeddedPostgres
from deploy.play.layout import ROOT, Layout
from deploy.play.line_up import Plan, service_environment
from deploy.stack.__main__ import keep_gpu_plan
from deploy.stack.env_file import keep_plan
from deploy.stack.errors import StackError
from image_gen.config import Settings as PictureSettings
from llm_brain.config import Settings as BrainSettings
from tts_voice.config import Settings as VoiceSettings

GIB_IN_GB = 1.0737
SPARE_GB = 1.0
"""Left to the desktop and to what the sizes do not count."""
CARDS = {"8": 8188, "12": 12_282, "16": 16_376, "24": 24_564}
"""MiB that such cards show to programs."""
EVERY_ROW = [(size, row) for table in (IN_PROCESS, WITH_SERVER) for size, row in table.items()]
PAGE = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("size", "row"), EVERY_ROW)
def test_what_is_on_the_gpu_fits_there_with_some_to_spare(size, row):
    assert row.sum_gb <= int(size) * GIB_IN_GB - SPARE_GB


@pytest.mark.parametrize(("size", "row"), EVERY_ROW)
def test_whoever_is_not_on_the_gpu_is_embedded_by_a_setting(size, row):
    who = set(row.on_gpu)
    assert ("Chatterbox" in who) == (row.settings.get("SPEAKER") != "espeak")
    assert ("painter" in who) == (row.settings.get("PAINTER") != "sketch")
    narrates = {"Llama", "a 4-bit server"} & who
    assert bool(narrates) == (row.settings.get("NARRATOR") != "storyteller")
    is_in_parts = row.on_gpu.get("painter") == PAINTER_IN_PARTS_GB
    assert is_in_parts == (row.settings.get("IMAGE_OFFLOAD") == "model")


@pytest.mark.parametrize(
    ("size", "row"), [*EVERY_ROW, ("none", choose({"GPU_PLAN": "none"}, None))]
)
def test_every_setting_of_a_plan_is_one_that_a_service_takes(monkeypatch, size, row):
    for name, value in row.settings.items():
        monkeypatch.setenv(name, value)
    taken = set()
    for made in (PictureSettings(), VoiceSettings(), BrainSettings(app_db_pass="none")):
        taken |= {name.upper() for name in made.model_fields_set}
    assert set(row.settings) <= taken


@pytest.mark.parametrize(("size", "mib"), CARDS.items())
def test_a_card_gets_the_plan_of_its_size(size, mib):
    assert plan_for(mib) == size


@given(st.integers(1, 200_000), st.integers(0, 50_000))
def test_more_memory_never_gets_a_smaller_plan(mib, more):
    assert int(plan_for(mib)) <= int(plan_for(mib + more))


def test_without_a_card_nothing_is_planned_and_with_none_no_gpu_is_used():
    assert choose({}, None).settings == {}
    none = choose({"GPU_PLAN": "none"}, 24_564).settings
    assert none == {"LLM_DEVICE": "cpu", "IMAGE_DEVICE": "cpu", "TTS_DEVICE": "cpu"}


def test_a_plan_that_is_named_counts_whatever_the_card_is():
    assert choose({"GPU_PLAN": "8GB"}, 24_564).settings == IN_PROCESS["8"].settings
    assert choose({"GPU_PLAN": " 24 "}, None).settings == IN_PROCESS["24"].settings


@pytest.mark.parametrize("said", ["10", "lots", "-8", "8.0"])
def test_what_is_no_plan_is_refused_and_the_plans_are_named(said):
    with pytest.raises(PlanUnknown, match="24"):
        choose({"GPU_PLAN": said}, None)


@pytest.mark.parametrize("explicit", [{"LLM_BASE_URL": "http://x/v1"}, {"NARRATOR": "server"}])
def test_with_a_server_nobody_narrates_in_process(explicit):
    assert choose(explicit, CARDS["12"]).settings == WITH_SERVER["12"].settings


def test_what_is_set_wins_over_the_plan_and_an_empty_setting_is_none():
    plan = choose({}, CARDS["12"])
    left = plan.under({"SPEAKER": "chatterbox", "IMAGE_OFFLOAD": ""})
    assert "SPEAKER" not in left
    assert left["IMAGE_OFFLOAD"] == "model"


@pytest.mark.parametrize(
    ("said", "mib"),
    [("12282\n", 12_282), ("24564\n8188\n", 24_564), ("", None), ("[N/A]\n", None), ("0\n", None)],
)
def test_the_first_card_is_the_one_that_counts(said, mib):
    assert card_mib(lambda: said) == mib


def play_environment(tmp_path: Path, **settings: str) -> dict[str, str]:
    layout = Layout(root=tmp_path)
    server = EmbeddedPostgres(
        layout.postgres, admin_password="x", wanted_port=1, log_file=tmp_path / "log"
    )
    ports = dict.fromkeys(("llm_brain", "image_gen", "tts_voice", "web_service"), 1)
    plan = choose(settings, CARDS["8"])
    return service_environment(
        Plan(layout, {}, settings, "127.0.0.1", ports, server, gpu=plan.settings)
    )


def test_the_services_of_play_are_given_the_plan_under_what_is_set(tmp_path, monkeypatch):
    for name in ("NARRATOR", "SPEAKER"):
        monkeypatch.delenv(name, raising=False)
    environment = play_environment(tmp_path)
    assert (environment["NARRATOR"], environment["SPEAKER"]) == ("storyteller", "espeak")
    assert play_environment(tmp_path, SPEAKER="chatterbox")["SPEAKER"] == "chatterbox"


@pytest.fixture
def env(tmp_path: Path) -> Path:
    file = tmp_path / ".env"
    file.write_text("DB_PASS=secret\nSPEAKER=chatterbox")
    file.chmod(0o600)
    return file


def test_the_stack_keeps_the_plan_in_its_file_and_writes_it_anew(env):
    keep_plan(env, {"IMAGE_OFFLOAD": "model", "NARRATOR": "storyteller"})
    keep_plan(env, {"IMAGE_OFFLOAD": "model"})
    text = env.read_text()
    assert text.startswith("DB_PASS=secret\nSPEAKER=chatterbox\n")
    assert text.count("IMAGE_OFFLOAD=model") == 1
    assert "NARRATOR" not in text
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    keep_plan(env, {})
    assert BEGIN not in env.read_text()


def test_what_the_plan_wrote_is_never_taken_for_somebodys_own_setting(env):
    before = read_env(env)
    keep_plan(env, {"IMAGE_OFFLOAD": "model"})
    assert read_env(env) == before


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])),
    st.dictionaries(st.sampled_from(["A", "B"]), st.sampled_from(["1", "2"])),
)
def test_the_rest_of_the_file_stays_as_it_was(text, settings):
    once = with_block(text, settings)
    assert without_block(once).rstrip("\n") == without_block(text).rstrip("\n")
    assert with_block(once, settings) == once


@pytest.mark.parametrize(("size", "row"), EVERY_ROW)
def test_the_page_says_what_the_table_says(size, row):
    [line] = [
        line
        for line in PAGE.splitlines()
        if line.startswith(f"| {size} GB |") and all(f"{who} {gb:.1f}" in line for who, gb in row.on_gpu.items())
        and f"{row.sum_gb:.1f} GB" in line
    ]  # fmt: skip
    for setting in row.settings.items():
        assert "`{}={}`".format(*setting) in line


def test_the_page_names_every_plan_and_size():
    assert all(f"`{name}`" in PAGE for name in NAMES)
    sizes = (NARRATOR_GB, SERVER_GB, PAINTER_GB, PAINTER_IN_PARTS_GB, SPEAKER_GB)
    assert all(f"**{size:.1f} GB**" in PAGE for size in sizes)


def test_make_up_refuses_what_is_no_plan_in_words():
    with pytest.raises(StackError, match="GPU_PLAN"):
        keep_gpu_plan({"GPU_PLAN": "10"})
