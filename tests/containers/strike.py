"""A blow at the worst moment: when the database shows the first sign that a turn has begun."""

import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psycopg2

from tests.containers.stack import Stack

NOTICE_PATIENCE_S = 20.0


@contextmanager
def struck_in_the_middle(stack: Stack, strike: Callable[[], object]) -> Iterator[None]:
    """Strike at the first sign in the database that the turn taken inside has begun."""
    held = psycopg2.connect(stack.owner_dsn)
    with closing(held):
        held.autocommit = True
        held.cursor().execute('LISTEN "table"')
        struck = threading.Event()

        def wait_and_strike() -> None:
            give_up_at = time.monotonic() + NOTICE_PATIENCE_S
            while time.monotonic() < give_up_at:
                if select.select([held], [], [], 0.5)[0]:
                    strike()
                    struck.set()
                    return

        watching = threading.Thread(target=wait_and_strike)
        watching.start()
        yield
        watching.join()
        assert struck.is_set(), "no turn began"
