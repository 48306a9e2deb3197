"""The model hub: what it lists, one file brought into its client's cache, and every refusal as an error of ours.

The only module that knows huggingface_hub. Its own download throws away a file that was broken off, so here a file grows
under `<id>.incomplete`, goes on where it stopped, is checked, and only then becomes part of the cache.
"""

import errno
import fcntl
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from httpx2 import HTTPError
from huggingface_hub import HfApi, get_hf_file_metadata, hf_hub_download, hf_hub_url
from huggingface_hub.errors import HfHubHTTPError, HFValidationError
from huggingface_hub.file_download import http_get, repo_folder_name
from huggingface_hub.utils.tqdm import disable_progress_bars

from deploy.models import errors
from deploy.models.checksums import HubFile, is_as_listed

GATED = ("meta-llama/", "google/gemma", "mistralai/")
"""Families whose licence must be accepted; without a token the hub may say that they are not there."""
FULL = (errno.ENOSPC, errno.EDQUOT)
LOCKED = (errno.EACCES, errno.EPERM, errno.EROFS)
LISTING_PATIENCE_S = 30

Count = Callable[[int], None]


@dataclass(frozen=True)
class Listing:
    """A model as it is now: the commit, and its files."""

    commit: str
    files: tuple[HubFile, ...]


class Counting(io.BufferedWriter):
    """A file being downloaded that tells how many bytes were added."""

    count: Count

    def write(self, chunk: object, /) -> int:
        written = super().write(chunk)  # type: ignore[arg-type]
        self.count(written)
        return written


class ModelHub:
    """The hub as one token sees it; an empty endpoint is the public one."""

    def __init__(self, token: str = "", endpoint: str = "") -> None:
        disable_progress_bars()
        self._token: str | bool = token or False
        self._api = HfApi(endpoint=endpoint or None, token=self._token)

    def listing(self, model: str, setting: str) -> Listing:
        """Return a model's commit and files. Raises FetchError."""
        with self._in_words(model, setting):
            found = self._api.model_info(model, files_metadata=True, timeout=LISTING_PATIENCE_S)
            files = tuple(
                HubFile(
                    s.rfilename, s.size or 0, s.lfs.sha256 if s.lfs else "", s.blob_id or ""
                )
                for s in found.siblings or ()
            )  # fmt: skip
            return Listing(found.sha or "", files)

    def bring(
        self, model: str, setting: str, commit: str, file: HubFile, cache: Path, count: Count
    ) -> Path:
        """Return a file's place in the cache, whole and checked, downloaded as far as it is not here. Raises FetchError."""
        with self._in_words(model, setting, cache, file.size):
            endpoint, token = self._api.endpoint, self._token
            url = hf_hub_url(model, file.name, revision=commit, endpoint=endpoint)
            met = get_hf_file_metadata(url, token=token, endpoint=endpoint)
            blob = model_folder(model, cache) / "blobs" / Path(met.etag or file.id).name
            if blob.is_file() and not is_as_listed(blob, file):
                blob.unlink()
            if not blob.is_file():
                self._download(url, blob, file, count)
            # The client's own code links it into the snapshot, also where there are no symbolic links.
            placed = hf_hub_download(
                model, file.name, revision=commit, cache_dir=cache, token=token, endpoint=endpoint
            )
        place = Path(placed)
        if place.resolve() != blob.resolve() and not is_as_listed(place, file):
            place.unlink()
            raise errors.NotAsListed(file.name)
        return place

    def _download(self, url: str, blob: Path, file: HubFile, count: Count) -> None:
        blob.parent.mkdir(parents=True, exist_ok=True)
        part = incomplete(blob)
        with Counting(io.FileIO(part, "ab")) as growing:
            growing.count = count
            _hold(growing, file)
            if (have := part.stat().st_size) > file.size:
                growing.truncate(0)
                have = 0
            headers = {"Accept-Encoding": "identity"}
            if self._token:  # which the client leaves out when the hub sends it on to another host
                headers["Authorization"] = f"Bearer {self._token}"
            http_get(url, growing, resume_size=have, headers=headers, expected_size=file.size)
        if not is_as_listed(part, file):
            part.unlink()
            raise errors.NotAsListed(file.name)
        part.rename(blob)

    @contextmanager
    def _in_words(
        self, model: str, setting: str, folder: Path = Path(), needed: int = 0
    ) -> Iterator[None]:
        """Turn what the client and the system raise into errors that say what to do."""
        try:
            yield
        except HfHubHTTPError as refused:
            raise self._refusal(refused, model, setting) from refused
        except HFValidationError as error:
            raise errors.ModelUnknown(model, setting) from error
        except HTTPError as error:
            raise errors.HubUnreachable(model, type(error).__name__) from error
        except OSError as error:
            if error.errno in FULL:
                free = shutil.disk_usage(folder).free
                raise errors.DiskFull(str(folder), needed, free) from error
            if error.errno in LOCKED or error.filename:
                raise errors.NotWritable(str(error.filename or folder), str(error)) from error
            raise errors.HubUnreachable(model, _first_line(error)) from error
        except ValueError as error:  # a captive portal's page instead of the hub's JSON
            raise errors.HubUnreachable(model, "what answers is no model hub") from error

    def _refusal(self, refused: HfHubHTTPError, model: str, setting: str) -> errors.FetchError:
        status = refused.response.status_code
        code = refused.response.headers.get("X-Error-Code", "")
        page = f"{self._api.endpoint}/{model}"
        if status in (401, 403) and not self._token:
            is_gated = code == "GatedRepo" or status == 403 or model.startswith(GATED)
            return (
                errors.TokenMissing(model, page)
                if is_gated
                else errors.ModelUnknown(model, setting)
            )
        if status == 401:
            return errors.TokenRefused()
        if status == 403:
            return errors.LicenceNotAccepted(model, page)
        if status == 404:
            return errors.ModelUnknown(model, setting)
        return errors.HubRefused(model, status)


def model_folder(model: str, cache: Path) -> Path:
    """Return where the client keeps a model."""
    return cache / repo_folder_name(repo_id=model, repo_type="model")


def incomplete(blob: Path) -> Path:
    """Return where a file grows."""
    return blob.with_name(blob.name + ".incomplete")


def _hold(growing: Counting, file: HubFile) -> None:
    try:
        fcntl.flock(growing, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise errors.BeingFetched(file.name) from error


def _first_line(error: OSError) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]
