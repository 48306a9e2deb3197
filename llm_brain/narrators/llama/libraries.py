"""The heavy libraries, imported when first needed and by name: all else runs, and is checked, without them."""

from importlib import import_module
from typing import Any

from llm_brain.narrators.llama.faults import LibrariesMissing


def library(name: str) -> Any:
    """Return a module. Raises LibrariesMissing."""
    try:
        return import_module(name)
    except ImportError as error:
        raise LibrariesMissing(library=name.split(".", maxsplit=1)[0]) from error
