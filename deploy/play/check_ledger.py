"""`make check-ledger`: replay every campaign's ledger against the tables, and every die against its seed.

Asks a running brain; exit code 1 when a campaign does not agree with itself.
"""

import os
import sys

import httpx

from deploy.play.credentials import read_env
from deploy.play.layout import ROOT
from deploy.play.line_up import WANTED_PORTS
from deploy.play.ports import LOOPBACK


def main() -> int:
    """Check every campaign; print a line for each."""
    settings = {**read_env(ROOT / ".env"), **os.environ}
    base = settings.get("LLM_API") or f"http://{LOOPBACK}:{WANTED_PORTS['llm_brain']}"
    token = settings.get("SERVICE_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    failed = 0
    with httpx.Client(base_url=base, headers=headers, timeout=120) as http:
        try:
            campaigns = http.get("/campaigns").raise_for_status().json()
        except httpx.HTTPError as error:
            say(
                f"The brain does not answer at {base} ({error}). Start it with `make play`, or name it in LLM_API."
            )
            return 2
        for campaign in campaigns:
            found = http.post(f"/campaigns/{campaign['id']}/check").raise_for_status().json()
            failed += not found["ok"]
            verdict = "agrees" if found["ok"] else f"DIFFERS: {found['differences']}"
            say(f"campaign {campaign['id']} ({campaign['name']}): {verdict}")
    say(f"{len(campaigns)} campaigns, {failed} that do not agree")
    return 1 if failed else 0


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
