"""The lore page: who may read and write what; the story in chapters; who comes back is told what happened."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.unit.web_service.conftest import Person, Table
from tests.unit.web_service.fake_brain import FakeBrain
from web_service.config.body_limit import MOST_BYTES, most_bytes
from web_service.lore.comebacks import AWAY_S, previously

SECRET = "the-mayor-is-a-lich"


def page(person: Person, table: Table, rest: str = "lore/") -> str:
    return str(person.get(table.path(rest)).content.decode())


def calls(brain: FakeBrain, method: str) -> list[str]:
    return [path for made, path, _ in brain.asked if made == method]


def test_everybody_at_the_table_reads_it_and_nobody_else(
    table: Table, alice: Person, bob: Person, charlie: Person, brain: FakeBrain
) -> None:
    table.rows.lore(table.id, "The bell is cursed.", title="Bell")
    for reader in (alice, bob):
        assert "The bell is cursed." in page(reader, table)
    for rest in ("lore/", "lore/story"):
        assert charlie.get(table.path(rest)).status_code == 404


def test_what_is_hidden_is_the_owners_alone(
    table: Table, alice: Person, bob: Person, brain: FakeBrain
) -> None:
    hidden = table.rows.lore(table.id, SECRET, is_hidden=True)
    assert SECRET in page(alice, table)
    for rest in ("lore/", "", "knows", "history", "lore/story"):
        assert SECRET not in page(bob, table, rest)
    assert bob.get(table.path(f"lore/{hidden}/edit")).status_code == 404


def test_another_tables_lore_is_nowhere(
    table: Table, alice: Person, brain: FakeBrain, rows
) -> None:
    other = rows.campaign("Another")
    foreign = rows.lore(other, SECRET)
    rows.chapter(other, 1, SECRET)
    for rest in ("lore/", "lore/story", ""):
        assert SECRET not in page(alice, table, rest)
    for rest in ("edit", "switch", "delete"):
        assert alice.post(table.path(f"lore/{foreign}/{rest}")).status_code == 404
    assert brain.asked == []


def test_a_player_pins_from_a_turn_and_takes_only_their_own_away(
    table: Table, alice: Person, bob: Person, brain: FakeBrain
) -> None:
    assert "It rings for the ones who stay" in page(bob, table, "lore/?turn=1")
    pinned = bob.post(table.path("lore/pin"), {"content": "It rings.", "turn_number": "1"})
    assert pinned.status_code == 302
    _, path, body = brain.asked[-1]
    assert path == f"/campaigns/{table.id}/lore"
    assert (body["kind"], body["turn_number"], body["author"]) == ("pin", 1, bob.user.username)
    others = table.rows.lore(table.id, "Alice's", "pin", author=alice.user.username)
    assert bob.post(table.path(f"lore/{others}/delete")).status_code == 404
    assert alice.post(table.path(f"lore/{others}/delete")).status_code == 302


@pytest.mark.parametrize("what", ["correct", "add", "import"])
def test_only_the_owner_sets_right_writes_lore_and_brings_files(
    what: str, table: Table, bob: Person, brain: FakeBrain
) -> None:
    data = {"content": "x", "turn_number": "1", "keys": "bell"}
    assert bob.post(table.path(f"lore/{what}"), data).status_code == 404
    assert brain.asked == []
    assert f"lore/{what}" not in page(bob, table)


def test_the_owner_writes_lore_with_its_keys(table: Table, alice: Person, brain: FakeBrain) -> None:
    data = {
        "content": "Cursed.",
        "keys": " bell, belfry ,bell",
        "secondary_keys": "",
        "priority": "",
    }
    assert alice.post(table.path("lore/add"), data).status_code == 302
    body = brain.asked[-1][2]
    assert body["keys"] == ["bell", "belfry"]
    assert (body["priority"], body["secondary_rule"], body["is_constant"]) == (100, "any", False)


def test_lore_that_nothing_brings_in_is_refused_with_what_was_typed(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    answer = alice.post(table.path("lore/add"), {"content": "Kept in the form."})
    assert answer.status_code == 422
    assert "Kept in the form." in answer.content.decode()
    assert brain.asked == []


def test_a_refusal_of_the_brain_is_said_in_its_words(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    brain.refuses_with = (409, "too_much_lore")
    answer = alice.post(table.path("lore/correct"), {"content": "x", "turn_number": "1"})
    assert answer.status_code == 422
    assert "What to do." in answer.content.decode()


def test_an_entry_is_switched_off_and_changed(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    entry = table.rows.lore(table.id, "Cursed.", keys=["bell"], title="Bell")
    assert alice.post(table.path(f"lore/{entry}/switch")).status_code == 302
    assert brain.asked[-1][2] == {"is_enabled": False}
    data = {"content": "Blessed.", "keys": "bell", "title": "Bell"}
    assert alice.post(table.path(f"lore/{entry}/edit"), data).status_code == 302
    assert brain.asked[-1][2]["content"] == "Blessed."
    assert 'value="bell"' in page(alice, table, f"lore/{entry}/edit")


def test_a_file_is_handed_on_as_it_is_and_its_problems_are_shown(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    data = bytes(range(256)) * 1200
    file = SimpleUploadedFile("card.png", data)
    answer = alice.client.post(table.path("lore/import"), {"file": file}, follow=True)
    shown = answer.content.decode()
    assert "2 entries and 1 person" in shown
    assert "Entry 3 &lt;b&gt;has&lt;/b&gt; no text." in shown
    assert [body["file"] for _, _, body in brain.asked if "file" in body] == [data]


def test_only_the_lore_takes_large_files() -> None:
    assert most_bytes("/campaigns/7/lore/import") > 8 * 2**20
    for path in ("/campaigns/7/lore/add", "/campaigns/x/lore/import", "/campaigns/7/lore/import/x"):
        assert most_bytes(path) == MOST_BYTES


def test_what_is_written_down_is_text_on_every_page(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    script = "<script>alert(1)</script>"
    table.rows.lore(table.id, script, title=script[:40], author=script[:20])
    table.rows.chapter(table.id, 1, script, title=script)
    for rest in ("lore/", "lore/story", ""):
        assert "<script>alert" not in page(alice, table, rest)


def test_the_story_is_shown_in_chapters(table: Table, bob: Person, brain: FakeBrain) -> None:
    table.rows.chapter(table.id, 0, "All of it in brief.", "campaign")
    table.rows.chapter(table.id, 1, "They met Wen.")
    table.rows.chapter(table.id, 2, "Not any more.", is_stale=True)
    shown = page(bob, table, "lore/story")
    assert "All of it in brief." in shown
    assert "They met Wen." in shown
    assert "Not any more." not in shown


def test_who_comes_back_is_told_and_who_stayed_is_not(
    table: Table, bob: Person, brain: FakeBrain
) -> None:
    table.rows.chapter(table.id, 1, "They met Wen.")
    assert "They met Wen." in page(bob, table, "")
    assert "They met Wen." not in page(bob, table, "")


def test_an_absence_is_measured_from_the_last_look(table: Table, brain: FakeBrain) -> None:
    table.rows.chapter(table.id, 1, "They met Wen.")
    session: dict[str, object] = {}
    told = [
        bool(previously(session, table.id, at))
        for at in (0, 60, AWAY_S, 3 * AWAY_S, 3 * AWAY_S + 9)
    ]
    assert told == [True, False, False, True, False]


def test_nothing_told_greets_nobody(table: Table, bob: Person, brain: FakeBrain) -> None:
    assert "Previously" not in page(bob, table, "")


def test_no_two_fields_of_the_page_share_an_id(
    table: Table, alice: Person, brain: FakeBrain
) -> None:
    ids = re.findall(r' id="([^"]+)"', page(alice, table))
    assert len(ids) > 15
    assert len(ids) == len(set(ids))
