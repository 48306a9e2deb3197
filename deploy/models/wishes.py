"""What the settings ask for: which models, for which part of the cast, into which folders. Touches nothing.

Names, defaults and folders are those of the services as `make play` starts them; a test holds them to the services' own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deploy.models.choosing import chatterbox_files, diffusion_files, llama_files, lora_files

PARTS = ("llama", "diffusion", "chatterbox")
DEFAULTS = {
    "LLM_MODEL": "meta-llama/Llama-3.2-3B-Instruct",
    "IMAGE_MODEL": "stable-diffusion-v1-5/stable-diffusion-v1-5",
    "IMAGE_FEW_STEPS_LORA": "latent-consistency/lcm-lora-sdv1-5",
    "TTS_MODEL": "ResembleAI/chatterbox",
}
NO = ("0", "false", "no", "off", "n", "f")

Choose = Callable[[list[str]], list[str]]


@dataclass(frozen=True)
class Wish:
    """One model to be fetched: `cache` is the folder of the hub's client."""

    part: str
    setting: str
    model: str
    cache: Path
    choose: Choose


@dataclass(frozen=True)
class Wishes:
    """What to fetch, and in words what not, and why."""

    models: tuple[Wish, ...]
    left_out: tuple[str, ...]


def wishes(settings: Mapping[str, str], root: Path, *, only: str = "", has_gpu: bool) -> Wishes:
    """Read the settings; `only` names one part, which is then fetched whatever the cast is set to."""
    models: list[Wish] = []
    left_out: list[str] = []
    for part in (only,) if only else PARTS:
        if not only and (reason := _not_played(part, settings)):
            left_out.append(f"{part}: {reason}")
            continue
        for wish in _of(part, settings, root, has_gpu=has_gpu):
            if is_folder(wish.model, root):
                left_out.append(f"{part}: {wish.setting} is a folder, {wish.model}")
            else:
                models.append(wish)
    return Wishes(tuple(models), tuple(left_out))


def is_folder(model: str, root: Path) -> bool:
    """Tell a folder from a name on the hub."""
    return model.startswith(("/", ".", "~")) or (root / model).is_dir()


def cache_of(part: str, settings: Mapping[str, str], root: Path) -> Path:
    """Return the folder in which the service of a part looks for what the hub's client has fetched."""
    name, usual = {
        "llama": ("HF_HOME", "huggingface"),
        "diffusion": ("DIFFUSERS_CACHE", "diffusers"),
        "chatterbox": ("TTS_CACHE", "tts"),
    }[part]
    own = settings.get(name)
    folder = root / Path(own).expanduser() if own else mounted(settings, root) / usual
    return folder / "hub" if part == "llama" else folder


def mounted(settings: Mapping[str, str], root: Path) -> Path:
    """Return the folder whose subfolders the containers see."""
    return root / Path(settings.get("MODEL_CACHE_PATH") or "model_cache").expanduser()


def _of(part: str, settings: Mapping[str, str], root: Path, *, has_gpu: bool) -> list[Wish]:
    def named(setting: str, choose: Choose) -> Wish:
        model = settings.get(setting) or DEFAULTS[setting]
        return Wish(part, setting, model, cache_of(part, settings, root), choose)

    if part == "llama":
        return [named("LLM_MODEL", llama_files)]
    if part == "chatterbox":
        model = settings.get("TTS_MODEL") or DEFAULTS["TTS_MODEL"]
        return [named("TTS_MODEL", partial(chatterbox_files, model=model))]
    with_checker = settings.get("IMAGE_SAFETY_CHECKER", "").strip().lower() not in NO
    choose = partial(
        diffusion_files, want_half=_want_half(settings, has_gpu=has_gpu), with_checker=with_checker
    )
    found = [named("IMAGE_MODEL", choose)]
    is_few = settings.get("IMAGE_FEW_STEPS", "").strip() not in ("", "0")
    if is_few and settings.get("IMAGE_FEW_STEPS_LORA") != "none":
        found.append(named("IMAGE_FEW_STEPS_LORA", lora_files))
    return found


def _want_half(settings: Mapping[str, str], *, has_gpu: bool) -> bool:
    """Tell whether the painter will compute in half precision, for which halved files are enough."""
    precision = settings.get("IMAGE_PRECISION") or "auto"
    if precision != "auto":
        return precision == "fp16"
    return settings.get("IMAGE_DEVICE") == "cuda" or (
        has_gpu and settings.get("IMAGE_DEVICE") != "cpu"
    )


def _not_played(part: str, settings: Mapping[str, str]) -> str:
    """Return why a part's weights would never be read, or an empty string."""
    name, embedded = {
        "llama": ("NARRATOR", ("storyteller", "server")),
        "diffusion": ("PAINTER", ("sketch",)),
        "chatterbox": ("SPEAKER", ("espeak",)),
    }[part]
    chosen = (settings.get(name) or "auto").strip().lower()
    if chosen in embedded:
        return f"{name}={chosen} does without (ONLY={part} fetches it all the same)"
    if part == "llama" and chosen == "auto" and settings.get("LLM_BASE_URL"):
        return f"LLM_BASE_URL narrates (ONLY={part} fetches it all the same)"
    return ""
