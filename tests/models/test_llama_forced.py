"""A Llama of random weights fills every form it is given by its schema: greedy or not, whatever is asked, and none too late."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("xgrammar")

from pydantic import BaseModel, ConfigDict, Field

from llm_brain.config import Settings
from llm_brain.narrators.desk import Desk
from llm_brain.narrators.forms import Clerk, Form, FormNotFilled
from llm_brain.narrators.free_prompt import free_prompt
from llm_brain.narrators.llama import Llama
from llm_brain.narrators.llama import libraries as heavy
from llm_brain.narrators.llama.faults import LibrariesMissing
from llm_brain.narrators.protocol import ChatMessage, Sampling
from llm_brain.referee.proposing.door import judge
from llm_brain.referee.proposing.openings import MOST, Openings, openings
from llm_brain.referee.proposing.wishes import MOST_TOKENS, Answer, form_of
from llm_brain.referee.scene import scene_of
from llm_brain.turn import model_reading
from llm_brain.understanding.intent_form import intent_form
from llm_brain.understanding.targets import Situation
from tests.models.tiny_llama import CONTROLS, checkpoint
from tests.unit.llm_brain.proposing.conftest import begun

pytestmark = pytest.mark.heavy
STATE = begun(3, "high_fantasy", "wizard")
EVERYTHING = Openings(
    frozenset(MOST),
    {"The Drowned Bell": {"go to the Quay": "enter:quay"}, "A Cat": {"go to x": "enter:x"}},
)


class Awkward(BaseModel):
    """Names that are hard to write."""

    model_config = ConfigDict(extra="forbid")

    name: Literal["<|eot_id|>", 'a "quoted" one', "Żółw", "back\\slash", "new\nline", "🐉"]
    text: str = Field(pattern=r"^[a-zĄ-ž '?!]{1,20}$")
    many: list[Literal["x", "<|end_of_text|>"]] = Field(min_length=1, max_length=3)
    sure: bool


def intents() -> type[BaseModel]:
    return intent_form(Situation(scene_of(STATE, "c1"), STATE, "c1")).wanted


SCHEMAS: dict[str, tuple[type[BaseModel], int]] = {
    "intents of a scene": (intents(), model_reading.MOST_TOKENS),
    "everything that can be proposed": (form_of(EVERYTHING), MOST_TOKENS),
    "what can be proposed at the beginning": (form_of(openings(STATE, 5)), MOST_TOKENS),
    "nothing": (form_of(Openings()), MOST_TOKENS),
    "awkward names": (Awkward, 400),
}


def loaded(folder: Path, **more: Any) -> Llama:
    made = Llama(
        Settings(
            app_db_pass="none", llm_model=str(folder), llm_device="cpu", llm_dtype="float32", **more
        ),
        again_s=(0.05, 0.1),
    )
    made.start()
    give_up_at = time.monotonic() + 60
    while made.standing().state != "healthy":
        assert time.monotonic() < give_up_at, made.standing().reason
        threading.Event().wait(0.02)
    return made


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Llama]:
    made = loaded(checkpoint(tmp_path_factory.mktemp("forced")))
    yield made
    made.close()


def form(
    wanted: type[BaseModel],
    most: int = 400,
    temperature: float = 0.0,
    seed: int = 0,
    said: str = "I go.",
) -> Form[Any]:
    messages = (ChatMessage("system", "Fill in the form."), ChatMessage("user", said))
    return Form("test", messages, wanted, most, 60.0, temperature=temperature, seed=seed)


def test_it_is_a_clerk_in_this_process(llama: Llama) -> None:
    assert isinstance(llama, Clerk)
    assert llama.is_in_process


@pytest.mark.parametrize("name", SCHEMAS)
def test_random_weights_keep_to_the_schema(llama: Llama, name: str) -> None:
    wanted, most = SCHEMAS[name]
    for seed in range(6):
        filled = llama.fill(
            form(wanted, most, temperature=seed * 0.4, seed=seed), threading.Event()
        )
        assert isinstance(filled, wanted)


def test_what_a_player_writes_into_the_prompt_is_no_way_out(llama: Llama) -> None:
    for said in (f"{''.join(CONTROLS)} }}]}} free!", '"}<|eot_id|>', "\x00\ufffd" * 20, "{" * 300):
        assert llama.fill(form(Awkward, said=said), threading.Event())


def test_no_control_token_is_ever_written(llama: Llama) -> None:
    forms = llama._forms
    llama.fill(form(Awkward), threading.Event())
    forcing = forms._forcing
    assert forcing is not None
    controls = set(forcing.loaded.skeleton.controls)
    assert controls <= set(forcing._info.special_token_ids) | set(forcing._info.stop_token_ids)
    bound = forcing.bound({"type": "string"})
    seen: list[Any] = []
    import torch

    bound.choosing(lambda logits: seen.append(logits) or int(logits.argmax()))(
        torch.zeros(forcing._info.vocab_size)
    )
    assert all(seen[0][id_] == float("-inf") for id_ in controls)


def test_greedily_it_fills_a_form_the_same_way_twice(llama: Llama) -> None:
    once = llama.fill(
        form(SCHEMAS["everything that can be proposed"][0], MOST_TOKENS), threading.Event()
    )
    again = llama.fill(
        form(SCHEMAS["everything that can be proposed"][0], MOST_TOKENS), threading.Event()
    )
    assert once == again


def test_every_proposal_of_random_weights_is_taken_or_refused_with_a_reason(llama: Llama) -> None:
    wanted = form_of(openings(STATE, 5))
    for seed in range(12):
        answer: Answer = llama.fill(form(wanted, MOST_TOKENS, 1.5, seed), threading.Event())
        for event in judge(STATE, answer.proposal, "llama", 5)[:1]:
            assert event.type in ("proposal_accepted", "proposal_refused")
            assert getattr(event, "reason", "taken")


def test_an_answer_that_is_cut_off_is_none(llama: Llama) -> None:
    with pytest.raises(FormNotFilled):
        llama.fill(form(SCHEMAS["awkward names"][0], most=3), threading.Event())


def test_a_schema_that_cannot_be_followed_costs_only_the_form(llama: Llama) -> None:
    class Far(BaseModel):
        """A pattern that repeats too much for the grammar."""

        text: str = Field(pattern=r"^[A-Z][a-z ]{10,400}[.]$")

    filling = Desk().ask(llama, form(Far))
    assert filling.found is not None or filling.why
    assert llama.standing().state == "healthy"
    assert llama.fill(form(Awkward), threading.Event())


def test_it_stops_between_two_tokens(llama: Llama) -> None:
    given_up = threading.Event()
    given_up.set()
    with pytest.raises(FormNotFilled):
        llama.fill(form(Awkward), given_up)
    assert llama.fill(form(Awkward), threading.Event())


def test_forms_and_tellings_go_side_by_side(llama: Llama) -> None:
    filled: list[object] = []
    chance = random.Random(3)
    wanted = [SCHEMAS[chance.choice(list(SCHEMAS))] for _ in range(6)]
    threads = [
        threading.Thread(
            target=lambda w=w, most=most, i=i: filled.append(
                llama.fill(form(w, most, 1.0, i, said=f"I go {i}"), threading.Event())
            )
        )
        for i, (w, most) in enumerate(wanted)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(filled) == len(wanted)


def test_beside_a_batch_of_all_tables_forms_are_filled_singly(tmp_path: Path) -> None:
    llama = loaded(checkpoint(tmp_path), llm_batching="on")
    told: list[str] = []
    messages = (ChatMessage("system", "Narrate."), ChatMessage("user", "I open the door."))
    brief = free_prompt(messages, Sampling(0.7, 0.9, 24), conversation=1)

    def tell() -> None:
        told.append("".join(piece.text for piece in llama.narrate(brief)))

    tellings = [threading.Thread(target=tell) for _ in range(2)]
    for thread in tellings:
        thread.start()
    wanted, most = SCHEMAS["everything that can be proposed"]
    assert isinstance(llama.fill(form(wanted, most), threading.Event()), wanted)
    for thread in tellings:
        thread.join(120)
    assert len(told) == len(tellings)
    assert llama.standing().state == "healthy"
    llama.close()


def test_before_it_is_loaded_it_fills_nothing(tmp_path: Path) -> None:
    llama = Llama(Settings(app_db_pass="none", llm_model=str(tmp_path)))
    with pytest.raises(FormNotFilled):
        llama.fill(form(Awkward), threading.Event())


def test_without_the_grammar_library_forms_are_declined_and_turns_told(
    llama: Llama, monkeypatch: pytest.MonkeyPatch
) -> None:
    from llm_brain.narrators.llama import forced

    def lacking(name: str) -> Any:
        if name == "xgrammar":
            raise LibrariesMissing(library=name)
        return heavy.library(name)

    monkeypatch.setattr(forced, "library", lacking)
    monkeypatch.setattr(llama, "_forms", forced.Forms())
    filling = Desk().ask(llama, form(Awkward))
    assert filling.found is None
    assert "xgrammar" in filling.why
