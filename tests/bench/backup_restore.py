"""How long `make backup` and `make restore` take for a campaign of 1,000 turns with its pictures and voices.

Every turn is played, painted and spoken by the real services. Run: `python -m tests.bench.backup_restore [TURNS]`.
"""

import shutil
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import psycopg2

from deploy.backup.__main__ import restore, save
from deploy.backup.play_installation import PlayInstallation
from deploy.play.layout import Layout
from deploy.play.ports import choose_port
from tests.bench.turn_latency import FREE_TEXT
from tests.running_table import RunningTable, folder_for_everybody

UNFINISHED = "SELECT count(*) FROM media_jobs WHERE status IN ('queued', 'leased')"
MIB = 1024 * 1024


def play(game: RunningTable, turns: int) -> None:
    """Play one campaign by free text and its own suggestions, and wait until all its pictures and voices are made."""
    with httpx.Client(base_url=game.service_url("llm_brain.app"), timeout=60) as http:
        campaign = http.post("/campaigns", json={"name": "Long", "adventure_seed": 11}).json()["id"]
        http.post(f"/campaigns/{campaign}/characters", json={"pregenerated": "fighter"})
        turn = http.post(f"/campaigns/{campaign}/begin").json()
        for number in range(turns):
            texts = turn["suggestions"] if number % 2 and turn["suggestions"] else FREE_TEXT
            answer = http.post(
                "/dm_turn",
                json={"campaign_id": campaign, "message": texts[number % len(texts)]},
            )
            if answer.status_code != 200:
                raise SystemExit(f"after {number} turns: {answer.text}")
            turn = answer.json()
    known = game.environment("llm_brain.app")
    login = {"user": "llama_user", "password": known["APP_DB_PASS"], "dbname": known["DB_NAME"]}
    with closing(
        psycopg2.connect(host=known["DB_HOST"], port=known["DB_PORT"], **login)
    ) as database:
        database.autocommit = True
        cursor = database.cursor()
        while True:
            cursor.execute(UNFINISHED)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.5)


def size_of(folder: Path) -> float:
    """Return the MiB of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MIB


def main() -> None:
    """Play, save while it runs, put back elsewhere, and print the seconds."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    folder = folder_for_everybody()
    layout, elsewhere = Layout(var=folder / "var"), Layout(var=folder / "elsewhere")
    game = RunningTable(layout.var, choose_port(28_900))
    try:
        game.start()
        play(game, turns)
        began = time.perf_counter()
        save(PlayInstallation(layout), folder / "backup.tar")
        saved_s = time.perf_counter() - began
        game.stop()
        began = time.perf_counter()
        restore(PlayInstallation(elsewhere), folder / "backup.tar")
        restored_s = time.perf_counter() - began
        media = size_of(layout.images) + size_of(layout.audio)
        archive = (folder / "backup.tar").stat().st_size / MIB
        files = sum(1 for part in (layout.images, layout.audio) for _ in part.iterdir())
        print(f"{turns} turns, {files} media files of {media:.0f} MiB, archive {archive:.0f} MiB")
        print(f"backup while running {saved_s:.1f} s, restore elsewhere {restored_s:.1f} s")
    finally:
        game.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
