"""The embedded narrator: tells a turn in prose from banks of phrases, with no language model.

It is given a `Brief` and owns no number. `Storyteller` is its one door.
"""

from llm_brain.narrators.storyteller.storyteller import Storyteller

__all__ = ["Storyteller"]
