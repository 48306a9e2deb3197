"""One turn at a time per campaign, without holding a connection: a lease row, kept alive by a heartbeat.

A lease of a process that died on this machine is cleared at once, any other runs out by itself.
"""

import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from llm_brain.errors import DatabaseAway, TurnInFlight
from llm_brain.store import campaign_leases, campaigns
from llm_brain.store.database import Database


def _started_ticks(pid: int) -> str:
    """Return when a process started, in clock ticks since boot; empty if there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]


BEAT_S = 0.5
"""How soon a stop asked of another brain is heard."""


class Lease:
    """A turn in our hands. `stop` is set when the telling should end at the last released sentence."""

    def __init__(self, campaign_id: int, holder: str) -> None:
        self.campaign_id = campaign_id
        self.holder = holder
        self.stop = threading.Event()


class Leases:
    """The leases of this process."""

    def __init__(self, database: Database, seconds: float) -> None:
        self._database = database
        self._seconds = seconds
        pid = os.getpid()
        self._prefix = f"{socket.gethostname()}/{pid}/{_started_ticks(pid)}"
        self._held: dict[int, Lease] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._heart: threading.Thread | None = None

    @contextmanager
    def held(self, campaign_id: int) -> Iterator[Lease]:
        """Hold the campaign's turn. Raises TurnInFlight when somebody else does,
        CampaignNotFound."""
        lease = Lease(campaign_id, f"{self._prefix}/{uuid.uuid4().hex[:12]}")
        took = self._database.read(
            lambda held: campaign_leases.take(held, campaign_id, lease.holder, self._seconds)
        )
        if not took:
            self._database.run(lambda held: campaigns.get(held, campaign_id))
            raise TurnInFlight(campaign_id=campaign_id)
        with self._lock:
            self._held[campaign_id] = lease
        self._beat()
        try:
            yield lease
        finally:
            with self._lock:
                self._held.pop(campaign_id, None)
            with suppress(DatabaseAway):  # it runs out by itself
                self._give_back(campaign_id, lease.holder)

    @property
    def are_held(self) -> bool:
        """Whether this process has a turn in its hands."""
        return bool(self._held)

    def stop(self, campaign_id: int) -> bool:
        """Ask whoever tells a turn of this campaign, here or elsewhere, to stop."""
        with self._lock:
            lease = self._held.get(campaign_id)
        if lease is not None:
            lease.stop.set()
            return True
        return self._database.run(lambda held: campaign_leases.request_stop(held, campaign_id))

    def clear_dead(self) -> int:
        """Give back the leases of processes of this machine that are no more; return how many."""
        host = socket.gethostname()
        cleared = 0
        for campaign_id, holder in self._database.run(campaign_leases.holders):
            parts = holder.split("/")
            if len(parts) == 4 and parts[0] == host and _started_ticks(int(parts[1])) != parts[2]:
                self._give_back(campaign_id, holder)
                cleared += 1
        return cleared

    def close(self) -> None:
        """Stop the heartbeat."""
        self._closed.set()

    def _give_back(self, campaign_id: int, holder: str) -> None:
        self._database.read(lambda held: campaign_leases.give_back(held, campaign_id, holder))

    def _beat(self) -> None:
        with self._lock:
            if self._heart is None:
                self._heart = threading.Thread(target=self._keep, name="leases", daemon=True)
                self._heart.start()

    def _keep(self) -> None:
        while not self._closed.wait(min(BEAT_S, self._seconds / 3)):
            with self._lock:
                held_now = {lease.holder: lease for lease in self._held.values()}
            if held_now:
                try:
                    self._renew(held_now)
                except DatabaseAway:
                    continue

    def _renew(self, held_now: dict[str, Lease]) -> None:
        asked = self._database.run(
            lambda held: campaign_leases.renew(held, list(held_now), self._seconds)
        )
        for holder in asked:
            held_now[holder].stop.set()
