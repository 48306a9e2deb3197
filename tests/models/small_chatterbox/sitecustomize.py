"""Shrinks Chatterbox in every Python that has this folder on its path, when the package is imported and not before.

So a service that knows nothing of tests loads a checkpoint of `tiny_chatterbox`.
"""

import importlib.util
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType


class Shrinking:
    """Finds the package as it would be found anyway, and shrinks it once it is imported."""

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != "chatterbox":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def execute_and_shrink(module: ModuleType) -> None:
            from tests.models.tiny_chatterbox import shrink

            execute(module)
            shrink()

        spec.loader.exec_module = execute_and_shrink  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, Shrinking())
