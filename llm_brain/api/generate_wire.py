"""What `/generate` and its neighbours take and give. Fields may be added, never renamed or dropped."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator

from llm_brain.api.wire import Short, storable
from llm_brain.config import Settings
from llm_brain.generating.asked import Answer, Asked, Priority
from llm_brain.narrators.protocol import ChatMessage, Sampling
from llm_brain.turn.prompt import FORGED

Text = Annotated[str, Field(min_length=1), AfterValidator(storable)]
Stop = Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=8)]
Temperature = Annotated[float, Field(ge=0, le=2)]
TopP = Annotated[float, Field(gt=0, le=1)]
Tokens = Annotated[int, Field(ge=1, le=1_000_000)]


class MessageIn(BaseModel):
    """One message of a conversation. Control tokens of any model in it are words like others."""

    role: Literal["system", "user", "assistant"]
    content: Text


class SettingsIn(BaseModel):
    """The same as the plain fields, which go before these. `top_k` and `repeat_penalty` have no effect here."""

    temperature: Temperature | None = None
    max_tokens: Tokens | None = None
    top_p: TopP | None = None
    stop: Stop | None = None
    top_k: int | None = None
    repeat_penalty: float | None = None


class PromptIn(BaseModel):
    """A `prompt`, or `messages`, not both. `use_cache` left out: only what temperature 0 answers is kept."""

    prompt: Text | None = None
    messages: list[MessageIn] | None = Field(default=None, min_length=1, max_length=200)
    max_new_tokens: Tokens | None = None
    temperature: Temperature | None = None
    top_p: TopP | None = None
    stop: Stop | None = None
    priority: Priority = "exploration"
    use_cache: bool | None = None
    character_name: Short = ""
    conversation_id: Short = ""
    settings: SettingsIn = SettingsIn()

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.prompt is None) == (self.messages is None):
            raise ValueError("give either prompt or messages")
        contents = [said.content for said in self.messages or ()] or [self.prompt or ""]
        if not all(content.strip() for content in contents):
            raise ValueError("a message is empty")
        return self

    @property
    def ignored(self) -> list[str]:
        """What was asked for and has no effect."""
        return sorted({"top_k", "repeat_penalty"} & self.settings.model_fields_set)

    def asked(self, settings: Settings) -> Asked:
        """Return what is asked for; what is left out is as the brain's own settings have it."""
        messages = self.messages or [MessageIn(role="user", content=self.prompt or "")]
        usual = settings.sampling
        fewest = min(usual.max_new_tokens, settings.generate_max_new_tokens)
        return Asked(
            messages=tuple(ChatMessage(said.role, inert(said.content)) for said in messages),
            sampling=Sampling(
                _first(self.temperature, self.settings.temperature, usual.temperature),
                _first(self.top_p, self.settings.top_p, usual.top_p),
                _first(self.max_new_tokens, self.settings.max_tokens, fewest),
            ),
            stop=tuple(_first(self.stop, self.settings.stop, [])),
            priority=self.priority,
            use_cache=self.use_cache,
            character=self.character_name,
            conversation=self.conversation_id,
        )


class MadeOut(BaseModel):
    """How an answer was made. `ignored` was asked for and had no effect."""

    temperature: float
    top_p: float
    max_new_tokens: int
    tokens_generated: int | None
    prompt_hash: str
    ignored: list[str]


class AnswerOut(BaseModel):
    """An answer; `tokens` null where the model did not count. `response`, `cache_hit`, `generation_time` (s) say it again."""

    text: str
    narrator: str
    model: str
    tokens: int | None
    cached: bool
    took_ms: int
    response: str
    cache_hit: bool
    generation_time: float
    metadata: MadeOut

    @classmethod
    def of(cls, answer: Answer, asked: Asked, ignored: list[str]) -> "AnswerOut":
        """Return an answer as it goes over the wire."""
        said, sampling = answer.said, asked.sampling
        return cls(
            text=said.text,
            narrator=said.narrator,
            model=said.model,
            tokens=said.tokens,
            cached=answer.is_cached,
            took_ms=round(answer.took_s * 1000),
            response=said.text,
            cache_hit=answer.is_cached,
            generation_time=round(answer.took_s, 3),
            metadata=MadeOut(
                temperature=sampling.temperature,
                top_p=sampling.top_p,
                max_new_tokens=sampling.max_new_tokens,
                tokens_generated=said.tokens,
                prompt_hash=answer.key,
                ignored=ignored,
            ),
        )


def inert(text: str) -> str:
    """Return a text as it is, but with no control token of any model in it."""
    return FORGED.sub(r"\g<0> ", text)


def _first(*given: Any) -> Any:
    return next(value for value in given if value is not None)
