"""`make check-dice CAMPAIGN=7`: every roll of a campaign against its seed, worked out here and not in the brain.

Asks a running brain for the rolls and the seeds that were shown; exit code 1 when a die is not what its seed says. It shares no
code with the referee, so that a fault or a fraud there would show.
"""

import argparse
import hashlib
import hmac
import os
import sys
from collections.abc import Iterator
from typing import Any

import httpx

from deploy.play.check_ledger import say
from deploy.play.credentials import read_env
from deploy.play.layout import ROOT
from deploy.play.line_up import WANTED_PORTS
from deploy.play.ports import LOOPBACK

BY_HAND = """
How to check a die by hand, with any tool that knows SHA-256:
  1. The seed is 32 bytes, written as 64 hexadecimal digits. SHA-256 of those bytes is the hash promised before the first roll.
  2. For die number n: HMAC-SHA256 with the seed as key and n, in decimal digits, as message. That is 32 bytes.
  3. Read them as four 64-bit numbers, big-endian. Take the first that is below 2^64 - (2^64 mod sides); if none is, go on
     with the message "n.1", then "n.2". (That keeps every face equally likely; it happens once in many lifetimes.)
  4. The die shows that number mod sides, plus 1."""


def die_shows(seed: bytes, n: int, sides: int) -> int:
    """Return what die `n` shows by the published formula."""
    attempt = 0
    while True:
        message = f"{n}.{attempt}" if attempt else str(n)
        digest = hmac.new(seed, message.encode(), hashlib.sha256).digest()
        for word in (int.from_bytes(digest[i : i + 8], "big") for i in (0, 8, 16, 24)):
            if word < 2**64 - 2**64 % sides:
                return word % sides + 1
        attempt += 1


def main(arguments: list[str] | None = None) -> int:
    """Check the dice of one campaign, or of all; print what is false and a verdict for each."""
    parser = argparse.ArgumentParser(prog="python -m deploy.play.check_dice", description=__doc__)
    parser.add_argument("campaign", type=int, nargs="?", help="its number; without one: all")
    parser.add_argument("--every-roll", action="store_true", help="print the true ones too")
    options = parser.parse_args(arguments)
    settings = {**read_env(ROOT / ".env"), **os.environ}
    base = settings.get("LLM_API") or f"http://{LOOPBACK}:{WANTED_PORTS['llm_brain']}"
    token = settings.get("SERVICE_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with httpx.Client(base_url=base, headers=headers, timeout=120) as http:
            wanted = [options.campaign] if options.campaign is not None else _all(http)
            false = sum(check(http, number, every_roll=options.every_roll) for number in wanted)
    except httpx.HTTPStatusError as error:
        say(f"The brain at {base} answered {error.response.status_code}: {error.response.text}")
        return 2
    except httpx.HTTPError as error:
        say(
            f"The brain does not answer at {base} ({error}). Start the game, or name it in LLM_API."
        )
        return 2
    say(BY_HAND)
    return 1 if false else 0


def _all(http: httpx.Client) -> list[int]:
    return [int(row["id"]) for row in http.get("/campaigns").raise_for_status().json()]


def pages(http: httpx.Client, campaign: int) -> Iterator[dict[str, Any]]:
    """Yield a campaign's dice, newest rolls first."""
    before: int | None = None
    while True:
        wanted = {"limit": 1000} | ({} if before is None else {"before": before})
        page = http.get(f"/campaigns/{campaign}/dice", params=wanted).raise_for_status().json()
        yield page
        before = page["older"]
        if before is None:
            return


def check(http: httpx.Client, campaign: int, *, every_roll: bool = False) -> int:
    """Check one campaign; return how many things are false."""
    rolls: list[dict[str, Any]] = []
    seeds: list[dict[str, Any]] = []
    promise_is_kept = True
    for page in pages(http, campaign):
        rolls += page["rolls"]
        seeds, promise_is_kept = page["seeds"], page["promise_is_kept"]
    false = 0 if promise_is_kept else 1
    say(f"campaign {campaign}: {len(rolls)} rolls")
    if not promise_is_kept:
        say("  FALSE: the first seed is not the one that the ledger begins with")
    false += sum(_seed_is_false(seed) for seed in seeds)
    proven = sealed = last_n = 0
    for roll in reversed(rolls):
        troubles, checked = _troubles(roll, seeds, last_n)
        last_n = max([last_n, *(die["n"] for die in roll["dice"])])
        proven, sealed = proven + checked, sealed + len(roll["dice"]) - checked
        false += len(troubles)
        for trouble in troubles:
            say(
                f"  FALSE: roll {roll['id']} (turn {roll['turn_number'] or '-'}, {roll['purpose']}): {trouble}"
            )
        if every_roll and not troubles:
            dice = ", ".join(f"d{die['sides']} {die['value']}" for die in roll["dice"])
            say(f"  roll {roll['id']}: {dice}: {'true' if checked else 'sealed'}")
    say(f"  {proven} dice proven, {sealed} sealed, {false} false")
    return false


def _seed_is_false(seed: dict[str, Any]) -> bool:
    span = f"dice {seed['first_n']} to {seed['last_n'] or 'now'}, hash {seed['sha256']}"
    if seed["seed"] is None:
        say(f"  {span}: sealed until the owner shows the seed")
        return False
    is_true = hashlib.sha256(bytes.fromhex(seed["seed"])).hexdigest() == seed["sha256"]
    say(f"  {span}: seed {seed['seed']}, {'its hash agrees' if is_true else 'FALSE: another hash'}")
    return not is_true


def _troubles(
    roll: dict[str, Any], seeds: list[dict[str, Any]], last_n: int
) -> tuple[list[str], int]:
    """Return what is wrong with a roll, and how many of its dice have a seed that is shown."""
    found, checked = [], 0
    for die in roll["dice"]:
        if die["n"] <= last_n:
            found.append(f"die {die['n']} comes after die {last_n}")
        last_n = die["n"]
        span = next(s for s in seeds if s["last_n"] is None or die["n"] <= s["last_n"])
        if span["seed"] is None:
            continue
        checked += 1
        says = die_shows(bytes.fromhex(span["seed"]), die["n"], die["sides"])
        if says != die["value"]:
            found.append(
                f"die {die['n']} (d{die['sides']}) is noted as {die['value']}, its seed says {says}"
            )
    total = sum(die["value"] for die in roll["dice"] if die["kept"]) + roll["modifier"]
    if total != roll["total"]:
        found.append(f"its sum is noted as {roll['total']}, it adds up to {total}")
    return found, checked


if __name__ == "__main__":
    sys.exit(main())
