"""Fetches a checkpoint from the model hub into the cache on this disk, once, and turns every refusal into its own fault.

Only safetensors and the small files are fetched. It is called in the loading thread and may take an hour.
"""

import errno
from fnmatch import fnmatch
from pathlib import Path

from llm_brain.narrators.llama import faults
from llm_brain.narrators.llama.libraries import library
from llm_brain.narrators.llama.room import check_disk

WANTED = ("*.safetensors", "*.json", "*.jinja", "tokenizer.model")
UNWANTED = ("*/*",)
FULL = (errno.ENOSPC, errno.EDQUOT)


def fetch(model: str, hub: Path, token: str | None, endpoint: str | None = None) -> Path:
    """Return the folder of the fetched checkpoint. Raises ModelFault."""
    client = library("huggingface_hub")
    errors = library("huggingface_hub.errors")
    try:
        # Asked first: the hub's own words about a refusal, and how much there is to fetch.
        listed = client.HfApi(endpoint=endpoint, token=token or False).model_info(
            model, files_metadata=True
        )
        wanted = sum(file.size or 0 for file in listed.siblings or () if is_wanted(file.rfilename))
        check_disk(wanted - fetched_bytes(model, hub), hub)
        return Path(
            client.snapshot_download(
                model, cache_dir=hub, token=token or False, endpoint=endpoint, max_workers=2,
                allow_patterns=list(WANTED), ignore_patterns=list(UNWANTED),
            )
        )  # fmt: skip
    except errors.HfHubHTTPError as refused:
        raise _refused(refused.response.status_code, model, hub, token) from refused
    except errors.HFValidationError as error:
        raise faults.ModelUnknown(model=model) from error
    except OSError as error:
        if error.errno in FULL:
            check_disk(1, hub)
            raise faults.DiskFull(needed_gb=0, free_gb=0, folder=str(hub)) from error
        raise faults.HubUnreachable(model=model, folder=str(hub)) from error
    except library("httpx2").HTTPError as error:
        raise faults.HubUnreachable(model=model, folder=str(hub)) from error


def is_wanted(name: str) -> bool:
    """Say whether a file of a checkpoint is fetched: weights and small files of its top folder."""
    return "/" not in name and any(fnmatch(name, pattern) for pattern in WANTED)


def _refused(status: int, model: str, hub: Path, token: str | None) -> faults.ModelFault:
    if status == 401:
        return faults.TokenRefused(model=model) if token else faults.TokenMissing(model=model)
    if status == 403:
        return faults.GateClosed(model=model) if token else faults.TokenMissing(model=model)
    if status == 404:
        return faults.ModelUnknown(model=model)
    return faults.HubUnreachable(model=model, folder=str(hub))


def fetched_bytes(model: str, hub: Path) -> int:
    """Return how many bytes of a model are on this disk by now, unfinished files included."""
    blobs = hub / f"models--{model.replace('/', '--')}" / "blobs"
    found = 0
    for file in blobs.glob("*"):
        try:
            found += file.stat().st_size
        except OSError:  # renamed between the listing and the look
            continue
    return found
