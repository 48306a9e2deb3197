"""A read-only table of game data, read from its JSON file when it is first asked, so that importing stays free.

It does not know what it holds. Bestiary, equipment, spells and ready-made heroes are catalogues.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from llm_brain.ledger.fact import Fact

T = TypeVar("T", bound=Fact)
DATA = Path(__file__).parent / "data"


class Catalogue(Mapping[str, T], Generic[T]):
    """The rows of one data file by key; every row gets its key as the field `key`."""

    def __init__(self, file: str, row_type: type[T]) -> None:
        self._file = file
        self._row_type = row_type
        self._rows: dict[str, T] | None = None

    @property
    def rows(self) -> dict[str, T]:
        if self._rows is None:
            raw = json.loads((DATA / self._file).read_text(encoding="utf-8"))
            make = self._row_type.model_validate
            self._rows = {key: make({"key": key, **row}) for key, row in raw.items()}
        return self._rows

    def __getitem__(self, key: str) -> T:
        return self.rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)
