"""Puts a server to the question and makes one report of it. Runs in a loop of its own, away from the turns."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from llm_brain.config import Settings
from llm_brain.narrators.server import asking, models
from llm_brain.narrators.server.addresses import label_of
from llm_brain.narrators.server.choice import ServerChoice
from llm_brain.narrators.server.connecting import client_for
from llm_brain.narrators.server.errors import ServerTrouble
from llm_brain.narrators.server.probes import Finding, Subject, findings

READ_S = 60.0
NEEDED = ("reachable", "answers")


@dataclass(frozen=True)
class Report:
    """What was found out about one server."""

    base_url: str
    model: str
    findings: tuple[Finding, ...]
    at: datetime

    @property
    def can_tell(self) -> bool:
        passed = {found.name for found in self.findings if found.result == "pass"}
        return passed.issuperset(NEEDED)

    @property
    def score(self) -> float:
        """Percent of the questions with an answer that were passed."""
        decided = [found for found in self.findings if found.result != "unknown"]
        passed = [found for found in decided if found.result == "pass"]
        return round(100 * len(passed) / len(decided), 1) if decided else 0.0

    @property
    def summary(self) -> str:
        failed = [found.name for found in self.findings if found.result == "fail"]
        if not self.can_tell:
            first = next(found for found in self.findings if found.result == "fail")
            return f"This server cannot tell turns: {first.sentence}"
        without = f" What it cannot do: {', '.join(failed)}." if failed else ""
        return f"This server can tell turns.{without}"


def validate(choice: ServerChoice, settings: Settings) -> list[Report]:
    """Question every replica of a choice."""
    return [asyncio.run(_report(url, choice, settings)) for url in choice.base_urls]


async def _report(url: str, choice: ServerChoice, settings: Settings) -> Report:
    label = label_of(url)
    client = client_for(url, choice.key, connect_s=settings.llm_connect_s, read_s=READ_S, most=2)
    async with client:
        found: list[Finding] = []
        model = choice.model
        try:
            listed = await _listed(client, label, settings.llm_connect_s)
        except ServerTrouble as trouble:
            found.append(Finding("reachable", "fail", f"{trouble}."))
        else:
            found.append(Finding("reachable", "pass", f"{label} answers."))
            model = models.chosen(listed, choice.model, settings.llm_model)
            deadline_s = settings.first_words_deadline_s
            subject = Subject(client, label, model, listed, deadline_s)
            found += [finding async for finding in findings(subject)]
    return Report(url, model, tuple(found), datetime.now(UTC))


async def _listed(
    client: httpx.AsyncClient, label: str, limit_s: float
) -> tuple[models.ListedModel, ...] | None:
    """Return the models it lists, None when it lists none. Raises ServerTrouble when nobody is there."""
    with asking.translated(label):
        async with client.stream("GET", "models", timeout=limit_s) as response:
            if response.status_code == 200:
                return models.listed_in(await asking.json_of(response))
            if response.status_code in (404, 405, 501):
                return None
            raise await asking.refusal(label, response)
