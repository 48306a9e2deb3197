"""The brain's settings, read from the environment once, when the app is made. Nothing here touches the network."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from llm_brain.lore.choosing import Budget
from llm_brain.narrators.protocol import Sampling

REDIS_URLS = ("redis://", "rediss://", "unix://")


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

    narrator: Literal["auto", "storyteller", "llama", "server"] = "auto"
    """Who tells: `auto` is the best there is: a server, else weights, else the storyteller, who always stands in."""
    llm_base_url: Annotated[tuple[str, ...], NoDecode] = ()
    """OpenAI-compatible servers, such as `http://localhost:8003/v1`; several, with commas between, are replicas."""
    llm_api_key: SecretStr | None = None
    """Sent to those servers and to nobody else."""
    llm_server_model: str = ""
    """The model to ask them for; empty: `llm_model` where they list it, else the first one they list."""
    llm_model: str = "meta-llama/Llama-3.2-3B-Instruct"
    """Name or folder of the weights."""
    llm_device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where a model in this process computes; `auto` is the GPU where there is one."""
    llm_dtype: Literal["auto", "bfloat16", "float16", "float32"] = "auto"
    """Its numbers; `auto` is bfloat16 where the device has it."""
    llm_batching: Literal["auto", "on", "off"] = "auto"
    """Several tables in one step of that model, `auto` on a GPU; else they take turns, and keep their own prompts warm."""
    llm_cuda_graphs: Literal["auto", "on", "off"] = "auto"
    """Whether such steps are replayed as CUDA graphs; `auto` leaves it to the library. Without a GPU it says nothing."""
    llm_cache_gb: float = Field(default=0, ge=0, le=1000)
    """GB that the prompts of all tables may take beside the weights; 0: up to a third of what is free."""
    hf_home: Path | None = None
    """Folder of the weights; empty: Hugging Face's own."""
    hf_token: SecretStr | None = None
    """Hugging Face token, which Llama's licence asks for."""
    llm_temperature: float = Field(default=0.7, ge=0, le=2)
    """0 always takes the likeliest word."""
    llm_top_p: float = Field(default=0.9, gt=0, le=1)
    llm_concurrency: int = Field(default=16, ge=1, le=1024)
    """Tellings asked of one server at a time; further ones wait, fights first."""
    llm_attempts: int = Field(default=3, ge=1, le=10)
    """Rounds over the servers before the storyteller tells; only before the first words, with growing waits between."""
    llm_connect_s: float = Field(default=2.0, gt=0, le=60)
    """How long a server may take to accept a connection or to list its models."""
    llm_rest_s: float = Field(default=10.0, ge=0, le=3600)
    """How long a server that failed is left out."""
    first_words_deadline_s: float = 120.0
    """After this long without a first word the storyteller tells the turn. 5 suits a GPU or a server."""
    model_reads: Literal["auto", "never"] = "auto"
    """Whether a model, where one tells, is asked what a message means that the reader is unsure of; its answer is checked."""
    model_reads_deadline_s: float = Field(default=3.0, gt=0, le=60)
    """How long that may take; past it the reader's own answer stands, and a model so slow is left alone for a while."""
    model_proposes: Literal["auto", "never"] = "auto"
    """Whether a model, where one tells, may propose small additions to the world, which the referee takes or refuses."""
    model_proposes_every: int = Field(default=4, ge=1, le=1000)
    """Turns between two questions for a proposal."""
    model_proposes_deadline_s: float = Field(default=60.0, gt=0, le=3600)
    """How long a proposal may take; no turn waits for it."""
    max_concurrent_requests: int = Field(default=4, ge=1, le=1024)
    """Free prompts (`POST /generate`) answered at a time; further ones wait, fights first."""
    generate_queue_limit: int = Field(default=64, ge=0, le=100_000)
    """Free prompts that may wait; further ones are refused, unless they are more urgent than one that waits."""
    generate_limit_s: float = Field(default=300.0, gt=0, le=86_400)
    """How long a free prompt may take, the waiting included."""
    generate_max_prompt_chars: int = Field(default=32_000, ge=1)
    """Longest free prompt, all its messages together."""
    generate_max_new_tokens: int = Field(default=2048, ge=1)
    """Longest answer that a free prompt may ask for."""
    llm_response_cache_ttl: float = Field(default=3600.0, ge=0, le=31_536_000)
    """Seconds for which an answer to a free prompt is kept; 0: none is. Turns are never told from a cache."""
    cache_max_size: int = Field(default=1000, ge=0, le=1_000_000)
    """Answers kept at most; 0: none is."""
    redis_url: SecretStr | None = None
    """A Redis server that keeps them for all brains, `redis://[:password@]host:6379/0`; empty: this process's memory."""
    history_turns: Annotated[tuple[int, ...], NoDecode] = (3, 5)
    """Fewest and most last turns in the prompt: `3,5` grows from 3 to 5, then drops to 3 again."""
    story_segments: int = 3
    """Segments in the prompt."""
    max_new_tokens: int = 256
    recall_limit: int = Field(default=4, ge=0, le=20)
    """Memories recalled for a turn."""
    lore_tokens: int = Field(default=350, ge=0, le=8000)
    """Tokens that lore may take in a prompt; four characters are counted as one."""
    pins_tokens: int = Field(default=200, ge=0, le=8000)
    """Tokens for what players pinned."""
    corrections_tokens: int = Field(default=200, ge=0, le=8000)
    """Tokens for what the owner set right."""
    summary_tokens: int = Field(default=450, ge=0, le=8000)
    """Tokens for the campaign so far and its last chapters, besides the last scenes."""
    embedder: Literal["auto", "none"] = "auto"
    """`none` runs without vectors: recall by full text, intents by patterns."""

    homebrew_dir: str = ""
    """A folder of JSON files with spells of one's own, in the shape of `referee/data/spells`; empty: there are none."""
    rules_api: str = ""
    """A dnd5eapi-shaped server, `http://host:3000/api/2014`, to fetch the rules from outside turns; empty: none is asked."""
    rules_refresh_h: float = Field(default=168.0, gt=0, le=87_600)
    """Hours after which they are fetched anew."""

    message_max_chars: int = 2000
    media_workers: int = 1
    """Loops in this process that drain the jobs of each kind, pictures and voices; 0 when separate workers do it."""
    media_max_attempts: int = 5
    """After so many failures a picture or a voice is given up; a service that cannot be reached does not count."""
    media_lease_s: float = 120.0
    lease_s: float = 15.0
    """How long a turn's lease lives without a heartbeat."""
    snapshot_every: int = Field(default=1000, ge=1)
    """Events between two snapshots of a campaign; undoing, branching and telling again fold only what came since."""
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

    @property
    def sampling(self) -> Sampling:
        """Return how a model is to choose its words."""
        return Sampling(self.llm_temperature, self.llm_top_p, self.max_new_tokens)

    @property
    def budget(self) -> Budget:
        """Return how many tokens each kind of what was written down may take in a prompt."""
        return Budget(
            self.lore_tokens, self.pins_tokens, self.corrections_tokens, self.summary_tokens
        )

    @field_validator("llm_base_url", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("hf_home", mode="before")
    @classmethod
    def _folder(cls, value: object) -> object:
        return value or None

    @field_validator("llm_api_key", "hf_token", mode="before")
    @classmethod
    def _given(cls, value: object) -> object:
        return (value.strip() or None) if isinstance(value, str) else value

    @field_validator("redis_url", mode="before")
    @classmethod
    def _redis(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.strip() and not value.strip().startswith(REDIS_URLS):
            raise ValueError(f"REDIS_URL must begin with {', '.join(REDIS_URLS)}")
        return value.strip() or None

    @field_validator("narrator", "embedder", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.strip().lower() or "auto" if isinstance(value, str) else value
