"""The brain's settings, read from the environment once, when the app is made. Nothing here touches the network."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Every field is an environment variable of the same name in capitals; `NAME_FILE` is read for secrets too."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore")

    db_host: str = "database"
    """Host name, or the folder of a Unix socket."""
    db_port: int = 5432
    db_name: str = "dungeon_data"
    app_db_user: str = "llama_user"
    app_db_pass: SecretStr
    """Password of the role that writes the game; no default."""
    db_pool_min: int = 1
    db_pool_max: int = 10
    db_wait_s: float = 5.0
    """How long a request waits for a free connection before it is told that the database is busy."""

    image_api: str = "http://image_gen:8001"
    tts_api: str = "http://tts_voice:8002"
    service_token: SecretStr | None = None
    """When set, every call but /health must carry it, and calls to the other services do."""
    ai_bind: str = "127.0.0.1"
    """The address the port is published on; anything but loopback needs `service_token`."""

    narrator: Literal["auto", "storyteller"] = "auto"
    """Who tells: `auto` is the best there is, which without weights is the storyteller."""
    first_words_deadline_s: float = 120.0
    """After this long without a first word the storyteller tells the turn. 5 suits a GPU or a server."""
    history_turns: Annotated[tuple[int, ...], NoDecode] = (3, 5)
    """Fewest and most last turns in the prompt: `3,5` grows from 3 to 5, then drops to 3 again."""
    story_segments: int = 3
    """Segments in the prompt."""
    max_new_tokens: int = 256
    recall_limit: int = Field(default=4, ge=0, le=20)
    """Memories recalled for a turn."""
    embedder: Literal["auto", "none"] = "auto"
    """`none` runs without vectors: recall by full text, intents by patterns."""

    message_max_chars: int = 2000
    media_workers: int = 1
    """Loops in this process that drain the media jobs; 0 when separate workers do it."""
    media_max_attempts: int = 5
    """After so many failures a picture or a voice is given up; a service that cannot be reached does not count."""
    media_lease_s: float = 120.0
    lease_s: float = 15.0
    """How long a turn's lease lives without a heartbeat."""
    sweep_s: float = 2.0
    """How often turns that were resolved but not told are looked for."""
    prompts_dir: Path = Path(__file__).parent / "prompts"
    log_level: str = "INFO"

    @field_validator("history_turns", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            numbers = tuple(int(part) for part in value.replace(" to ", ",").split(","))
            return numbers if len(numbers) == 2 else (numbers[0], numbers[0])
        return value

    @field_validator("narrator", "embedder", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.strip().lower() or "auto" if isinstance(value, str) else value
