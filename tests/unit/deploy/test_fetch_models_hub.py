"""`make fetch-models` with the hub's own client, from a hub played here: whole files, resumed ones, and every refusal."""

import errno
import fcntl
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.models import errors
from deploy.models.fetching import fetch_all
from deploy.models.progress import Progress
from deploy.models.wishes import DEFAULTS, Wish, wishes
from image_gen.painters.diffusion.weights import find_lora, find_model
from llm_brain.narrators.llama.whereabouts import cached
from tests.unit.deploy.played_hub import (
    BIG,
    CHATTERBOX,
    COMMIT,
    MODELS,
    NARRATOR,
    PlayedHub,
    played,
    sha256,
)
from tts_voice.config import Settings as VoiceSettings
from tts_voice.speakers.chatterbox.trust import known_digests
from tts_voice.speakers.chatterbox.weights import find_weights

pytest.importorskip("huggingface_hub", reason="the download library is not installed")

from deploy.models.hub import ModelHub

ROOT = Path(__file__).parents[3]
Fetch = Callable[..., list[errors.FetchError]]


@pytest.fixture
def hub() -> Iterator[PlayedHub]:
    with played({name: dict(files) for name, files in MODELS.items()}) as hub:
        yield hub


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def fetch(hub: PlayedHub, tmp_path: Path, said: list[str]) -> Fetch:
    def run(only: str = "", token: str = "", endpoint: str = "", **more: str) -> list:
        settings = {"MODEL_CACHE_PATH": str(tmp_path), "IMAGE_FEW_STEPS": "4"} | more
        trusting = settings.pop("TRUST", "") == "yes"
        wanted: tuple[Wish, ...] = wishes(settings, ROOT, only=only, has_gpu=False).models
        client = ModelHub(token, endpoint or hub.url)
        progress = Progress(io.StringIO())
        return fetch_all(wanted, client, progress, said.append, is_trusting=trusting)

    return run


def kept(tmp_path: Path, body: bytes) -> Path:
    """Return where a large file of the narrator lies."""
    folder = "models--" + NARRATOR.replace("/", "--")
    return tmp_path / "huggingface/hub" / folder / "blobs" / sha256(body)


def test_all_of_it_is_fetched_once_and_found_by_every_service(
    hub: PlayedHub, fetch: Fetch, tmp_path: Path
) -> None:
    assert fetch() == []
    found = cached(NARRATOR, tmp_path / "huggingface/hub")
    assert found is not None
    assert (found / "model-00001-of-00002.safetensors").read_bytes() == BIG
    painted = [tmp_path / "diffusers"]
    assert find_model(DEFAULTS["IMAGE_MODEL"], painted, with_checker=True) is not None
    assert find_lora(DEFAULTS["IMAGE_FEW_STEPS_LORA"], painted) is not None
    assert find_weights(VoiceSettings(tts_cache=tmp_path / "tts")) is not None
    given = len(hub.given)
    assert not {"pytorch_model.bin", "unet/model.bin", "lora.bin", "t3_cfg.pt"} & set(hub.names)
    assert fetch() == []
    assert len(hub.given) == given


def test_a_file_that_was_begun_goes_on_where_it_stopped(
    hub: PlayedHub, fetch: Fetch, tmp_path: Path
) -> None:
    blob = kept(tmp_path, BIG)
    blob.parent.mkdir(parents=True)
    blob.with_name(blob.name + ".incomplete").write_bytes(BIG[:1000])
    assert fetch("llama") == []
    assert ("model-00001-of-00002.safetensors", "bytes=1000-") in hub.given
    assert blob.read_bytes() == BIG


def test_a_connection_that_breaks_is_taken_up_again(
    hub: PlayedHub, fetch: Fetch, tmp_path: Path
) -> None:
    name, huge = "model-00001-of-00002.safetensors", BIG * 12
    hub.models[NARRATOR][name] = huge
    hub.breaks_after[name] = len(huge) - 1
    assert fetch("llama") == []
    begun = [asked for given, asked in hub.given if given == name]
    assert len(begun) == 2
    assert begun[1].startswith("bytes=")
    assert kept(tmp_path, huge).read_bytes() == huge


def test_a_file_begun_too_long_or_wrongly_is_never_kept(
    hub: PlayedHub, fetch: Fetch, tmp_path: Path
) -> None:
    blob = kept(tmp_path, BIG)
    blob.parent.mkdir(parents=True)
    part = blob.with_name(blob.name + ".incomplete")
    part.write_bytes(BIG + b"more")
    assert fetch("llama") == []
    blob.unlink()
    part.write_bytes(b"other" + BIG[5:1000])
    (failure,) = fetch("llama")
    assert isinstance(failure, errors.NotAsListed)
    assert not blob.exists()
    assert fetch("llama") == []


def test_what_is_broken_on_the_disk_is_fetched_anew(
    hub: PlayedHub, fetch: Fetch, tmp_path: Path
) -> None:
    assert fetch("llama") == []
    kept(tmp_path, BIG).write_bytes(bytes(len(BIG)))
    assert fetch("llama") == []
    assert kept(tmp_path, BIG).read_bytes() == BIG
    assert hub.names.count("model-00001-of-00002.safetensors") == 2


def test_a_hub_that_sends_other_bytes_than_it_lists_is_not_believed(
    hub: PlayedHub, fetch: Fetch, tmp_path: Path
) -> None:
    hub.lies = {"model-00002-of-00002.safetensors"}
    (failure,) = fetch("llama")
    assert isinstance(failure, errors.NotAsListed)
    assert cached(NARRATOR, tmp_path / "huggingface/hub") is None


@pytest.mark.parametrize(
    ("status", "code", "token", "error"),
    [
        (401, "GatedRepo", "", errors.TokenMissing),
        (403, "GatedRepo", "hf_right", errors.LicenceNotAccepted),
        (401, "", "hf_wrong", errors.TokenRefused),
        (404, "RepoNotFound", "hf_right", errors.ModelUnknown),
        (410, "", "hf_right", errors.HubRefused),
    ],
)
@pytest.mark.parametrize("is_late", [False, True])
def test_a_refusal_is_its_own_error_and_keeps_no_other_model_away(
    hub: PlayedHub, fetch: Fetch, tmp_path: Path, status: int, code: str, token: str,
    error: type[errors.FetchError], is_late: bool,
) -> None:  # fmt: skip
    (hub.gated if is_late else hub.refused)[NARRATOR] = (status, code)
    (failure,) = fetch(token=token)
    assert type(failure) is error
    assert "hf_" not in str(failure)
    if error in (errors.TokenMissing, errors.LicenceNotAccepted):
        assert f"{hub.url}/{NARRATOR}" in str(failure)
    assert find_weights(VoiceSettings(tts_cache=tmp_path / "tts")) is not None


def test_names_that_nobody_has_or_could_have_name_the_setting(hub: PlayedHub, fetch: Fetch) -> None:
    hub.refused["owner/hidden"] = (401, "RepoNotFound")
    for name in ("owner/missing", "owner/hidden", "not a/name/at all"):
        (failure,) = fetch("chatterbox", TTS_MODEL=name)
        assert isinstance(failure, errors.ModelUnknown)
        assert "TTS_MODEL" in str(failure)


def test_no_network_is_its_own_error(fetch: Fetch) -> None:
    failures = fetch(endpoint="http://127.0.0.1:9")
    assert {type(failure) for failure in failures} == {errors.HubUnreachable}


def test_a_disk_too_small_is_seen_before_anything_is_fetched(hub: PlayedHub, fetch: Fetch) -> None:
    hub.listed_sizes["model-00002-of-00002.safetensors"] = 2**50
    (failure,) = fetch()
    assert isinstance(failure, errors.DiskFull)
    assert failure.needed > failure.free
    assert hub.given == []


def test_a_disk_that_fills_up_meanwhile_is_the_same_error(hub: PlayedHub, tmp_path: Path) -> None:
    def fill(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client = ModelHub(endpoint=hub.url)
    listed = client.listing(NARRATOR, "LLM_MODEL")
    big = next(file for file in listed.files if file.size == len(BIG))
    with pytest.raises(errors.DiskFull):
        client.bring(NARRATOR, "LLM_MODEL", listed.commit, big, tmp_path, fill)
    client.bring(NARRATOR, "LLM_MODEL", listed.commit, big, tmp_path, lambda _: None)


def test_two_at_once_do_not_write_the_same_file(
    hub: PlayedHub, fetch: Fetch, tmp_path: Path
) -> None:
    blob = kept(tmp_path, BIG)
    blob.parent.mkdir(parents=True)
    with blob.with_name(blob.name + ".incomplete").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        (failure,) = fetch("llama")
    assert isinstance(failure, errors.BeingFetched)
    assert fetch("llama") == []


def test_a_folder_that_cannot_be_is_named(fetch: Fetch, tmp_path: Path) -> None:
    (tmp_path / "huggingface").write_text("a file where a folder should be")
    (failure,) = fetch("llama")
    assert isinstance(failure, errors.NotWritable)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_root_fetched_belongs_to_the_folder_s_owner(fetch: Fetch, tmp_path: Path) -> None:
    cache = tmp_path / "tts"
    cache.mkdir()
    os.chown(cache, 10_001, 10_001)
    assert fetch("chatterbox", TRUST="yes") == []
    assert {path.lstat().st_uid for path in cache.rglob("*")} == {10_001}


def test_a_model_of_pickles_alone_is_not_fetched(hub: PlayedHub, fetch: Fetch) -> None:
    hub.models["owner/old"] = {"config.json": b"{}", "pytorch_model.bin": b"pickled"}
    (failure,) = fetch("llama", LLM_MODEL="owner/old")
    assert isinstance(failure, errors.NothingUsable)
    assert hub.given == []


def test_the_token_is_not_carried_on_to_another_host(hub: PlayedHub, fetch: Fetch) -> None:
    with played(hub.models) as store:
        hub.sends_elsewhere = store.url.replace("127.0.0.1", "localhost")
        assert fetch("llama", token="hf_secret") == []  # pragma: allowlist secret
    assert "model-00001-of-00002.safetensors" in store.names
    assert {token for _, token in store.tokens} == {""}
    assert all(token for _, token in hub.tokens)


def test_the_pickled_voice_is_read_only_when_a_person_said_so(
    fetch: Fetch, said: list[str], tmp_path: Path
) -> None:
    digest = sha256(CHATTERBOX["conds.pt"])
    assert fetch("chatterbox") == []
    assert not (tmp_path / "tts/SHA256SUMS").exists()
    assert digest in said[-1]
    assert fetch("chatterbox", TRUST="yes") == []
    assert known_digests(tmp_path / "tts/SHA256SUMS") == {digest}
    heard = len(said)
    assert fetch("chatterbox") == []
    assert digest not in "".join(said[heard:])


def test_the_command_itself_fetches_and_says_so_by_its_exit_code(
    hub: PlayedHub, tmp_path: Path
) -> None:
    own = {"HF_ENDPOINT": hub.url, "MODEL_CACHE_PATH": str(tmp_path / "cache"), "TTS_MODEL": ""}
    command = [sys.executable, "-m", "deploy.models", "--only", "chatterbox"]
    codes = []
    for model in (DEFAULTS["TTS_MODEL"], "owner/missing"):
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **own, "TTS_MODEL": model}, check=False,
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        codes.append(done.returncode)
        assert "Traceback" not in done.stderr
    assert codes == [0, 1]
    assert find_weights(VoiceSettings(tts_cache=tmp_path / "cache/tts")) is not None
    assert (tmp_path / "cache/tts/models--ResembleAI--chatterbox/refs/main").read_text() == COMMIT
