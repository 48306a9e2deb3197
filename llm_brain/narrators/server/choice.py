"""Which servers tell, with which model: from the settings, or as an operator chose at run time. A value."""

from dataclasses import dataclass

from pydantic import SecretStr

from llm_brain.config import Settings
from llm_brain.narrators.server.addresses import base_url
from llm_brain.narrators.server.errors import AddressRefused, KeyNotLegal

MOST_REPLICAS = 32


@dataclass(frozen=True)
class ServerChoice:
    """Base URLs of equal replicas, the model to ask for (empty: what they list) and their key, which is never shown."""

    base_urls: tuple[str, ...] = ()
    model: str = ""
    key: SecretStr | None = None
    is_from_settings: bool = True

    def __post_init__(self) -> None:
        if len(self.base_urls) > MOST_REPLICAS:
            raise AddressRefused(url="given", reason=f"{MOST_REPLICAS} replicas are the most.")
        key = self.key.get_secret_value() if self.key else ""
        if not (key.isascii() and (key.isprintable() and " " not in key)):
            raise KeyNotLegal


def choice_from(settings: Settings) -> ServerChoice:
    """Return the choice of the settings. Raises AddressRefused."""
    urls = tuple(dict.fromkeys(base_url(url) for url in settings.llm_base_url))
    return ServerChoice(urls, settings.llm_server_model.strip(), settings.llm_api_key)
