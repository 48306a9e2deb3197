"""The one way to Postgres: bounded wait for a connection, a ping, and the whole unit of work tried again when the
connection turns out dead. It knows no table; every query lives in the store file of its table.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg2
from psycopg2.extensions import TRANSACTION_STATUS_UNKNOWN, connection
from psycopg2.extras import register_default_json, register_default_jsonb
from pydantic_core import from_json

from llm_brain.errors import DatabaseAway

T = TypeVar("T")
Work = Callable[[connection], T]

DEAD = (psycopg2.OperationalError, psycopg2.InterfaceError)
PING_AFTER_S = 1.0
BUSY_LOOK_S = 0.2
SPARE_S = 60.0
"""An idle connection beyond `pool_min` that nobody used for so long is closed."""
GONE_PEERS = (
    "-c tcp_user_timeout=15000 -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3"
    " -c idle_in_transaction_session_timeout=30000"
)
"""For Postgres's side of a connection: what a brain that went away without a word had locked is soon free again."""


class Database:
    """A pool of connections. Nothing is connected before the first unit of work."""

    def __init__(self, dsn: dict[str, Any], *, pool_min: int, pool_max: int, wait_s: float) -> None:
        self._dsn = {"options": GONE_PEERS, **dsn}
        self._pool_min = pool_min
        self._pool_max = pool_max
        self._wait_s = wait_s
        self._places = threading.BoundedSemaphore(pool_max)
        self._lock = threading.Lock()
        self._idle: list[connection] = []
        self._is_closed = False
        self._was_there = False
        self._used_at: dict[int, float] = {}

    def run(self, work: Work[T]) -> T:
        """Do a unit of work in one transaction and commit it.

        A connection found dead is thrown away and the unit done again on a new one, so a unit must be repeatable
        until its commit. Raises DatabaseAway when no connection can be had, at the first try to make one.
        """
        if not self._places.acquire(timeout=self._wait_s):
            raise DatabaseAway(reason="every connection is busy")
        try:
            try:
                return self._attempt(work)
            except DEAD:
                return self._attempt(work)
        except DEAD as error:
            raise _away(error) from error
        finally:
            self._places.release()

    def read(self, work: Work[T]) -> T:
        """Do a unit of work that only reads, or changes one row of one table, without a transaction around it."""

        def each_by_itself(held: connection) -> T:
            held.autocommit = True
            try:
                return work(held)
            finally:
                if not held.closed:
                    held.autocommit = False

        return self.run(each_by_itself)

    def is_there(self) -> bool:
        """Say whether the database answers now; with every connection busy, whether it did last."""
        if not self._places.acquire(timeout=BUSY_LOOK_S):
            return self._was_there
        try:
            self._attempt(_ping)
            self._was_there = True
        except (*DEAD, DatabaseAway):
            self._was_there = False
        finally:
            self._places.release()
        return self._was_there

    def in_use(self) -> int:
        """Return how many of the pool's connections are at work."""
        return self._pool_max - self._places._value

    @property
    def most(self) -> int:
        """How many connections the pool may open."""
        return self._pool_max

    def connect(self) -> connection:
        """Open a connection of its own, outside the pool, for listening."""
        try:
            made: connection = psycopg2.connect(**self._dsn)
        except DEAD as error:
            raise _away(error) from error
        return made

    def close(self) -> None:
        """Close every connection that is not at work; those close when their work is done."""
        with self._lock:
            self._is_closed = True
        self._close_idle()

    def _attempt(self, work: Work[T]) -> T:
        held = self._take()
        is_done = False
        try:
            if time.monotonic() - self._used_at.get(id(held), 0.0) > PING_AFTER_S:
                _ping(held)
                held.rollback()
            result = work(held)
            held.commit()
            is_done = True
        finally:
            if not is_done:
                self._give_back_broken(held)
        self._used_at[id(held)] = time.monotonic()
        self._give_back(held)
        return result

    def _take(self) -> connection:
        """Return an idle connection or a new one. It is made outside the lock, so a silent host holds up nobody else."""
        with self._lock:
            if self._is_closed:
                raise DatabaseAway(reason="this process is stopping")
            if self._idle:
                return self._idle.pop()
        made = self.connect()
        register_default_json(made, loads=from_json)
        register_default_jsonb(made, loads=from_json)
        return made

    def _give_back(self, held: connection) -> None:
        """Keep a connection for the next unit of work; more than `pool_min` are kept only while they are used."""
        with self._lock:
            spare = held
            if not self._is_closed:
                self._idle.append(held)
                oldest = self._used_at.get(id(self._idle[0]), 0.0)
                if len(self._idle) <= self._pool_min or time.monotonic() - oldest < SPARE_S:
                    return
                spare = self._idle.pop(0)
        self._used_at.pop(id(spare), None)
        spare.close()

    def _give_back_broken(self, held: connection) -> None:
        """Roll back and keep the connection if it lives; close it if not, and the idle ones, which are no better."""
        is_dead = bool(held.closed)
        if not is_dead:
            try:
                held.rollback()
                is_dead = held.info.transaction_status == TRANSACTION_STATUS_UNKNOWN
            except DEAD:
                is_dead = True
        self._used_at.pop(id(held), None)
        if is_dead:
            held.close()
            self._close_idle()
        else:
            self._give_back(held)

    def _close_idle(self) -> None:
        with self._lock:
            closing, self._idle = self._idle, []
        for held in closing:
            self._used_at.pop(id(held), None)
            held.close()


def _away(error: Exception) -> DatabaseAway:
    return DatabaseAway(reason=next(iter(str(error).strip().splitlines()), ""))


def _ping(held: connection) -> None:
    with held.cursor() as cursor:
        cursor.execute("SELECT 1")
