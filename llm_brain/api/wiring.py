"""What endpoints are handed: the brain, by type. Wired once per app."""

from typing import Annotated, cast

from fastapi import Depends, Request

from llm_brain.brain import Brain


def brain_of(request: Request) -> Brain:
    """Return the app's brain."""
    return cast("Brain", request.app.state.brain)


TheBrain = Annotated[Brain, Depends(brain_of)]
