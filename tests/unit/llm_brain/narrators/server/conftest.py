"""A narrator over a server that the test controls."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from llm_brain.config import Settings
from llm_brain.ledger.state import State
from llm_brain.narrators.protocol import Brief, ChatMessage
from llm_brain.narrators.server import LanguageModelServer, ServerChoice
from llm_brain.narrators.server.narrator import Pace
from llm_brain.observe.metrics import Metrics
from tests.unit.llm_brain.narrators.server.fake_server import FakeServer

QUICK = Pace(look_s=0.05, first_wait_s=0.01, most_wait_s=0.5)


PROMPT = (ChatMessage("system", "Narrate."), ChatMessage("user", "I open the door."))


def brief_of(
    campaign_id: int = 1, messages: tuple[ChatMessage, ...] = PROMPT, **more: Any
) -> Brief:
    """Return a brief with a prompt and nothing else of note."""
    return Brief(
        messages=messages,
        campaign_name="",
        theme="",
        tone="",
        dm_style="",
        turn_number=2,
        actor="c1",
        message="I open the door.",
        actions=(),
        events=(),
        before=State(),
        after=State(),
        campaign_id=campaign_id,
        **more,
    )


class Bench:
    """A narrator, its metrics, and short ways to use both."""

    def __init__(self, narrator: LanguageModelServer, metrics: Metrics) -> None:
        self.narrator = narrator
        self.metrics = metrics

    def tell(self, campaign_id: int = 1, **more: Any) -> str:
        pieces = self.narrator.narrate(brief_of(campaign_id, **more))
        return "".join(piece.text for piece in pieces)

    def count(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0


@pytest.fixture
def bench() -> Iterator[Callable[..., Bench]]:
    """Return a way to make narrators, looked at once; closed at the end."""
    made: list[LanguageModelServer] = []

    def over(*servers: FakeServer | str, key: Any = None, model: str = "", **more: Any) -> Bench:
        settings = Settings(
            **{
                "app_db_pass": "none",
                "first_words_deadline_s": 5.0,
                "llm_rest_s": 0.2,
                **more,
            }  # pragma: allowlist secret
        )
        urls = tuple(server if isinstance(server, str) else server.url for server in servers)
        metrics = Metrics()
        narrator = LanguageModelServer(ServerChoice(urls, model, key), settings, metrics, QUICK)
        made.append(narrator)
        narrator.look_now(10)
        return Bench(narrator, metrics)

    yield over
    for narrator in made:
        narrator.close()
