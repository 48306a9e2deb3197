"""Answers kept in a Redis server, for all brains that ask it. One that is away costs nothing but the cache.

Each answer is a key that expires; an index by time of expiry tells how many there are and which is to go first. A server
that failed is left alone for a while, so that no answer waits for it twice.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import redis
from pydantic import SecretStr
from redis.backoff import NoBackoff
from redis.retry import Retry

from llm_brain.generating.asked import Said
from llm_brain.generating.errors import CacheAway

log = logging.getLogger("llm_brain.generating")
PREFIX = "llm_response:"
INDEX = "llm_responses_by_expiry"
WAIT_S = 0.5
REST_S = 10.0


def client_for(url: SecretStr) -> redis.Redis:
    """Return a client that gives up soon and tries once; nothing is connected yet."""
    return redis.Redis.from_url(
        url.get_secret_value(),
        decode_responses=True,
        socket_connect_timeout=WAIT_S,
        socket_timeout=WAIT_S,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=0,
    )


class InRedis:
    """At most `most` answers, each for `age_s`; the ones to expire first go first."""

    kind = "redis"
    is_elsewhere = True

    def __init__(
        self,
        client: redis.Redis,
        most: int,
        age_s: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._most = most
        self._age_s = age_s
        self._clock = clock
        self._rests_until = 0.0
        self._is_away = False
        self.known_size = 0

    def get(self, key: str) -> Said | None:
        with self._reached():
            found = self._client.get(PREFIX + key)
        return _read(found)

    def put(self, key: str, said: Said) -> None:
        now = self._clock()
        with self._reached():
            with self._client.pipeline() as all_at_once:
                all_at_once.set(PREFIX + key, json.dumps(vars(said)), px=int(self._age_s * 1000))
                all_at_once.zadd(INDEX, {key: now + self._age_s})
                all_at_once.zremrangebyscore(INDEX, "-inf", now)
                all_at_once.zcard(INDEX)
                size = int(all_at_once.execute()[-1])
            if size > self._most:
                gone: Any = self._client.zpopmin(INDEX, size - self._most)
                self._client.delete(*(PREFIX + name for name, _ in gone))
            self.known_size = min(size, self._most)

    def size(self) -> int:
        with self._reached():
            self.known_size = int(self._client.zcount(INDEX, self._clock(), "+inf"))
        return self.known_size

    def clear(self) -> int:
        self._rests_until = 0.0  # who clears wants to know whether it was done
        with self._reached():
            keys = list(self._client.scan_iter(match=PREFIX + "*", count=1000))
            gone = sum(
                int(self._client.delete(*keys[at : at + 1000])) for at in range(0, len(keys), 1000)
            )
            self._client.delete(INDEX)
            self.known_size = 0
        return gone

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Turn what the client raises into CacheAway; say once that it is away, and once that it is back."""
        if self._clock() < self._rests_until:
            raise CacheAway(reason="it did not answer a moment ago")
        try:
            yield
        except (redis.RedisError, OSError) as error:
            self._rests_until = self._clock() + REST_S
            reason = type(error).__name__
            if not self._is_away:
                log.warning("the cache of answers is away (%s); answers are made anew", reason)
            self._is_away = True
            raise CacheAway(reason=reason) from error
        if self._is_away:
            self._is_away = False
            log.info("the cache of answers is back")


def _read(found: object) -> Said | None:
    """Return what was kept; None for what somebody else has written there."""
    try:
        kept = json.loads(str(found)) if found is not None else None
        return Said(**kept) if isinstance(kept, dict) and isinstance(kept["text"], str) else None
    except (ValueError, TypeError, KeyError):
        return None
