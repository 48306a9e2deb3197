"""Why a free prompt is not answered. Each says what to do, and how it is counted (`outcome`)."""

from typing import ClassVar

from llm_brain.errors import BrainError

STORYTELLER = "The storyteller tells turns and cannot answer free prompts."


class GeneratingError(BrainError):
    """The base."""

    code = "not_generated"
    status = 503
    template = "No answer could be made."
    outcome: ClassVar[str] = "failed"


class NoModel(GeneratingError):
    """The ladder has nobody with a model."""

    code = "no_language_model"
    template = (
        f"There is no language model here. {STORYTELLER} "
        "Set LLM_BASE_URL to a server, or LLM_MODEL to weights, and ask again."
    )
    retry_after_s = 60
    outcome = "no_model"


class ModelNotReady(GeneratingError):
    """There is somebody with a model, but not now."""

    code = "language_model_not_ready"
    template = f"No language model can answer now: {{reason}}. {STORYTELLER} Ask again soon."
    retry_after_s = 10
    outcome = "no_model"


class ModelFailed(GeneratingError):
    """Everybody who could answer failed at it."""

    code = "language_model_failed"
    template = "No language model could answer: {reason}. Ask again soon."
    retry_after_s = 5


class TooManyWaiting(GeneratingError):
    """The line is full, or somebody more urgent took the last place in it."""

    code = "too_many_waiting"
    status = 429
    template = (
        "{most} prompts are waiting already, and none of them is less urgent. Ask again soon."
    )
    retry_after_s = 5
    outcome = "busy"


class TookTooLong(GeneratingError):
    """The time for one answer is over."""

    code = "took_too_long"
    status = 504
    template = (
        "There was no whole answer within {limit_s:g} s: {where}. Ask for fewer new tokens, or later; "
        "GENERATE_LIMIT_S allows more time."
    )
    retry_after_s = 10
    outcome = "late"


class CallerLeft(GeneratingError):
    """Whoever asked has hung up; nobody reads this."""

    code = "caller_left"
    status = 499
    template = "Whoever asked has hung up."
    outcome = "left"


class PromptTooLong(GeneratingError):
    """More characters than are taken."""

    code = "prompt_too_long"
    status = 413
    template = "The prompt has {chars} characters, and {most} are the most. Shorten it."
    outcome = "refused"


class TooManyTokens(GeneratingError):
    """A longer answer than is given."""

    code = "too_many_new_tokens"
    status = 422
    template = "max_new_tokens is {wanted}, and {most} are the most. Ask for fewer."
    outcome = "refused"


class CacheAway(GeneratingError):
    """The cache's server cannot be reached; only the cache is missing."""

    code = "cache_away"
    template = "The cache of answers cannot be reached: {reason}. Answers are made anew meanwhile."
    retry_after_s = 10
