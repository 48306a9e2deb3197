"""A game's rows written by hand, as the brain would leave them: for tests that need a table with a story on it.

It writes with the game's own role, which the web service never has.
"""

import json
import secrets
from typing import Any

import psycopg

HERO = {
    "ref": "c1", "id": 1, "name": "Mira Tallow", "race": "Halfling", "class_name": "Rogue", "level": 2,
    "hp": 10, "hp_max": 16, "temp_hp": 0, "armor_class": 14, "speed_ft": 25, "xp": 320, "xp_next": 900,
    "proficiency_bonus": 2, "abilities": {"str": 8, "dex": 16, "con": 12, "int": 13, "wis": 10, "cha": 14},
    "skills": ["Stealth", "Perception"], "save_proficiencies": ["dex", "int"],
    "conditions": [{"name": "poisoned", "because": "seawater"}], "effects": ["torch"], "concentration": None,
    "slots": {}, "resources": {}, "hit_dice": "2/2", "hit_die": 8, "cantrips": [], "spells": [],
    "features": ["Sneak Attack"],
    "items": [{"key": "rapier", "name": "rapier", "quantity": 1, "is_equipped": True},
              {"key": "torch", "name": "torch", "quantity": 2, "is_equipped": False}],
    "coins_cp": 2305, "death_saves": None, "is_dead": False, "is_down": False, "is_hidden": True,
    "look": "grey eyes, a coat too large", "health": "hurt",
}  # fmt: skip

VIEW: dict[str, Any] = {
    "title": "The Drowned Bell", "ended": None, "has_begun": True, "is_lost": False,
    "clock": {"day": 3, "time": "19:10", "part": "dusk"}, "weather": "rain",
    "scene": {
        "key": "nave", "name": "The lower nave", "kind": "crypt", "light": "dim", "is_outdoors": False,
        "exits": [{"name": "stair", "direction": "up", "to": "chapel", "to_name": "the chapel", "is_locked": False},
                  {"name": "sluice", "direction": "east", "to": "sluice", "to_name": None, "is_locked": True}],
        "features": ["the bell", "pews"], "items": ["a lantern"],
        "people": [{"ref": "n3", "name": "Old Wen", "role": "ferryman", "attitude": "friendly", "health": "hurt"}],
    },
    "heroes": [HERO],
    "quests": [{"key": "bell", "title": "Silence the bell", "is_main": True, "status": "active",
                "stages": [{"text": "Find who rings it", "is_done": True}, {"text": "Silence it", "is_done": False}],
                "outcome": ""}],
    "clues": ["The bell rings for those who stay."],
    "encounter": {
        "name": "The drowned", "round": 2, "turn_of": "c1",
        "order": [
            {"ref": "c1", "name": "Mira Tallow", "initiative": 19, "side": "party", "health": "hurt", "hp": 10,
             "hp_max": 16, "zone": "near", "is_turn": True, "is_surprised": False},
            {"ref": "n7", "name": "Drowned man", "initiative": 14, "side": "foes", "health": "bloodied", "hp": None,
             "hp_max": None, "zone": "near", "is_turn": False, "is_surprised": False},
        ],
        "zones": [{"key": "near", "name": "close by", "at_ft": 0}],
    },
    "map": {"places": [
        {"key": "nave", "name": "The lower nave", "kind": "crypt", "x": 0, "y": 0, "is_here": True, "is_visited": True},
        {"key": "chapel", "name": "The chapel", "kind": "ruins", "x": 2, "y": 1, "is_here": False, "is_visited": True},
        {"key": "shore", "name": "The shore", "kind": "shore", "x": 3, "y": 3, "is_here": False, "is_visited": False},
    ], "ways": [["chapel", "nave"], ["chapel", "shore"]]},
}  # fmt: skip

ROLL = {
    "id": 212, "purpose": "Stealth", "expression": "1d20+7",
    "dice": [{"n": 212, "sides": 20, "value": 17, "kept": True}],
    "parts": [{"label": "Dexterity", "value": 3}, {"label": "expertise", "value": 4}],
    "modifier": 7, "total": 24, "outcome": "success", "against": 12, "against_name": "passive perception",
    "vantage": "none", "why": [], "roller": "c1",
}  # fmt: skip

OPENING = [
    {"index": 0, "text": "Rain drums on the flagstones above.", "speaker": None, "numbers": []},
    {"index": 1, "text": "“It rings for the ones who stay,” says Old Wen.", "numbers": [],
     "speaker": {"ref": "n3", "name": "Old Wen"}},
]  # fmt: skip


class GameRows:
    """Writes what the brain would have written."""

    def __init__(self, conninfo: str) -> None:
        self._db = psycopg.connect(conninfo, autocommit=True)

    def close(self) -> None:
        self._db.close()

    def campaign(self, name: str = "The Drowned Bell", view: dict[str, Any] | None = None) -> int:
        row = self._db.execute(
            "INSERT INTO campaigns (name, theme, adventure_seed, dice_seed, dice_seed_sha256, table_view)"
            " VALUES (%s, 'gothic_horror', 7, decode(repeat('ab', 32), 'hex'), 'cafe', %s) RETURNING id",
            (name, json.dumps(VIEW if view is None else view)),
        ).fetchone()
        assert row is not None
        return int(row[0])

    def see(self, campaign_id: int, **changes: Any) -> None:
        """Change parts of the table view."""
        self._db.execute(
            "UPDATE campaigns SET table_view = table_view || %s WHERE id = %s",
            (json.dumps(changes), campaign_id),
        )

    def rename(self, campaign_id: int, name: str) -> None:
        self._db.execute("UPDATE campaigns SET name = %s WHERE id = %s", (name, campaign_id))

    def delete(self, campaign_id: int) -> None:
        self._db.execute("DELETE FROM campaigns WHERE id = %s", (campaign_id,))

    def event(
        self, campaign_id: int, type_: str, payload: dict[str, Any], turn_id: int | None = None
    ) -> int:
        with self._db.transaction():
            row = self._db.execute(
                "UPDATE campaigns SET last_seq = last_seq + 1 WHERE id = %s RETURNING last_seq",
                (campaign_id,),
            ).fetchone()
            assert row is not None
            self._db.execute(
                "INSERT INTO events (campaign_id, seq, turn_id, type, payload) VALUES (%s, %s, %s, %s, %s)",
                (campaign_id, row[0], turn_id, type_, json.dumps(payload)),
            )
        return int(row[0])

    def view(self, campaign_id: int) -> dict[str, Any]:
        row = self._db.execute(
            "SELECT table_view FROM campaigns WHERE id = %s", (campaign_id,)
        ).fetchone()
        assert row is not None
        return dict(row[0])

    def resolved(
        self, campaign_id: int, message: str = "", number: int | None = None, hero: int = 1
    ) -> tuple[int, int]:
        """A turn that happened and is not told; return its id and number."""
        with self._db.transaction():
            row = self._db.execute(
                "UPDATE campaigns SET last_turn = coalesce(%s, last_turn + 1), updated_at = now()"
                " WHERE id = %s RETURNING last_turn",
                (number, campaign_id),
            ).fetchone()
            assert row is not None
            turn = self._db.execute(
                "INSERT INTO conversations (campaign_id, turn_number, token, character_id, player_message)"
                " VALUES (%s, %s, %s, %s, %s) RETURNING id",
                (campaign_id, row[0], secrets.token_hex(8), hero, message),
            ).fetchone()
            assert turn is not None
        by = f"c{hero}" if message else ""
        taken = {"turn_number": row[0], "by": by, "message": message}
        self.event(campaign_id, "turn_taken", taken, turn[0])
        return int(turn[0]), int(row[0])

    def live(self, campaign_id: int, turn_id: int, sentence: dict[str, Any]) -> None:
        self._db.execute(
            "INSERT INTO live_sentences (turn_id, campaign_id, index, sentence) VALUES (%s, %s, %s, %s)",
            (turn_id, campaign_id, sentence["index"], json.dumps(sentence)),
        )

    def told(
        self, campaign_id: int, turn_id: int, sentences: list[dict[str, Any]], **columns: Any
    ) -> None:
        """End a telling."""
        words = " ".join(s["text"] for s in sentences)
        values = {
            "dm_response": words,
            "sentences": json.dumps(sentences),
            "suggestions": json.dumps([{"text": "Cut the bell's rope", "choice": None}]),
            "status": "told",
            "narrator": "storyteller",
        } | columns
        assignments = ", ".join(f"{name} = %s" for name in values)
        row = self._db.execute(
            f"UPDATE conversations SET {assignments}, told_at = now() WHERE id = %s RETURNING turn_number",
            (*values.values(), turn_id),
        ).fetchone()
        assert row is not None
        self._db.execute("DELETE FROM live_sentences WHERE turn_id = %s", (turn_id,))
        told = {"turn_number": row[0], "narrator": "storyteller"}
        self.event(campaign_id, "turn_told", told, turn_id)

    def opening(self, campaign_id: int) -> int:
        """A whole first turn; return its id."""
        turn_id, _ = self.resolved(campaign_id)
        self.told(campaign_id, turn_id, OPENING)
        return turn_id

    def undo(self, campaign_id: int, turn_id: int) -> None:
        with self._db.transaction():
            row = self._db.execute(
                "UPDATE conversations SET undone_by = 1 WHERE id = %s RETURNING turn_number",
                (turn_id,),
            ).fetchone()
            assert row is not None
            self._db.execute("UPDATE events SET undone_by = 1 WHERE turn_id = %s", (turn_id,))
            self._db.execute(
                "UPDATE campaigns SET last_turn = last_turn - 1 WHERE id = %s", (campaign_id,)
            )
        self.event(campaign_id, "turns_undone", {"turn_numbers": [row[0]]})

    def media_jobs(self, campaign_id: int, turn_id: int, *statuses: str) -> None:
        """Queue a picture for each status, each of a telling of its own."""
        for telling, status in enumerate(statuses):
            self._db.execute(
                "INSERT INTO media_jobs (campaign_id, turn_id, kind, telling, payload, status)"
                " VALUES (%s, %s, 'image', %s, '{}', %s)",
                (campaign_id, turn_id, telling, status),
            )

    def portrait(self, campaign_id: int, turn_id: int, ref: str, url: str) -> None:
        self._db.execute(
            "INSERT INTO portraits (campaign_id, ref, turn_id, ordered, url, painter)"
            " VALUES (%s, %s, %s, '{}', %s, 'sketch')",
            (campaign_id, ref, turn_id, url),
        )

    def lore(self, campaign_id: int, content: str, kind: str = "lore", **columns: Any) -> int:
        """Something that was written down; return its id."""
        values = {"campaign_id": campaign_id, "kind": kind, "content": content} | columns
        row = self._db.execute(
            f"INSERT INTO lore_entries ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})"
            " RETURNING id",
            tuple(values.values()),
        ).fetchone()
        assert row is not None
        return int(row[0])

    def forget_lore(self, entry_id: int) -> None:
        self._db.execute("DELETE FROM lore_entries WHERE id = %s", (entry_id,))

    def chapter(
        self, campaign_id: int, number: int, content: str, kind: str = "chapter", **columns: Any
    ) -> None:
        """A chapter of the story, or the campaign so far."""
        values = {
            "campaign_id": campaign_id, "kind": kind, "number": number, "first_turn": number * 10, "last_turn": number * 10 + 9,
            "title": f"Title {number}", "content": content,
        } | columns  # fmt: skip
        self._db.execute(
            f"INSERT INTO summaries ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})",
            tuple(values.values()),
        )

    def set_turn(self, turn_id: int, **columns: Any) -> None:
        assignments = ", ".join(f"{name} = %s" for name in columns)
        self._db.execute(
            f"UPDATE conversations SET {assignments} WHERE id = %s", (*columns.values(), turn_id)
        )
