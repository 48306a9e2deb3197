"""A model that fills forms at a real table: unsure readings, proposals taken, refused, undone, branched, never waited for."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from llm_brain.brain import Brain
from llm_brain.narrators.forms import Filled, Form, FormNotFilled
from llm_brain.narrators.protocol import READY, Brief, Narrator, Piece, Standing
from llm_brain.narrators.storyteller import Storyteller
from llm_brain.referee.proposing.wishes import NothingWish, Wish
from llm_brain.turn.proposing import Told, commit_proposal, propose
from tests.integration.brain.conftest import Table
from tests.unit.llm_brain.narrators.server.fake_server import until
from tests.unit.llm_brain.proposing.conftest import GOOD

OpenTable = Callable[..., Table]
Fills = Callable[[Form[Any], threading.Event], dict[str, Any]]
LOST = "florble the wumpus sideways"


class FormFiller:
    """Tells one sentence, and fills forms as the test says."""

    name = "filler"
    is_in_process = False

    def __init__(self, fills: Fills | None = None) -> None:
        self.fills = fills or (lambda form, given_up: {"proposal": {"kind": "nothing"}})
        self.asked: list[Form[Any]] = []
        self.told: list[str] = []

    def standing(self) -> Standing:
        return READY

    def narrate(self, brief: Brief) -> Iterator[Piece]:
        self.told.append(brief.messages[-1].content)
        yield Piece("The rain goes on. ")

    def fill(self, form: Form[Filled], given_up: threading.Event) -> Filled:
        self.asked.append(form)
        return form.wanted.model_validate(self.fills(form, given_up))


def a_table(open_table: OpenTable, filler: FormFiller, **more: Any) -> Table:
    ladder: list[Narrator] = [filler, Storyteller()]
    return open_table(ladder, **({"model_reads": "never", "model_proposes": "never"} | more))


def brain_of(table: Table) -> Brain:
    made: Brain = table.http.app.state.brain  # type: ignore[attr-defined]
    return made


def types(table: Table) -> list[str]:
    return [event["type"] for event in table.get("events")]


def put(table: Table, wish: Wish, turn: int = 1) -> list[str]:
    made = commit_proposal(brain_of(table), Told(table.campaign_id, turn), wish, "filler")
    return [event.type for event in made]


def test_a_model_reads_what_the_reader_is_unsure_of(open_table: OpenTable) -> None:
    filler = FormFiller(lambda *_: {"kind": "search", "target": "nothing", "means": "nothing"})
    table = a_table(open_table, filler, model_reads="auto").begun()
    turn = table.say(LOST).json()
    assert [action["kind"] for action in turn["actions"]] == ["search"]
    assert any("filler read it" in note for note in turn["notes"])
    assert LOST in filler.asked[0].messages[-1].content
    assert table.is_true()


def test_a_reader_that_is_sure_asks_nobody(open_table: OpenTable) -> None:
    filler = FormFiller()
    table = a_table(open_table, filler, model_reads="auto").begun()
    assert [a["kind"] for a in table.say("I look around").json()["actions"]] == ["look"]
    assert not filler.asked


@pytest.mark.parametrize(
    "fills",
    [
        {"kind": "attack", "target": "nothing", "means": "nothing"},
        {"kind": "unclear", "target": "nothing", "means": "nothing"},
        {"kind": "search", "target": "the king of the moon", "means": "nothing"},
        {},
    ],
)
def test_anything_off_and_the_readers_own_answer_stands(
    open_table: OpenTable, fills: dict[str, Any]
) -> None:
    def fill(form: Form[Any], given_up: threading.Event) -> dict[str, Any]:
        try:
            form.wanted.model_validate(fills)
        except ValueError as error:
            raise FormNotFilled(reason="garbage") from error
        return fills

    table = a_table(open_table, FormFiller(fill), model_reads="auto").begun()
    turn = table.say(LOST).json()
    assert [action["kind"] for action in turn["actions"]] == ["unclear"]
    assert table.is_true()


def test_a_slow_model_never_holds_a_turn(open_table: OpenTable) -> None:
    def never(form: Form[Any], given_up: threading.Event) -> dict[str, Any]:
        given_up.wait(30)
        raise FormNotFilled(reason="given up")

    table = a_table(
        open_table, FormFiller(never), model_reads="auto", model_reads_deadline_s=0.1
    ).begun()
    began = time.monotonic()
    assert [a["kind"] for a in table.say(LOST).json()["actions"]] == ["unclear"]
    assert time.monotonic() - began < 20


def test_a_whisper_is_read_without_a_model(open_table: OpenTable) -> None:
    filler = FormFiller()
    table = a_table(open_table, filler, model_reads="auto").begun()
    assert table.post("whisper", {"message": LOST}).status_code == 200
    assert not filler.asked


def test_a_proposal_follows_a_telling_and_is_part_of_the_next_prompt(open_table: OpenTable) -> None:
    filler = FormFiller(lambda *_: {"proposal": GOOD["person"].model_dump()})
    table = a_table(open_table, filler, model_proposes="auto", model_proposes_every=1).begun()
    assert until(lambda: "person_added" in types(table), 20)
    assert "The rain goes on." in filler.asked[0].messages[-1].content
    turn = table.say("I talk to Maudlin Coleby").json()
    assert turn["actions"][0]["target"] == "Maudlin Coleby"
    assert filler.told[-1].count("Maudlin Coleby (net mender, indifferent, unhurt)") == 1
    assert table.is_true()


@pytest.mark.parametrize("kind", ["rumour", "trinket"])
def test_what_was_heard_and_what_lies_here_is_in_the_next_prompt(
    open_table: OpenTable, kind: str
) -> None:
    filler = FormFiller()
    table = a_table(open_table, filler).begun()
    put(table, GOOD[kind])
    table.say("I wait")
    said = GOOD[kind].says if kind == "rumour" else "carved bone button"  # type: ignore[attr-defined]
    assert said in filler.told[-1]


def test_a_proposal_waits_for_its_turn_in_the_ledger(open_table: OpenTable) -> None:
    filler = FormFiller(lambda *_: {"proposal": GOOD["rumour"].model_dump()})
    table = a_table(open_table, filler, model_proposes="auto", model_proposes_every=3).begun()
    assert until(lambda: "rumour_heard" in types(table), 20)
    for _ in range(2):
        table.say("I wait")
    time.sleep(0.3)
    assert types(table).count("proposal_accepted") == 1
    assert table.is_true()


@pytest.mark.parametrize("kind", GOOD)
def test_what_was_accepted_is_undone_with_its_turn_and_branched_with_it(
    open_table: OpenTable, kind: str
) -> None:
    table = a_table(open_table, FormFiller()).begun()
    table.say("I wait")
    assert put(table, GOOD[kind], 2)[0] == "proposal_accepted"
    assert table.is_true()
    made = table.post("branch", {"after_turn": 2}).json()["id"]
    assert table.http.post(f"/campaigns/{made}/check").json()["ok"]
    branched = [e["type"] for e in table.http.get(f"/campaigns/{made}/events").json()]
    assert "proposal_accepted" in branched
    assert table.post("turns/2/retry").status_code == 200
    assert table.is_true()
    assert table.post("undo", {"turns": 1}).status_code == 200
    assert "proposal_accepted" not in types(table)
    assert table.is_true()


def test_a_refusal_is_an_event_and_changes_nothing_else(open_table: OpenTable) -> None:
    table = a_table(open_table, FormFiller()).begun()
    bad = GOOD["rumour"].model_copy(update={"says": "They say nine dragons guard the gold here."})
    assert put(table, bad) == ["proposal_refused"]
    assert table.is_true()


def test_a_proposal_for_a_turn_that_is_not_the_last_is_dropped(open_table: OpenTable) -> None:
    table = a_table(open_table, FormFiller()).begun()
    table.say("I wait")
    assert put(table, GOOD["rumour"], 1) == []


def test_a_proposal_never_comes_between_a_turn_and_its_telling(open_table: OpenTable) -> None:
    table = a_table(open_table, FormFiller()).begun()
    with brain_of(table).leases.held(table.campaign_id):
        assert put(table, GOOD["rumour"]) == []
    assert put(table, GOOD["rumour"])[0] == "proposal_accepted"


def test_turns_and_proposals_at_the_same_time_lose_neither(open_table: OpenTable) -> None:
    filler = FormFiller(
        lambda *_: {"proposal": {"kind": "check", "skill": "arcana", "text": "Read the old runes"}}
    )
    table = a_table(open_table, filler, model_proposes="auto", model_proposes_every=1).begun()
    ends = threading.Event()

    def proposes() -> None:
        while not ends.is_set():
            last = table.get("turns")[-1]["turn_number"]
            put(table, GOOD["rumour"], last)

    beside = threading.Thread(target=proposes)
    beside.start()
    try:
        for _ in range(12):
            assert table.say("I wait").status_code == 200
    finally:
        ends.set()
        beside.join(30)
    assert table.is_true()


def test_a_table_that_does_not_want_it_is_heeded(open_table: OpenTable) -> None:
    filler = FormFiller(
        lambda *_: {
            "proposal": GOOD["rumour"].model_dump() | {"says": "They say spiders walk at night."}
        }
    )
    table = a_table(open_table, filler).new(lines=["spiders"])
    table.post("begin")
    brain = brain_of(table)
    assert propose(brain, Told(table.campaign_id, 1))
    assert types(table)[-1] == "proposal_refused"


def test_the_storyteller_proposes_nothing(open_table: OpenTable) -> None:
    table = open_table([Storyteller()], model_proposes="auto", model_proposes_every=1).begun()
    table.say("I wait")
    assert not propose(brain_of(table), Told(table.campaign_id, 2))
    assert not {"proposal_accepted", "proposal_refused"} & set(types(table))


def test_a_model_in_this_process_gives_way_to_turns(open_table: OpenTable) -> None:
    def never(form: Form[Any], given_up: threading.Event) -> dict[str, Any]:
        given_up.wait(30)
        raise FormNotFilled(reason="given up")

    filler = FormFiller(never)
    filler.is_in_process = True
    table = a_table(open_table, filler).begun()
    brain = brain_of(table)
    with brain.leases.held(table.campaign_id):
        began = time.monotonic()
        assert not propose(brain, Told(table.campaign_id, 1))
        assert time.monotonic() - began < 20


def test_nothing_is_not_a_proposal(open_table: OpenTable) -> None:
    table = a_table(open_table, FormFiller()).begun()
    assert propose(brain_of(table), Told(table.campaign_id, 1))
    assert put(table, NothingWish(kind="nothing")) == []
    assert types(table)[-1] == "turn_told"
