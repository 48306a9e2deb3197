"""Print a game as it is told at the table: a bot clicks suggestions, now and then types something of its own.

The real path of a turn on a Postgres of its own: `make transcript SEED=7 TURNS=40 [THEME=gothic_horror] [HERO=rogue]`.
The adventure and the bot are fixed by the seed; the dice are not, so no two games are the same. With `--typed FILE` its
lines are typed one a turn, as they stand; the bot clicks where a line is "-" and when the file is read out.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import temporary_postgres
from llm_brain.app import create_app
from llm_brain.config import Settings
from llm_brain.referee.pregenerated import pregenerated

PASSWORDS = {"APP_DB_PASS": "transcript", "WEB_DB_PASS": "transcript"}
TYPED = [
    "I look around for anything that does not belong here",
    "I stop and listen for a while",
    "How many hit points have I left?",
    "I hum a tune and think about supper",
    "What have we learned so far?",
    "I don't touch anything, I just watch",
]


def _roll(roll: dict[str, Any]) -> str:
    shown = " and ".join(str(die["value"]) for die in roll["dice"])
    parts = f" {roll['modifier']:+d}" if roll["modifier"] else ""
    outcome = "" if roll["outcome"] == "none" else f", {roll['outcome']}"
    return f"{roll['purpose']}: {roll['expression']} ({shown}){parts} = {roll['total']}{outcome}"


def _print(turn: dict[str, Any]) -> None:
    if turn["message"]:
        print(f"\n> **{turn['message']}**\n")
    for roll in turn["rolls"]:
        print(f"* _{_roll(roll)}_")
    print(f"{chr(10) if turn['rolls'] else ''}{turn['narration']}")


def _next(
    turn: dict[str, Any], table: dict[str, Any], chance: random.Random, typed: Iterator[str]
) -> str | None:
    if not turn["suggestions"] or table["ended"]:
        return None
    if not table["is_lost"] and (line := next(typed, "-")) != "-":
        return line
    if table["encounter"] is None and not table["is_lost"] and chance.random() < 0.12:
        return chance.choice(TYPED)
    return str(chance.choice(turn["suggestions"]))


def _choice(text: str) -> str | None:
    """Return what a suggestion of the fallen means, or None."""
    words = text.lower()
    if words.startswith("go back to before"):
        return "back"
    if words.startswith("a new hero"):
        return "new_hero"
    return "epilogue" if words.startswith("tell the epilogue") else None


def play(http: TestClient, args: argparse.Namespace) -> None:
    """Play one game and print it."""
    chance = random.Random(args.seed)
    lines = args.typed.read_text(encoding="utf-8").splitlines() if args.typed else []
    typed = iter([line.strip() for line in lines if line.strip()])
    body = {"name": "A game", "theme": args.theme, "adventure_seed": args.seed}
    path = f"/campaigns/{http.post('/campaigns', json=body).json()['id']}"
    hero = http.post(f"{path}/characters", json={"pregenerated": args.hero}).json()
    turn = http.post(f"{path}/begin").json()
    table = http.get(f"{path}/table").json()
    print(f"# {table['title']}\n\n_{hero['name']}, {args.hero}; seed {args.seed}, {args.theme}_\n")
    _print(turn)
    for _ in range(args.turns):
        said = _next(turn, table, chance, typed)
        if said is None:
            break
        if table["is_lost"] and (choice := _choice(said)):
            print(f"\n> **{said}**")
            others = sorted({p.key for p in pregenerated()} - {args.hero})
            asked = {"choice": choice, "pregenerated": chance.choice(others)}
            answer = http.post(f"{path}/choose", json=asked)
        else:
            answer = http.post("/dm_turn", json={"campaign_id": int(path[11:]), "message": said})
        if answer.status_code != 200:
            sys.exit(answer.text)
        turn, table = answer.json(), http.get(f"{path}/table").json()
        _print(turn)
    print(f"\n---\n{turn['turn_number']} turns; the adventure {'ended in ' + table['ended'] if table['ended'] else 'goes on'};"
          f" ledger checked: {http.post(f'{path}/check').json()['ok']}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--theme", default="high_fantasy")
    parser.add_argument("--hero", default="fighter")
    parser.add_argument("--typed", type=Path, help="a file of messages, one a line")
    with temporary_postgres() as server:
        bring_up_to_date(server, PASSWORDS)
        settings = Settings(
            db_host="127.0.0.1", db_port=server.port, app_db_pass=PASSWORDS["APP_DB_PASS"], embedder="none",
            media_workers=0, log_level="WARNING",
        )  # fmt: skip
        with TestClient(create_app(settings)) as http:
            play(http, parser.parse_args())


if __name__ == "__main__":
    main()
