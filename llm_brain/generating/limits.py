"""What may be asked: checked before anything is waited for. The shapes of fields are the wire's own matter."""

from llm_brain.config import Settings
from llm_brain.generating.asked import Asked
from llm_brain.generating.errors import PromptTooLong, TooManyTokens


def check(asked: Asked, settings: Settings) -> None:
    """Raise PromptTooLong or TooManyTokens."""
    if asked.chars > settings.generate_max_prompt_chars:
        raise PromptTooLong(chars=asked.chars, most=settings.generate_max_prompt_chars)
    if asked.sampling.max_new_tokens > settings.generate_max_new_tokens:
        raise TooManyTokens(
            wanted=asked.sampling.max_new_tokens, most=settings.generate_max_new_tokens
        )
