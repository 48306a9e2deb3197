"""Table pages that open their stream and never read from it, really done to a real website.

What they take of its memory is bounded, its database connections are others' to use, and in the end they are hung up on.
"""

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest

from deploy.play.embedded_postgres import EmbeddedPostgres
from tests.robustness.conftest import Running
from tests.robustness.tables import PASSWORDS
from tests.unit.web_service.game_rows import GameRows

PATIENT = "web_service.config.asgi:application"
IMPATIENT = "tests.robustness.impatient_site:application"
ACCOUNTS, PAGES_EACH = 6, 4
READERS = ACCOUNTS * PAGES_EACH
"""More than the website's pool has connections."""
TURNS = 120
SENTENCES = [
    {"index": index, "text": "Rain drums on the flagstones above. " * 8, "speaker": None, "numbers": []}
    for index in range(60)
]  # fmt: skip
WARM = 40
"""As many turns as are read for the panels: from then on a reading takes what it always takes."""
TOLD_KIB_A_READER = TURNS * len(SENTENCES) * len(str(SENTENCES[0]["text"])) // 1024
GROWTH_KIB_A_READER = 1000
OPEN = re.compile(r'^http_streams_open\{route="play:stream"\} (\d+)', re.MULTILINE)

SIT_DOWN = """
import json, sys
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from web_service.accounts.models import User
from web_service.campaigns.models import Seat
def signed_in(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    return session.session_key
users = [User.objects.create(username=f"reader {%(at)s}.{n}") for n in range(%(people)s)]
Seat.objects.bulk_create(Seat(campaign_id=%(at)s, user=user) for user in users)
print(json.dumps([signed_in(user) for user in users]))
"""


class Table:
    """A table, a website, and the cookies of those who sit there."""

    def __init__(self, website: Running, rows: GameRows, cookies: list[str], at: int) -> None:
        self.website, self.rows, self.cookies, self.id = website, rows, cookies, at

    def open(self, cookie: str) -> socket.socket:
        """Open a page's stream and read no more than that it was opened."""
        page = socket.socket()
        page.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        page.settimeout(60)
        page.connect(("127.0.0.1", self.website.port))
        path = f"/campaigns/{self.id}/stream?after=2"
        page.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={cookie}\r\n\r\n".encode()
        )
        assert page.recv(15).startswith(b"HTTP/1.1 200")
        return page

    def tell(self) -> None:
        """Tell a long turn."""
        turn_id, _ = self.rows.resolved(self.id, "I listen.")
        self.rows.told(self.id, turn_id, SENTENCES)

    def streams(self) -> int:
        """Return how many streams the website says are open."""
        said = httpx.get(f"{self.website.url}/metrics", timeout=60).text
        found = OPEN.search(said)
        return int(found[1]) if found else 0


def has_ended(page: socket.socket) -> bool:
    """Return whether a page that now takes all that is left for it comes to an end."""
    try:
        while page.recv(65536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


class Reader:
    """A page that reads; `hears` waits until it was told of a turn."""

    def __init__(self, table: Table, cookie: str) -> None:
        self._told = -1
        self._changed = threading.Condition()
        self._url = f"{table.website.url}/campaigns/{table.id}/stream?after=2"
        self._cookies = {"sessionid": cookie}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with (
            suppress(httpx.TransportError),
            httpx.stream("GET", self._url, cookies=self._cookies, timeout=60) as stream,
        ):
            for line in stream.iter_lines():
                if line.startswith("data: ") and '"panels"' in line:
                    with self._changed:
                        self._told = json.loads(line[6:])["last"]
                        self._changed.notify_all()

    def hears(self, turn: int) -> bool:
        """Return whether it is told of a turn at all."""
        with self._changed:
            return self._changed.wait_for(lambda: self._told >= turn, timeout=120)


@pytest.fixture
def tables(
    database: EmbeddedPostgres, service: Callable[..., Running], tmp_path: Path
) -> Iterator[Callable[[str], Table]]:
    """Return a way to make a table on a website of its own."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "web_service.config.settings", "WEB_SECRET_KEY": "a key for tests",
        "WEB_DB_PASS": PASSWORDS["WEB_DB_PASS"], "DB_HOST": "127.0.0.1", "DB_PORT": str(database.port),
        "LLM_API": "http://127.0.0.1:9", "LOG_LEVEL": "WARNING", "STATIC_ROOT": str(tmp_path / "static"),
    }  # fmt: skip

    def manage(*words: str) -> str:
        command = [sys.executable, "-m", "web_service.manage", *words]
        made = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        return made.stdout

    def making(app: str) -> Table:
        manage("migrate", "--no-input", "--verbosity", "0")
        manage("collectstatic", "--no-input", "--verbosity", "0")
        at = rows.campaign()
        rows.opening(at)
        code = SIT_DOWN % {"at": at, "people": ACCOUNTS + 2}
        cookies = json.loads(manage("shell", "--no-imports", "-c", code).splitlines()[-1])
        website = service("web_service", APP=f"{app} --lifespan off", **environment).start()
        return Table(website, rows, cookies, at)

    with closing(GameRows(database.dsn())) as rows:
        yield making


def test_pages_that_do_not_read_grow_no_memory_and_hold_no_connection(
    tables: Callable[[str], Table],
) -> None:
    table = tables(PATIENT)
    *cookies, reading, coming = table.cookies
    reader = Reader(table, reading)
    for turn in range(2, 2 + WARM):
        table.tell()
        assert reader.hears(turn)
    stuck = [table.open(cookie) for cookie in cookies for _ in range(PAGES_EACH)]
    assert table.streams() == READERS + 1
    before = table.website.memory_kib()
    for turn in range(2 + WARM, 2 + WARM + TURNS):
        table.tell()
        assert reader.hears(turn)
    assert Reader(table, coming).hears(1 + WARM + TURNS)
    grown = table.website.memory_kib() - before
    assert table.streams() == READERS + 2
    for page in stuck:
        page.close()
    assert grown < READERS * GROWTH_KIB_A_READER < READERS * TOLD_KIB_A_READER


def test_a_page_that_takes_nothing_is_hung_up_on_and_the_others_go_on(
    tables: Callable[[str], Table],
) -> None:
    table = tables(IMPATIENT)
    reading, *cookies = table.cookies
    reader = Reader(table, reading)
    stuck = [table.open(cookie) for cookie in cookies[:3]]
    turn = 1
    while table.streams() > 1:
        assert turn < 2000, "nobody was hung up on"
        table.tell()
        turn += 1
        assert reader.hears(turn)
    for page in stuck:
        assert has_ended(page)
        page.close()
    table.tell()
    assert reader.hears(turn + 1)
