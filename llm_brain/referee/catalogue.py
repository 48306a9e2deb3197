"""A read-only table of game data, read from its JSON file when it is first asked, so that importing stays free.

It does not know what it holds. Equipment, spells and ready-made heroes are catalogues; the bestiary is a bookshelf, a
file a letter, of which only the rows that are asked for are read.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from llm_brain.ledger.fact import Fact

T = TypeVar("T", bound=Fact)
DATA = Path(__file__).parent / "data"


class Catalogue(Mapping[str, T], Generic[T]):
    """The rows of one data file, or of all files of a folder, by key; every row gets its key as the field `key`."""

    def __init__(self, file: str, row_type: type[T]) -> None:
        self._file = file
        self._row_type = row_type
        self._rows: dict[str, T] | None = None

    @property
    def rows(self) -> dict[str, T]:
        if self._rows is None:
            path = DATA / self._file
            files = sorted(path.glob("*.json")) if path.is_dir() else [path]
            raw = {k: v for one in files for k, v in json.loads(one.read_text("utf-8")).items()}
            make = self._row_type.model_validate
            self._rows = {key: make({"key": key, **row}) for key, row in raw.items()}
        return self._rows

    def extend(self, rows: Mapping[str, T]) -> None:
        """Add rows that a table brings of its own, before anything is asked."""
        self._rows = {**self.rows, **rows}

    def __getitem__(self, key: str) -> T:
        return self.rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Bookshelf(Mapping[str, T], Generic[T]):
    """The rows of a folder with a JSON file a letter, one row a line; only the line asked for is parsed."""

    def __init__(self, folder: str, row_type: type[T]) -> None:
        self._folder = folder
        self._row_type = row_type
        self._texts: dict[str, str] = {}
        self._rows: dict[str, T] = {}
        self._keys: tuple[str, ...] = ()
        self._missing: set[str] = set()

    def _text(self, letter: str) -> str:
        if letter not in self._texts:
            path = DATA / self._folder / f"{letter}.json"
            self._texts[letter] = path.read_text(encoding="utf-8") if path.is_file() else ""
        return self._texts[letter]

    def __getitem__(self, key: str) -> T:
        if key in self._missing:
            raise KeyError(key)
        if key not in self._rows:
            mark = f'\n  "{key}": '
            text = self._text(key[0]) if key[:1].isalpha() else ""
            start = text.find(mark)
            if start < 0:
                self._missing.add(key)
                raise KeyError(key)
            line = text[start + len(mark) : text.index("\n", start + 1)]
            row = json.loads(line.removesuffix(","))
            self._rows[key] = self._row_type.model_validate({"key": key, **row})
        return self._rows[key]

    @property
    def keys_there(self) -> tuple[str, ...]:
        """Every key there is, in order."""
        if not self._keys:
            found = [
                line.split('"', 2)[1]
                for path in sorted((DATA / self._folder).glob("*.json"))
                for line in path.read_text(encoding="utf-8").splitlines()
                if line.startswith('  "')
            ]
            self._keys = tuple(sorted(found))
        return self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_there)

    def __len__(self) -> int:
        return len(self.keys_there)
