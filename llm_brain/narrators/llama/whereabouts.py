"""Where the weights are: a folder, the hub's cache on this disk, or only on the hub. Nothing here touches the network."""

from importlib.util import find_spec
from pathlib import Path

from llm_brain.config import Settings

DEFAULT_MODEL = "meta-llama/Llama-3.2-3B-Instruct"
GATED = ("meta-llama/", "google/gemma", "mistralai/")
"""Families whose licence must be accepted before their weights can be fetched."""


def model_of(settings: Settings) -> str:
    """Return the folder or the hub's name of the model."""
    return settings.llm_model or DEFAULT_MODEL


def token_of(settings: Settings) -> str | None:
    """Return the hub's token, or None."""
    return settings.hf_token.get_secret_value() if settings.hf_token else None


def hub_folder(settings: Settings) -> Path:
    """Return the folder in which the hub's client keeps what it fetched."""
    home = settings.hf_home or Path.home() / ".cache" / "huggingface"
    return home.expanduser() / "hub"


def is_folder(model: str) -> bool:
    """Tell a folder from a name on the hub."""
    return model.startswith(("/", ".", "~")) or Path(model).is_dir()


def cached(model: str, hub: Path) -> Path | None:
    """Return the newest whole snapshot of a model in the hub's cache, or None."""
    kept = hub / f"models--{model.replace('/', '--')}"
    main = kept / "refs" / "main"
    named = [kept / "snapshots" / main.read_text().strip()] if main.is_file() else []
    others = sorted((kept / "snapshots").glob("*"), key=lambda p: p.stat().st_mtime, reverse=True)
    return next((folder for folder in (*named, *others) if is_whole(folder)), None)


def is_whole(folder: Path) -> bool:
    """Say whether the small files and some weights are there."""
    has_tokenizer = any((folder / name).is_file() for name in ("tokenizer.json", "tokenizer.model"))
    return (
        (folder / "config.json").is_file() and has_tokenizer and any(folder.glob("*.safetensors"))
    )


def missing_from(folder: Path) -> str:
    """Return the first thing a folder lacks to be a checkpoint, or an empty string."""
    if not folder.is_dir():
        return "the folder itself"
    for names in (("config.json",), ("tokenizer.json", "tokenizer.model")):
        if not any((folder / name).is_file() for name in names):
            return names[0]
    return ""


def llama_is_possible(settings: Settings) -> bool:
    """Say whether there is anything to load, or a way to fetch it."""
    if find_spec("torch") is None or find_spec("transformers") is None:
        return False
    model = model_of(settings)
    if is_folder(model):
        return (Path(model).expanduser() / "config.json").is_file()
    if cached(model, hub_folder(settings)) is not None or token_of(settings) is not None:
        return True
    return not model.startswith(GATED)
