"""Who tells: the ladder of narrators for these settings, best first. The last rung is always the storyteller."""

from llm_brain.config import Settings
from llm_brain.narrators.protocol import Narrator
from llm_brain.narrators.storyteller import Storyteller


def narrators_for(settings: Settings) -> tuple[Narrator, ...]:
    """Return the ladder; `auto` has a better rung above the storyteller once one can be loaded."""
    assert settings.narrator in ("auto", "storyteller")
    return (Storyteller(),)
