"""Many open table pages: how soon they hear what happened, and what each of them costs the website.

A throw-away Postgres, one website process with its real settings, its pages in a process of their own, and news written as
the brain writes them. Run: `python -m tests.bench.open_streams [--streams 2000] [--tables 500]`. It never fails on a figure.
"""

import argparse
import multiprocessing
import os
import random
import resource
import secrets
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any

import psycopg

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres, temporary_postgres
from tests.bench.listeners import Heard, Page, listen
from tests.bench.website import Website, Work
from tests.unit.web_service.game_rows import HERO, VIEW, GameRows

TURNS = 20
"""How long every table's story is already."""
SENTENCES = 4
BETWEEN_SENTENCES_S = 0.4


def _environment(server: EmbeddedPostgres, passwords: dict[str, str], folder: str) -> None:
    """Give this process, and the website it starts, the website's settings."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "web_service.config.settings", "WEB_SECRET_KEY": secrets.token_urlsafe(40),
        "WEB_DB_PASS": passwords["WEB_DB_PASS"], "DB_HOST": "127.0.0.1", "DB_PORT": str(server.port),
        "STATIC_ROOT": folder, "LLM_API": "http://127.0.0.1:9", "LOG_LEVEL": "WARNING",
    }  # fmt: skip


def _heroes(people: int) -> list[dict[str, Any]]:
    names = ("Mira", "Bram", "Cato", "Dela", "Enno", "Fara", "Gorm", "Hild")
    return [HERO | {"ref": f"c{n}", "id": n, "name": names[n - 1]} for n in range(1, people + 1)]


def _tables(dsn: str, tables: int, people: int) -> list[int]:
    """Make tables, each with a story on it; return their ids."""
    rows = GameRows(dsn)
    view = VIEW | {"heroes": _heroes(people)}
    ids = [rows.campaign(f"Table {n}", view) for n in range(tables)]
    first_id, *_ = [rows.opening(campaign_id) for campaign_id in ids]
    rows.close()
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(
            "INSERT INTO conversations (campaign_id, turn_number, token, character_id, player_message, dm_response,"
            " status, sentences, suggestions, narrator, told_at)"
            " SELECT c.id, n, 'bench-' || c.id || '-' || n, 1, 'I listen.', o.dm_response, 'told', o.sentences,"
            " o.suggestions, o.narrator, now() FROM campaigns c CROSS JOIN generate_series(2, %s) n"
            " CROSS JOIN (SELECT * FROM conversations WHERE id = %s) o",
            (TURNS, first_id),
        )
        db.execute("UPDATE campaigns SET last_turn = %s", (TURNS,))
        db.execute("ANALYZE")
    return ids


def _pages(ids: Sequence[int], streams: int) -> list[Page]:
    """Seat as many accounts as there are streams, signed in; the seats of a table follow one another."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from web_service.accounts.models import User
    from web_service.campaigns.models import Campaign, Seat

    users = [
        User(username=f"player{n}", password="!" + secrets.token_hex(8)) for n in range(streams)
    ]
    User.objects.bulk_create(users)
    people = streams // len(ids)
    until = timezone.now() + timedelta(days=1)
    sessions, seats = [], []
    for n, user in enumerate(users):
        facts = {
            SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash(),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
        }  # fmt: skip
        key = secrets.token_hex(16)
        sessions.append(
            Session(session_key=key, session_data=SessionStore().encode(facts), expire_date=until)
        )
        number = n % people
        role = Seat.Role.PLAYER if number else Seat.Role.OWNER
        seats.append(
            Seat(campaign_id=ids[n // people], user=user, character_id=number + 1, role=role)
        )
    Session.objects.bulk_create(sessions)
    Seat.objects.bulk_create(seats)
    seqs = dict(Campaign.objects.values_list("pk", "last_seq"))
    return [
        Page(session.session_key, seat.campaign_id, seqs[seat.campaign_id])
        for session, seat in zip(sessions, seats, strict=True)
    ]


class News:
    """Turns at tables chosen at random, each told in a few sentences; every commit carries a mark, whose time is kept."""

    def __init__(self, dsn: str, ids: Sequence[int]) -> None:
        self._dsn, self._ids = dsn, list(ids)
        self._mine = threading.local()
        self._lock = threading.Lock()
        self.made: list[tuple[float, int]] = []
        """When it was written, and at which table; a mark is a place in this list."""

    def make(self, turns_a_s: float, seconds: float) -> None:
        """Play for a while."""
        chosen = random.Random(7)
        with ThreadPoolExecutor(max(4, int(turns_a_s * 6))) as brains:
            playing = []
            for _ in range(int(turns_a_s * seconds)):
                playing.append(brains.submit(self._turn, chosen.choice(self._ids)))
                time.sleep(1 / turns_a_s)
            for turn in playing:
                turn.result()

    def _rows(self) -> GameRows:
        if not hasattr(self._mine, "rows"):
            self._mine.rows = GameRows(self._dsn)
        return self._mine.rows

    def _mark(self, campaign_id: int) -> str:
        with self._lock:
            self.made.append((time.monotonic(), campaign_id))
            return f"news-{len(self.made) - 1:06}"

    def _turn(self, campaign_id: int) -> None:
        rows, said = self._rows(), []
        turn_id, _ = rows.resolved(campaign_id, f"I listen: {self._mark(campaign_id)}.")
        for index in range(SENTENCES):
            time.sleep(BETWEEN_SENTENCES_S)
            words = f"Rain drums on the flagstones above, {self._mark(campaign_id)}."
            said.append({"index": index, "text": words, "speaker": None, "numbers": []})
            rows.live(campaign_id, turn_id, said[-1])
        time.sleep(BETWEEN_SENTENCES_S)
        last = {
            "index": SENTENCES,
            "text": f"Told, {self._mark(campaign_id)}.",
            "speaker": None,
            "numbers": [],
        }
        rows.told(campaign_id, turn_id, [*said, last])


def _percentiles(values: Sequence[float]) -> str:
    """Return milliseconds as p50, p95, p99 and the most."""
    ordered = sorted(values) or [float("nan")]
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
    return "p50 {:7.1f} ms   p95 {:7.1f} ms   p99 {:7.1f} ms   max {:7.1f} ms   n {}".format(
        *at, ordered[-1], len(values)
    )


def _delivered(
    news: News, pages: Sequence[Page], heard: Sequence[Heard]
) -> tuple[list[float], int]:
    """Return how many milliseconds each piece of news took to each page of its table, and how many never came."""
    took, missed = [], 0
    for mark, (made_at, campaign_id) in enumerate(news.made):
        for page, ear in zip(pages, heard, strict=True):
            if page.campaign_id != campaign_id:
                continue
            if mark in ear.marks:
                took.append((ear.marks[mark] - made_at) * 1000)
            else:
                missed += 1
    return took, missed


def _ask(pipe: Connection, what: str, given: Any = None) -> list[Heard]:
    pipe.send((what, given))
    return pipe.recv()  # type: ignore[no-any-return]


def _warm(pipe: Connection, website: Website, pages: Sequence[Page]) -> None:
    """Have the website load whatever its first streams load."""
    _ask(pipe, "open", (website.port, pages, 20.0))
    _ask(pipe, "close")
    time.sleep(3)


def measure(server: EmbeddedPostgres, options: argparse.Namespace, pipe: Connection) -> None:
    """Open, wait, play, and print."""
    ids = _tables(server.dsn(), options.tables, options.streams // options.tables)
    pages = _pages(ids, options.streams)
    website = Website()
    try:
        cold = website.memory_kib()
        _warm(pipe, website, pages[:60])
        warm = website.memory_kib()
        heard = _ask(pipe, "open", (website.port, pages, options.opening_a_s))
        opened = [(ear.opened_at - ear.asked_at) * 1000 for ear in heard if ear.opened_at]
        lost = sum(ear.is_lost for ear in heard)
        time.sleep(5)
        full, threads = website.memory_kib(), website.threads()
        work = Work(website.process.pid, server.pid or 0)
        print(
            f"\n{options.streams} streams at {options.tables} tables, {options.turns_a_s:g} turns/s for {options.seconds:g} s"
        )
        print(
            f"memory of the website: {cold / 1024:.0f} MiB at its start, {warm / 1024:.0f} warm, {full / 1024:.0f} with all"
            f" streams: {(full - warm) / options.streams:.1f} KiB a stream; {threads} threads; {lost} refused or lost"
        )
        print(f"{'from the connect to the page':<28} {_percentiles(opened)}")
        with work.watched():
            time.sleep(options.seconds)
        print(
            f"{'idle':<28} website {work.website_percent:5.1f} % of a core, database {work.database_percent:5.1f} %"
        )
        news = News(server.dsn(), ids)
        with work.watched():
            news.make(options.turns_a_s, options.seconds)
        time.sleep(5)
        heard = _ask(pipe, "heard")
        took, missed = _delivered(news, pages, heard)
        print(
            f"{'under news':<28} website {work.website_percent:5.1f} % of a core, database {work.database_percent:5.1f} %"
        )
        print(f"{'from the write to the page':<28} {_percentiles(took)}; {missed} missed")
        lost = sum(ear.is_lost for ear in heard)
        print(
            f"memory afterwards: {website.memory_kib() / 1024:.0f} MiB; {lost} streams lost, {website.complaints()} complaints"
        )
    finally:
        website.process.terminate()
        website.process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--streams", type=int, default=2000)
    parser.add_argument("--tables", type=int, default=500)
    parser.add_argument("--turns-a-s", type=float, default=2.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--opening-a-s", type=float, default=0.0, help="0: all at once")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    processes = multiprocessing.get_context("spawn")
    pipe, theirs = processes.Pipe()
    pages = processes.Process(target=listen, args=(theirs,), daemon=True)
    pages.start()
    passwords = {"APP_DB_PASS": secrets.token_hex(8), "WEB_DB_PASS": secrets.token_hex(8)}
    with tempfile.TemporaryDirectory() as folder, temporary_postgres() as server:
        bring_up_to_date(server, passwords)
        _environment(server, passwords, folder)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        measure(server, options, pipe)
    pipe.send(("end", None))


if __name__ == "__main__":
    main()
