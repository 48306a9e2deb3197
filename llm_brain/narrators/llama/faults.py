"""Why a model cannot be loaded, each reason its own class, each message with what to do about it.

They reach nobody's browser: they become the narrator's standing, a line in the log, and the reason why the storyteller
tells the turn.
"""

from typing import ClassVar

from llm_brain.errors import BrainError


class ModelFault(BrainError):
    """The base: the model cannot be loaded as things are."""

    code: ClassVar[str] = "model_not_loaded"
    status: ClassVar[int] = 503
    template: ClassVar[str] = "The model cannot be loaded: {reason}"


class LibrariesMissing(ModelFault):
    """torch or transformers is not installed."""

    template = (
        "The library {library} is not installed. Install llm_brain/requirements-full.in, "
        "or point LLM_BASE_URL at a language-model server."
    )


class FolderEmpty(ModelFault):
    """LLM_MODEL names a folder without a model."""

    template = (
        "There is no model in {folder}: {missing} is missing. Put a whole checkpoint there, "
        "or set LLM_MODEL to a name on the model hub."
    )


class TokenMissing(ModelFault):
    """A gated model and no token."""

    template = (
        "{model} may only be fetched with a token. Accept its licence on its page on the model hub, "
        "then set HF_TOKEN in .env."
    )


class TokenRefused(ModelFault):
    """The hub does not know the token (401)."""

    template = (
        "The model hub refused HF_TOKEN for {model}: it is not valid. Make a new one that may read, "
        "and set it in .env."
    )


class GateClosed(ModelFault):
    """The hub knows the token, but the licence was not accepted (403)."""

    template = (
        "HF_TOKEN's account may not fetch {model} yet. Accept the licence on the model's page and wait for "
        "the approval; it is tried again by itself."
    )


class ModelUnknown(ModelFault):
    """The hub has no such model, or hides it from this token."""

    template = (
        "The model hub has no model {model} that this token may see. Correct LLM_MODEL: "
        "a folder, or a name like meta-llama/Llama-3.2-3B-Instruct."
    )


class HubUnreachable(ModelFault):
    """No network, and no weights here."""

    template = (
        "The weights of {model} are not in {folder}, and the model hub cannot be reached. Connect the "
        "machine once, or copy a checkpoint into a folder and set LLM_MODEL to it; it is tried again by itself."
    )


class DiskFull(ModelFault):
    """The weights do not fit."""

    template = (
        "{needed_gb:.1f} GB of weights do not fit: {folder} has {free_gb:.1f} GB free. Free some space or "
        "set MODEL_CACHE_PATH to a larger disk; it is tried again by itself."
    )


class MemoryTooSmall(ModelFault):
    """The weights do not fit in memory."""

    template = (
        "The model needs {needed_gb:.1f} GB of {where}, and {free_gb:.1f} GB are free. Use a smaller LLM_MODEL, "
        "free some memory, or point LLM_BASE_URL at a language-model server."
    )


class MemoryRanOut(ModelFault):
    """There seemed to be room, and then there was none."""

    template = (
        "The memory of {where} ran out while the model was loaded: something else takes it. Free some, use a smaller "
        "LLM_MODEL, or point LLM_BASE_URL at a language-model server; it is tried again by itself."
    )


class FileBroken(ModelFault):
    """A file of the checkpoint is missing, cut short or not what it says."""

    template = "{file} is broken: {why}. Delete it and fetch it again."


class NotSafetensors(ModelFault):
    """Weights in a format that can run code when it is read."""

    template = (
        "{folder} holds no .safetensors weights. Other formats can run code when they are read and are not "
        "loaded; choose a checkpoint with safetensors."
    )


class NoChatTemplate(ModelFault):
    """A model that was never taught to answer."""

    template = (
        "{model} has no chat template, so it was not made to answer. Choose an instruct model, "
        "such as meta-llama/Llama-3.2-3B-Instruct."
    )


class NoGpu(ModelFault):
    """A GPU was asked for and there is none."""

    template = (
        "LLM_DEVICE=cuda, but no GPU can be used here. Start with deploy/compose.gpu.yml, or set "
        "LLM_DEVICE=auto."
    )


class NotUnderstood(ModelFault):
    """The libraries cannot make a model of these files."""

    template = (
        "{model} cannot be loaded by this version of the libraries ({why}). Choose another LLM_MODEL; "
        "the log has the details."
    )
