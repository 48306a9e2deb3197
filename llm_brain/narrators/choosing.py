"""Who tells: the ladder of narrators for these settings, best first. The last rung is always the storyteller.

A rung that cannot tell now (`standing`) is passed over turn by turn; nothing here waits for a model.
"""

from collections.abc import Sequence
from importlib.util import find_spec

from llm_brain.config import Settings
from llm_brain.narrators.protocol import Narrator, Resident
from llm_brain.narrators.server import LanguageModelServer, ServerChoice, choice_from
from llm_brain.narrators.storyteller import Storyteller
from llm_brain.observe.metrics import Metrics


def narrators_for(settings: Settings, metrics: Metrics | None = None) -> tuple[Narrator, ...]:
    """Return the ladder. Raises AddressRefused for an LLM_BASE_URL that must not be called."""
    ladder: list[Narrator] = []
    wanted = settings.narrator
    if (server := server_of_settings(settings, metrics)) is not None:
        ladder.append(server)
    if wanted == "llama" or (wanted == "auto" and not ladder and _llama_is_possible(settings)):
        from llm_brain.narrators.llama import Llama

        ladder.append(Llama(settings))
    return (*ladder, Storyteller())


def server_of_settings(
    settings: Settings, metrics: Metrics | None = None
) -> LanguageModelServer | None:
    """Return the server rung the settings ask for, if they do. Raises AddressRefused."""
    if settings.narrator == "server" or (settings.narrator == "auto" and settings.llm_base_url):
        return LanguageModelServer(choice_from(settings), settings, metrics)
    return None


def residents_of(ladder: Sequence[Narrator]) -> list[Resident]:
    """Return those that have something to load or to hold."""
    return [narrator for narrator in ladder if isinstance(narrator, Resident)]


def server_of(ladder: Sequence[Narrator]) -> LanguageModelServer | None:
    """Return the ladder's server rung, if it has one."""
    return next((rung for rung in ladder if isinstance(rung, LanguageModelServer)), None)


def with_server(
    ladder: Sequence[Narrator], server: LanguageModelServer | None
) -> tuple[Narrator, ...]:
    """Return the ladder with this server on top, or with none."""
    rest = tuple(rung for rung in ladder if not isinstance(rung, LanguageModelServer))
    return (server, *rest) if server is not None else rest


def server_for(
    choice: ServerChoice, settings: Settings, metrics: Metrics
) -> LanguageModelServer | None:
    """Return a server rung for a choice; none when it names no server."""
    return LanguageModelServer(choice, settings, metrics) if choice.base_urls else None


def _llama_is_possible(settings: Settings) -> bool:
    if find_spec("llm_brain.narrators.llama") is None:
        return False
    from llm_brain.narrators.llama import llama_is_possible

    return llama_is_possible(settings)
