"""The fetching from beginning to end: list, choose, see that all fits, bring file after file, note it.

It knows the hub by two calls; a model that cannot be had does not keep the others from being fetched.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deploy.models.checksums import HubFile, sha256_of
from deploy.models.choosing import BUILT_IN_VOICE, in_order
from deploy.models.errors import DiskFull, FetchError, NothingUsable
from deploy.models.places import bytes_here, check_room, hand_over, point_main
from deploy.models.progress import Progress, amount
from deploy.models.trust import advice, is_trusted, trust
from deploy.models.wishes import Wish

Say = Callable[[str], None]


class Listing(Protocol):
    @property
    def commit(self) -> str: ...
    @property
    def files(self) -> tuple[HubFile, ...]: ...


class Hub(Protocol):
    """What is asked of the hub; both calls raise FetchError."""

    def listing(self, model: str, setting: str) -> Listing: ...
    def bring(
        self,
        model: str,
        setting: str,
        commit: str,
        file: HubFile,
        cache: Path,
        count: Callable[[int], None],
    ) -> Path: ...


@dataclass(frozen=True)
class Plan:
    """One model as it will be fetched."""

    wish: Wish
    commit: str
    files: tuple[HubFile, ...]

    @property
    def kept(self) -> Path:
        """The folder in which the hub's client keeps this model."""
        return self.wish.cache / ("models--" + self.wish.model.replace("/", "--"))

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def missing(self) -> int:
        return self.size - sum(bytes_here(file, self.kept) for file in self.files)


def fetch_all(
    models: Iterable[Wish], hub: Hub, progress: Progress, say: Say, *, is_trusting: bool = False
) -> list[FetchError]:
    """Fetch every model that can be had; return why others could not. Nothing is fetched when not all of it fits."""
    failures: list[FetchError] = []
    plans: list[Plan] = []
    for wish in models:
        try:
            plans.append(_plan(wish, hub))
        except FetchError as error:
            failures.append(error)
    try:
        check_room([(plan.wish.cache, plan.missing) for plan in plans])
    except DiskFull as error:
        return [*failures, error]
    for plan in plans:
        try:
            _carry_out(plan, hub, progress, say)
            _settle_pickles(plan, say, is_trusting=is_trusting)
        except FetchError as error:
            failures.append(error)
        finally:
            if plan.wish.cache.is_dir():
                hand_over(plan.wish.cache)
    return failures


def _plan(wish: Wish, hub: Hub) -> Plan:
    """Choose a model's files. Raises FetchError."""
    listed = hub.listing(wish.model, wish.setting)
    by_name = {file.name: file for file in listed.files}
    chosen = in_order(wish.choose(list(by_name)))
    if not any(name.endswith(".safetensors") for name in chosen):
        raise NothingUsable(wish.model, wish.setting)
    return Plan(wish, listed.commit, tuple(by_name[name] for name in chosen))


def _carry_out(plan: Plan, hub: Hub, progress: Progress, say: Say) -> None:
    wish = plan.wish
    say(
        f"\n{wish.model} ({wish.part}): {amount(plan.size)}, {amount(plan.missing)} of it to fetch"
        f"\n  into {wish.cache}"
    )
    for file in plan.files:
        here = bytes_here(file, plan.kept)
        progress.begin(file.name, file.size, here)
        hub.bring(wish.model, wish.setting, plan.commit, file, wish.cache, progress.count)
        progress.end("checked" if here == file.size else "fetched, checked")
    point_main(plan.kept, plan.commit)


def _settle_pickles(plan: Plan, say: Say, *, is_trusting: bool) -> None:
    """Put the built-in voice on the operator's list where they said so, else say how."""
    voice = plan.kept / "snapshots" / plan.commit / BUILT_IN_VOICE
    if not voice.is_file():
        return
    digest, cache = sha256_of(voice), plan.wish.cache
    if is_trusted(digest, cache):
        return
    if is_trusting:
        trust(BUILT_IN_VOICE, digest, cache)
        say(f"  {BUILT_IN_VOICE} may be read from now on: {digest} is in {cache}")
    else:
        say(advice(BUILT_IN_VOICE, digest, cache))
