"""A brain that speaks the wire and writes rows by hand: enough of a game for the web service to be tested against.

It keeps what it was asked, can be away, and takes each idempotency key once.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from tests.unit.web_service import hero_making
from tests.unit.web_service.game_rows import HERO, OPENING, ROLL, VIEW, GameRows

HEROES = [
    {"key": "rogue", "name": "Mira Tallow", "race": "Halfling", "class": "Rogue", "class_name": "Rogue",
     "summary": "Quick hands, quiet feet, one good blade.", "look": "grey eyes, a coat too large"},
    {"key": "cleric", "name": "Borin Ashhelm", "race": "Dwarf", "class": "Cleric", "class_name": "Cleric",
     "summary": "Mends what others break.", "look": "a beard with a burn in it"},
    {"key": "fighter", "name": "Kessa Vane", "race": "Human", "class": "Fighter", "class_name": "Fighter",
     "summary": "Stands where it hurts most.", "look": "a mended shield"},
    {"key": "wizard", "name": "Ilven Sorrel", "race": "Elf", "class": "Wizard", "class_name": "Wizard",
     "summary": "Knows why the candle burns blue.", "look": "ink on both sleeves"},
]  # fmt: skip
THEMES = [
    {"key": "high_fantasy", "name": "High fantasy", "summary": "River towns and old stones."},
    {"key": "gothic_horror", "name": "Gothic horror", "summary": "Everybody is polite."},
]
TELLING = [
    {"index": 0, "text": "You are a colder patch of shadow until the blade is already through.",
     "speaker": None, "numbers": []},
    {"index": 1, "text": "The drowned man loses 19 points as seawater.", "speaker": None, "numbers": []},
    {"index": 2, "text": "“It rings for the ones who stay,” says Old Wen.", "numbers": [],
     "speaker": {"ref": "n3", "name": "Old Wen"}},
]  # fmt: skip


class FakeBrain:
    """Answers requests; `asked` keeps (method, path, body)."""

    def __init__(self, rows: GameRows, sentence_s: float = 0.0) -> None:
        self.rows = rows
        self.sentence_s = sentence_s
        self.is_away = False
        self.why: dict[str, Any] = {}
        self.dice: dict[str, Any] = {}
        self.pieces: list[dict[str, Any]] = []
        self.refuses_with: tuple[int, str] | None = None
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.headers: list[httpx.Headers] = []
        self._by_key: dict[tuple[int, str], dict[str, Any]] = {}
        self._lock = threading.Lock()
        self._routes: list[tuple[str, str, Callable[..., Any]]] = [
            ("GET", r"/themes", lambda body: THEMES),
            ("GET", r"/pregenerated", lambda body: HEROES),
            ("GET", r"/rules/search", self._rules),
            ("GET", r"/campaigns/(\d+)/dice", lambda _id, body: self.dice),
            ("GET", r"/campaigns/(\d+)/why", lambda _id, body: self.why),
            ("POST", r"/campaigns/(\d+)/reveal", self._any),
            ("GET", r"/rules/character-options", lambda body: hero_making.OPTIONS),
            ("POST", r"/rules/character-draft", hero_making.draft),
            ("POST", r"/campaigns/(\d+)/characters/(\d+)/level-up/draft", self._level_draft),
            ("POST", r"/campaigns/(\d+)/characters/(\d+)/level-up", self._level_up),
            ("POST", r"/campaigns", self._create),
            ("GET", r"/campaigns/(\d+)", self._campaign),
            ("PATCH", r"/campaigns/(\d+)", self._change),
            ("DELETE", r"/campaigns/(\d+)", self._delete),
            ("POST", r"/campaigns/(\d+)/characters", self._character),
            ("POST", r"/campaigns/(\d+)/begin", self._begin),
            ("POST", r"/dm_turn", self._turn),
            ("POST", r"/campaigns/(\d+)/whisper", self._whisper),
            ("POST", r"/campaigns/(\d+)/undo", self._undo),
            ("POST", r"/campaigns/(\d+)/branch", self._branch),
            ("GET", r"/campaigns/(\d+)/turns/(\d+)/inspect", self._inspect),
            ("PATCH", r"/campaigns/(\d+)/turns/(\d+)", self._any),
            ("POST", r"/campaigns/(\d+)/turns/(\d+)/(?:stop|retry|withdraw)", self._any),
            ("POST", r"/campaigns/(\d+)/choose", self._any),
            ("POST", r"/campaigns/(\d+)/lore", self._write_down),
            ("PATCH", r"/campaigns/(\d+)/lore/(\d+)", self._any),
            ("DELETE", r"/campaigns/(\d+)/lore/(\d+)", self._forget),
            ("POST", r"/campaigns/(\d+)/lore/import", self._import),
        ]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        is_file = request.headers.get("Content-Type") == "application/octet-stream"
        body = json.loads(request.content) if request.content and not is_file else {}
        body = {"file": request.content} if is_file else body
        self.asked.append((request.method, request.url.path, body))
        self.headers.append(request.headers)
        if self.is_away:
            raise httpx.ConnectError("nobody there", request=request)
        if self.refuses_with:
            status, code = self.refuses_with
            return self._error(status, code)
        is_built = request.url.path.endswith("/characters") and "choices" in body
        wrong = hero_making.problems_of(body["choices"]) if is_built else []
        if request.url.path.endswith("/level-up"):
            wrong = hero_making.level_problems_of(body)
        if wrong:
            error = {"code": "sheet_not_legal", "message": "No.", "details": {"problems": wrong}}
            return httpx.Response(422, json={"error": error})
        for method, pattern, answer in self._routes:
            found = re.fullmatch(pattern, request.url.path)
            if found and method == request.method:
                result = answer(*(int(part) for part in found.groups()), body)
                return httpx.Response(204) if result is None else httpx.Response(200, json=result)
        return self._error(404, "not_found")

    @staticmethod
    def _error(status: int, code: str) -> httpx.Response:
        error = {"code": code, "message": "What to do.", "details": {}}
        return httpx.Response(status, json={"error": error})

    def _write_down(self, campaign_id: int, body: dict[str, Any]) -> dict[str, Any]:
        columns = {
            key: body[key] for key in ("title", "turn_number", "author", "is_hidden") if key in body
        }
        return {"id": self.rows.lore(campaign_id, body["content"], body["kind"], **columns)}

    def _forget(self, campaign_id: int, entry_id: int, body: dict[str, Any]) -> None:
        self.rows.forget_lore(entry_id)

    def _import(self, campaign_id: int, body: dict[str, Any]) -> dict[str, Any]:
        return {"entries": 2, "people": 1, "problems": ["Entry 3 <b>has</b> no text."]}

    def _rules(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"query": "", "stored": 0, "pieces": self.pieces}

    def _create(self, body: dict[str, Any]) -> dict[str, Any]:
        view = VIEW | {"heroes": [], "has_begun": False, "scene": None, "encounter": None,
                       "quests": [], "clues": [], "map": {"places": [], "ways": []}}  # fmt: skip
        return {"id": self.rows.campaign(body["name"], view)}

    def _campaign(self, campaign_id: int, body: dict[str, Any]) -> dict[str, Any]:
        in_use = {"temperature": 0.7, "top_p": 0.9, "max_new_tokens": 256}
        sampling = {"in_use": in_use, "is_used": False, "note": "Nobody uses <these> now."}
        return {"id": campaign_id, "sampling": sampling}

    def _change(self, campaign_id: int, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("name"):
            self.rows.rename(campaign_id, body["name"])
        return {"id": campaign_id}

    def _delete(self, campaign_id: int, body: dict[str, Any]) -> None:
        self.rows.delete(campaign_id)

    def _character(self, campaign_id: int, body: dict[str, Any]) -> dict[str, Any]:
        if "choices" in body:
            body = body["choices"] | {"pregenerated": "fighter"}
        name = next(hero["name"] for hero in HEROES if hero["key"] == body["pregenerated"])
        name = body.get("name", name)
        heroes = self.rows.view(campaign_id)["heroes"]
        id_ = len(heroes) + 1
        self.rows.see(
            campaign_id, heroes=[*heroes, HERO | {"id": id_, "ref": f"c{id_}", "name": name}]
        )
        joined = {"creature": {"ref": f"c{id_}", "name": name}}
        self.rows.event(campaign_id, "character_joined", joined)
        return {"id": id_, "name": name}

    def _tell(
        self,
        campaign_id: int,
        message: str,
        sentences: list[dict[str, Any]],
        hero: int = 1,
        others: Sequence[dict[str, Any]] = (),
    ) -> dict[str, Any]:
        turn_id, number = self.rows.resolved(campaign_id, message, hero=hero)
        for other in others:
            taken = {
                "turn_number": number,
                "by": f"c{other['character_id']}",
                "message": other["message"],
            }
            self.rows.event(campaign_id, "turn_taken", taken, turn_id)
        if message:
            seq = self.rows.event(campaign_id, "roll_made", {"roll": ROLL}, turn_id)
            sentences = [dict(s) for s in sentences]
            sentences[1]["numbers"] = [{"start": 22, "end": 24, "seq": seq}]
        for sentence in sentences:
            time.sleep(self.sentence_s)
            self.rows.live(campaign_id, turn_id, sentence)
        time.sleep(self.sentence_s)
        self.rows.told(campaign_id, turn_id, sentences)
        ids = {"turn_id": turn_id, "turn_number": number, "campaign_id": campaign_id}
        return ids | {"status": "told"}

    def _level_draft(self, campaign_id: int, hero: int, body: dict[str, Any]) -> dict[str, Any]:
        return hero_making.level_draft(body)

    def _level_up(self, campaign_id: int, hero: int, body: dict[str, Any]) -> dict[str, Any]:
        heroes = self.rows.view(campaign_id)["heroes"]
        raised = [h | {"level": 3, "level_ready": None} if h["id"] == hero else h for h in heroes]
        self.rows.see(campaign_id, heroes=raised)
        return {"id": hero}

    def _begin(self, campaign_id: int, body: dict[str, Any]) -> dict[str, Any]:
        scene = {key: VIEW[key] for key in ("scene", "quests", "map", "clues")}
        self.rows.see(campaign_id, has_begun=True, **scene)
        return self._tell(campaign_id, "", OPENING)

    def _turn(self, body: dict[str, Any]) -> dict[str, Any]:
        place = (body["campaign_id"], body["idempotency_key"])
        with self._lock:
            if place not in self._by_key:
                hero, others = body.get("character_id") or 1, body.get("together_with", ())
                told = self._tell(body["campaign_id"], body["message"], TELLING, hero, others)
                self._by_key[place] = told
            return self._by_key[place]

    def _whisper(self, campaign_id: int, body: dict[str, Any]) -> dict[str, Any]:
        return {"answer": f"You alone know: {body['message'][::-1]}", "needs_a_turn": False}

    def _undo(self, campaign_id: int, body: dict[str, Any]) -> dict[str, Any]:
        last = self.rows._db.execute(
            "SELECT id FROM conversations WHERE campaign_id = %s AND undone_by IS NULL"
            " ORDER BY turn_number DESC LIMIT 1",
            (campaign_id,),
        ).fetchone()
        assert last is not None
        self.rows.undo(campaign_id, last[0])
        return {"id": campaign_id}

    def _branch(self, campaign_id: int, body: dict[str, Any]) -> dict[str, Any]:
        return {"id": self.rows.campaign(body.get("name") or "A branch")}

    def _inspect(self, _campaign_id: int, number: int, _body: dict[str, Any]) -> dict[str, Any]:
        part = {"role": "system", "name": "Standing orders", "text": "Tell <it>.", "tokens": 3}
        return {
            "turn_number": number, "narrator": "storyteller", "tokens": 3, "parts": [part], "recalled": [],
            "notes": [], "timings_ms": {"recall": 1.5},
        }  # fmt: skip

    def _any(self, *parts: Any) -> dict[str, Any]:
        number = parts[1] if len(parts) == 3 else 1
        return {"turn_id": 1, "turn_number": number}
