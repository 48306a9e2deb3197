"""Llama in this process: weights from a folder or the model hub, loaded in the background, words streamed as they come.

Importing it is free; `Llama` is its one door, `llama_is_possible` says whether knocking is worth it.
"""

from llm_brain.narrators.llama.llama import Llama
from llm_brain.narrators.llama.whereabouts import llama_is_possible

__all__ = ["Llama", "llama_is_possible"]
