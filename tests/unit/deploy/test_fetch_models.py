"""`make fetch-models`, the parts that need no hub: what is wished for, which files, checksums, progress, trust."""

import io
from pathlib import Path

import pytest

from deploy.models.checksums import HubFile, is_as_listed
from deploy.models.choosing import chatterbox_files, diffusion_files, in_order, llama_files
from deploy.models.places import bytes_here
from deploy.models.progress import Progress
from deploy.models.trust import is_trusted, trust
from deploy.models.wishes import DEFAULTS, cache_of, wishes
from image_gen.config import Settings as ImageSettings
from image_gen.painters.diffusion.fetching import wanted_files
from llm_brain.config import Settings as BrainSettings
from llm_brain.narrators.llama.fetching import is_wanted
from tests.unit.deploy.played_hub import DIFFUSION, LLAMA, git_id, sha256
from tts_voice.config import Settings as VoiceSettings
from tts_voice.speakers.chatterbox.trust import known_digests
from tts_voice.speakers.chatterbox.weights import STANDARD, TURBO, is_needed

ROOT = Path(__file__).parents[3]


def models_of(settings: dict[str, str], only: str = "", *, has_gpu: bool = False) -> list[str]:
    return [wish.model for wish in wishes(settings, ROOT, only=only, has_gpu=has_gpu).models]


@pytest.mark.parametrize(
    ("setting", "model"),
    [("LLM_MODEL", BrainSettings), ("IMAGE_MODEL", ImageSettings),
     ("IMAGE_FEW_STEPS_LORA", ImageSettings), ("TTS_MODEL", VoiceSettings)],
)  # fmt: skip
def test_the_defaults_are_the_services_own(setting: str, model: type) -> None:
    assert DEFAULTS[setting] == model.model_fields[setting.lower()].default


def test_the_cast_of_the_defaults_is_one_model_a_part() -> None:
    wanted = [DEFAULTS[name] for name in ("LLM_MODEL", "IMAGE_MODEL", "TTS_MODEL")]
    assert models_of({}) == wanted


def test_the_lora_comes_only_with_few_steps() -> None:
    lora = DEFAULTS["IMAGE_FEW_STEPS_LORA"]
    assert lora in models_of({"IMAGE_FEW_STEPS": "4"})
    assert lora not in models_of({"IMAGE_FEW_STEPS": "0"})
    quick = {"IMAGE_FEW_STEPS": "4", "IMAGE_FEW_STEPS_LORA": "none"}
    assert models_of(quick, "diffusion") == [DEFAULTS["IMAGE_MODEL"]]


@pytest.mark.parametrize(
    ("setting", "value", "part"),
    [("NARRATOR", "storyteller", "llama"), ("LLM_BASE_URL", "http://here/v1", "llama"),
     ("PAINTER", "sketch", "diffusion"), ("SPEAKER", "espeak", "chatterbox")],
)  # fmt: skip
def test_what_would_never_be_read_is_fetched_only_by_name(
    setting: str, value: str, part: str
) -> None:
    wanted = wishes({setting: value}, ROOT, has_gpu=False)
    assert part not in {wish.part for wish in wanted.models}
    assert len(wanted.left_out) == 1
    assert {w.part for w in wishes({setting: value}, ROOT, only=part, has_gpu=False).models} == {
        part
    }


def test_a_folder_is_not_fetched(tmp_path: Path) -> None:
    assert models_of({"LLM_MODEL": str(tmp_path)}, "llama") == []


def test_folders_are_those_that_the_services_of_play_and_of_the_containers_read() -> None:
    assert cache_of("llama", {}, ROOT) == ROOT / "model_cache/huggingface/hub"
    assert cache_of("diffusion", {"MODEL_CACHE_PATH": "/big"}, ROOT) == Path("/big/diffusers")
    assert cache_of("chatterbox", {"TTS_CACHE": "/own"}, ROOT) == Path("/own")


def test_the_narrator_s_files_are_those_its_service_reads() -> None:
    chosen = llama_files(LLAMA)
    assert chosen == [name for name in LLAMA if is_wanted(name)]
    assert not any(name.endswith((".bin", ".pth", ".pt", ".ckpt")) for name in chosen)


@pytest.mark.parametrize("want_half", [True, False])
@pytest.mark.parametrize("with_checker", [True, False])
def test_the_painter_s_files_are_those_its_service_reads(
    want_half: bool, with_checker: bool
) -> None:
    for offered in (list(DIFFUSION), [n for n in DIFFUSION if ".fp16" in n or n.endswith(".json")]):
        chosen = diffusion_files(offered, want_half=want_half, with_checker=with_checker)
        assert chosen == wanted_files(offered, want_half=want_half, with_checker=with_checker)
        assert not any(name.endswith((".bin", ".ckpt")) for name in chosen)


def test_halved_files_are_chosen_for_a_gpu_and_whole_ones_without() -> None:
    for has_gpu in (True, False):
        (wish,) = wishes({}, ROOT, only="diffusion", has_gpu=has_gpu).models
        assert ("unet/model.fp16.safetensors" in wish.choose(list(DIFFUSION))) is has_gpu


@pytest.mark.parametrize("variant", [STANDARD, TURBO])
def test_the_speaker_s_files_are_those_its_variant_reads(variant: object) -> None:
    model = "owner/chatterbox" + ("-turbo" if variant is TURBO else "")
    offered = [*variant.files, "conds.pt", "other.pt"]
    assert set(chatterbox_files(offered, model)) == {*variant.files, "conds.pt"}
    for needed in filter(is_needed, variant.files):
        assert chatterbox_files([n for n in offered if n != needed], model) == []


def test_what_makes_a_model_look_whole_comes_last() -> None:
    assert in_order(["config.json", "a.safetensors", "tokenizer.json"])[-1] == "config.json"
    assert in_order(DIFFUSION)[-1] == "model_index.json"


def test_a_file_is_checked_by_sha256_or_by_git_s_name_for_it(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    assert is_as_listed(file, HubFile("file", 7, sha256=sha256(b"content")))
    assert is_as_listed(file, HubFile("file", 7, git_id=git_id(b"content")))
    assert not is_as_listed(file, HubFile("file", 7, sha256=sha256(b"CONTENT")))
    assert not is_as_listed(file, HubFile("file", 7, git_id=git_id(b"CONTENT")))
    assert not is_as_listed(file, HubFile("file", 8, sha256=sha256(b"content")))


def test_what_is_here_by_now_counts_whole_and_begun_files(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs/aa").write_bytes(bytes(5))
    (tmp_path / "blobs/bb.incomplete").write_bytes(bytes(3))
    here = [bytes_here(HubFile("x", 5, sha256=name), tmp_path) for name in ("aa", "bb", "cc")]
    assert here == [5, 3, 0]


def test_progress_names_rate_and_time_left_by_the_clock() -> None:
    now = [0.0]
    progress = Progress(io.StringIO(), lambda: now[0])
    progress.begin("a.safetensors", 3_000_000_000, 1_000_000_000)
    progress.count(500_000_000)
    assert "1.5 GB" in progress.line(10.0)
    assert "50.0 MB/s, 30 s left" in progress.line(10.0)


def test_a_line_of_trust_is_one_that_the_voice_service_reads(tmp_path: Path) -> None:
    digest = sha256(b"a pickle")
    (tmp_path / "SHA256SUMS").write_text("0" * 64 + "  older.pt")
    assert not is_trusted(digest, tmp_path)
    trust("conds.pt", digest, tmp_path)
    assert is_trusted(digest, tmp_path)
    assert known_digests(tmp_path / "SHA256SUMS") == {digest, "0" * 64}
