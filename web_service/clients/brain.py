"""The brain as this service sees it: one method a call, deadlines in seconds, our own exceptions.

It knows the wire, not who may ask what; that is the views' business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from web_service.clients.calling import Json, Line, unreadable

LOOK_S = 2.0
"""For what a page would like to know and can do without."""
QUICK_S = 10.0
"""For calls that only touch rows."""
TURN_S = 300.0
"""For calls that end in a telling; a neural narrator on a CPU takes minutes."""


@dataclass(frozen=True, slots=True)
class Brain:
    """The game's API. `transport` is a seam for tests."""

    base_url: str
    token: str = ""
    transport: httpx.BaseTransport | None = None

    def themes(self) -> list[Json]:
        """List the themes a campaign can have."""
        return _rows(self._ask("GET", "/themes"), "themes")

    def pregenerated(self) -> list[Json]:
        """List the ready-made heroes."""
        return _rows(self._ask("GET", "/pregenerated"), "pregenerated")

    def create_campaign(self, **fields: Any) -> Json:
        """Make a campaign."""
        return _object(self._ask("POST", "/campaigns", json=fields))

    def campaign(self, campaign_id: int) -> Json:
        """Return a campaign as the brain sees it."""
        return _object(self._ask("GET", f"/campaigns/{campaign_id}", timeout_s=LOOK_S))

    def change_campaign(self, campaign_id: int, **fields: Any) -> Json:
        """Change a campaign's name, lines, veils or sampling."""
        return _object(self._ask("PATCH", f"/campaigns/{campaign_id}", json=fields))

    def delete_campaign(self, campaign_id: int) -> None:
        """Wipe a campaign and all that belongs to it."""
        self._ask("DELETE", f"/campaigns/{campaign_id}")

    def add_character(self, campaign_id: int, **fields: Any) -> Json:
        """Seat a hero at a table."""
        return _object(self._ask("POST", f"/campaigns/{campaign_id}/characters", json=fields))

    def character_options(self) -> Json:
        """List what characters can be made of."""
        return _object(self._ask("GET", "/rules/character-options"))

    def draft_character(self, choices: Json, *, fill: bool = False) -> Json:
        """Ask what a character in the making still needs; `fill` answers what was left open."""
        body = {"choices": choices, "fill": fill}
        return _object(self._ask("POST", "/rules/character-draft", json=body))

    def draft_level(
        self, campaign_id: int, character_id: int, choice: Json, *, fill: bool = False
    ) -> Json:
        """Ask what a level that is to be taken leaves to choose; `fill` answers what was left open."""
        path = f"/campaigns/{campaign_id}/characters/{character_id}/level-up/draft"
        return _object(self._ask("POST", path, json={**choice, "fill": fill}))

    def level_up(
        self, campaign_id: int, character_id: int, choice: Json, *, as_advised: bool = False
    ) -> Json:
        """Have a hero take a level."""
        path = f"/campaigns/{campaign_id}/characters/{character_id}/level-up"
        return _object(self._ask("POST", path, json={**choice, "as_advised": as_advised}))

    def begin(self, campaign_id: int) -> Json:
        """Have the opening told."""
        return self._turn("POST", f"/campaigns/{campaign_id}/begin")

    def take_turn(
        self,
        campaign_id: int,
        message: str,
        key: str,
        character_id: int | None = None,
        together_with: Sequence[Json] = (),
    ) -> Json:
        """Take a turn, with what others do at the same time; the same key never makes a second one."""
        body: Json = {"campaign_id": campaign_id, "message": message, "idempotency_key": key}
        if character_id is not None:
            body["character_id"] = character_id
        if together_with:
            body["together_with"] = list(together_with)
        return self._turn("POST", "/dm_turn", json=body, headers={"Idempotency-Key": key})

    def whisper(self, campaign_id: int, message: str, character_id: int | None) -> Json:
        """Ask something for one player alone; the game keeps nothing of it."""
        body: Json = {"message": message} | ({"character_id": character_id} if character_id else {})
        return _object(self._ask("POST", f"/campaigns/{campaign_id}/whisper", json=body))

    def stop(self, campaign_id: int, turn_number: int) -> Json:
        """End a telling at its last whole sentence."""
        return self._turn("POST", f"/campaigns/{campaign_id}/turns/{turn_number}/stop")

    def retell(self, campaign_id: int, turn_number: int) -> Json:
        """Have the last turn told again; its dice stay."""
        return self._turn("POST", f"/campaigns/{campaign_id}/turns/{turn_number}/retry")

    def edit(self, campaign_id: int, turn_number: int, narration: str) -> Json:
        """Change the words of a telling."""
        path = f"/campaigns/{campaign_id}/turns/{turn_number}"
        return _object(self._ask("PATCH", path, json={"narration": narration}))

    def withdraw(self, campaign_id: int, turn_number: int, line: str = "") -> Json:
        """Take a telling off the table (the X-card), with a new line if one is given."""
        path = f"/campaigns/{campaign_id}/turns/{turn_number}/withdraw"
        return self._turn("POST", path, json={"line": line} if line else {})

    def undo(self, campaign_id: int, turns: int = 1) -> Json:
        """Take the last turns back."""
        return _object(self._ask("POST", f"/campaigns/{campaign_id}/undo", json={"turns": turns}))

    def branch(self, campaign_id: int, after_turn: int, name: str = "") -> Json:
        """Copy a campaign up to a turn, under new dice."""
        body: Json = {"after_turn": after_turn} | ({"name": name} if name else {})
        return _object(self._ask("POST", f"/campaigns/{campaign_id}/branch", json=body))

    def choose(
        self,
        campaign_id: int,
        choice: str,
        pregenerated: str = "",
        choices: Json | None = None,
    ) -> Json:
        """Say how it goes on after all heroes died; a new hero is ready-made, or made by choices."""
        body: Json = {"choice": choice} | ({"pregenerated": pregenerated} if pregenerated else {})
        body |= {"choices": choices} if choices else {}
        return self._turn("POST", f"/campaigns/{campaign_id}/choose", json=body)

    def rules(self, question: str) -> Json:
        """Look a rule up by name or by words."""
        return _object(self._ask("GET", "/rules/search", params={"q": question}))

    def why_turn(self, campaign_id: int, turn_number: int) -> Json:
        """Trace the numbers of a telling to their events."""
        return _object(
            self._ask("GET", f"/campaigns/{campaign_id}/why", params={"turn": turn_number})
        )

    def why_hero(self, campaign_id: int, character_id: int, number: str) -> Json:
        """Trace one of a hero's numbers to what changed it."""
        wanted = {"character_id": character_id, "number": number}
        return _object(self._ask("GET", f"/campaigns/{campaign_id}/why", params=wanted))

    def dice(self, campaign_id: int, before: int | None, limit: int) -> Json:
        """List a campaign's rolls, newest first, with the proof of each die whose seed is shown."""
        wanted = {"limit": limit} | ({} if before is None else {"before": before})
        return _object(self._ask("GET", f"/campaigns/{campaign_id}/dice", params=wanted))

    def reveal_dice(self, campaign_id: int) -> Json:
        """Show the dice seed; another one rolls from here on."""
        return _object(self._ask("POST", f"/campaigns/{campaign_id}/reveal"))

    def check(self, campaign_id: int) -> Json:
        """Compare the replayed ledger with the tables and every roll with the dice seed."""
        return self._turn("POST", f"/campaigns/{campaign_id}/check")

    def inspect(self, campaign_id: int, turn_number: int) -> Json:
        """Return what a turn was told from."""
        return _object(self._ask("GET", f"/campaigns/{campaign_id}/turns/{turn_number}/inspect"))

    def _turn(self, method: str, path: str, **kwargs: Any) -> Json:
        return _object(self._ask(method, path, timeout_s=TURN_S, **kwargs))

    def _ask(self, method: str, path: str, timeout_s: float = QUICK_S, **kwargs: Any) -> Any:
        line = Line("brain", self.base_url, self.token, self.transport)
        return line.ask(method, path, timeout_s, **kwargs)


def _object(answer: Any) -> Json:
    if not isinstance(answer, dict):
        raise unreadable("brain")
    return answer


def _rows(answer: Any, key: str) -> list[Json]:
    """Return a list, bare or inside an object under `key`."""
    rows = answer.get(key, answer.get("items")) if isinstance(answer, dict) else answer
    if not isinstance(rows, list):
        raise unreadable("brain")
    return rows


def get_brain() -> Brain:
    """Return the brain the settings name."""
    transport = getattr(settings, "BRAIN_TRANSPORT", None)
    return Brain(settings.LLM_API, settings.SERVICE_TOKEN, transport)
