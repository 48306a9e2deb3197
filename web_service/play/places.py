"""Who follows what: places for streams, so many to an account and so many of those at one table.

A full account is refused. At a full table the newest page stays and the oldest is sent away, for that is mostly a window
somebody forgot. Whatever an account opens, its streams read two at a time: everybody else's are not kept waiting by them.
"""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from weakref import WeakValueDictionary

MOST_AN_ACCOUNT = 16
"""Open at once in one process: tables and voices together."""
MOST_AT_A_TABLE = 4
"""Pages of one account that follow one campaign; a browser holds six connections to a host, and two must be left to it."""
READ_AT_ONCE = 2


class Place:
    """One stream of somebody's, until `leave` or until nobody holds it any more."""

    def __init__(
        self, places: "Places", number: int, user_id: int, campaign_id: int | None
    ) -> None:
        self._places = places
        self.number = number
        self.user_id = user_id
        self.campaign_id = campaign_id
        self.is_sent_away = False
        self.turnstile = places.turnstile(user_id)
        self.when_sent_away: Callable[[], None] = lambda: None

    def leave(self) -> None:
        """Give the place back; twice is once."""
        self._places.remove(self)

    @contextmanager
    def or_leave(self) -> Iterator[None]:
        """Give the place back when the block fails."""
        with ExitStack() as failing:
            failing.callback(self.leave)
            yield
            failing.pop_all()

    def send_away(self) -> None:
        """Have the stream end, and its place be free from now on."""
        self.leave()
        self.is_sent_away = True
        self.when_sent_away()


class Places:
    """The places of one process."""

    def __init__(
        self, most_an_account: int = MOST_AN_ACCOUNT, most_at_a_table: int = MOST_AT_A_TABLE
    ) -> None:
        self.most_an_account = most_an_account
        self.most_at_a_table = most_at_a_table
        self._numbers = itertools.count()
        self._taken: WeakValueDictionary[int, Place] = WeakValueDictionary()
        self._turnstiles: WeakValueDictionary[int, asyncio.Semaphore] = WeakValueDictionary()

    def take(self, user_id: int, campaign_id: int | None = None) -> Place | None:
        """Return a place, at a table when one is named; None for an account that has too many."""
        if campaign_id is not None:
            there = [place for place in self._of(user_id) if place.campaign_id == campaign_id]
            if len(there) >= self.most_at_a_table:
                there[0].send_away()
        if len(list(self._of(user_id))) >= self.most_an_account:
            return None
        place = Place(self, next(self._numbers), user_id, campaign_id)
        self._taken[place.number] = place
        return place

    def remove(self, place: Place) -> None:
        """Forget a place."""
        self._taken.pop(place.number, None)

    def turnstile(self, user_id: int) -> asyncio.Semaphore:
        """Return what lets an account's streams through to the database, a few at a time."""
        return self._turnstiles.setdefault(user_id, asyncio.Semaphore(READ_AT_ONCE))

    def _of(self, user_id: int) -> Iterator[Place]:
        """Yield somebody's places, the oldest first."""
        return (place for place in list(self._taken.values()) if place.user_id == user_id)


places = Places()
