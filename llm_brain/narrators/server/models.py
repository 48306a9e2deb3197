"""What a server's `GET /models` says: the names it answers to, and sometimes how much a model can read at once."""

from dataclasses import dataclass
from typing import Any

CONTEXT_FIELDS = ("max_model_len", "context_length", "max_context_length", "n_ctx", "n_ctx_train")
MOST = 1000


@dataclass(frozen=True)
class ListedModel:
    """A model as it is listed. `context_tokens` is None where the server does not say."""

    name: str
    context_tokens: int | None = None


def listed_in(found: Any) -> tuple[ListedModel, ...] | None:
    """Return the models of an answer; None when the answer is no list of models."""
    entries = found.get("data", found.get("models")) if isinstance(found, dict) else found
    if not isinstance(entries, list):
        return None
    listed = [_model(entry) for entry in entries[:MOST] if isinstance(entry, dict)]
    return tuple(model for model in listed if model.name)


def chosen(listed: tuple[ListedModel, ...] | None, wanted: str, preferred: str) -> str:
    """Return the model to ask for: the one wanted, else the preferred one if it is listed, else the first.

    A server that lists nothing at all (None) is asked for the preferred one; one whose list is empty is pinned to its
    model and asked without a name.
    """
    if wanted or listed is None:
        return wanted or preferred
    names = [model.name for model in listed]
    if preferred in names:
        return preferred
    return names[0] if names else ""


def _model(entry: dict[str, Any]) -> ListedModel:
    name = entry.get("id") or entry.get("name") or ""
    meta = entry.get("meta")
    for holder in (entry, meta if isinstance(meta, dict) else {}):
        for key in CONTEXT_FIELDS:
            value = holder.get(key)
            if isinstance(value, int) and value > 0:
                return ListedModel(str(name)[:200], value)
    return ListedModel(str(name)[:200])
