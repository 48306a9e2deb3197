"""Which SRD sections the tests and the code cite: `SRD 5.1, "Section", "Another"` in docstrings and comments.

A test that cites nothing itself counts for what its module's docstring cites. Nothing is run.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

REFEREE = Path(__file__).parent.parent
TESTS = REFEREE.parents[1] / "tests" / "unit" / "llm_brain"
_CITED = re.compile(r'SRD 5\.(?:1|2\.1)[^"\n]{0,60}("[^"\n]+"(?:(?:,| and|, and) "[^"\n]+")*)')
_QUOTED = re.compile(r'"([^"\n]+)"')


def cited_in(text: str) -> list[str]:
    """Return the sections a text cites, each once."""
    found = [name.strip(" .,") for part in _CITED.findall(text) for name in _QUOTED.findall(part)]
    return list(dict.fromkeys(found))


def _tests_of(path: Path) -> Iterator[tuple[str, list[str]]]:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    common = cited_in(ast.get_docstring(tree) or "")
    lines = source.splitlines()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            own = cited_in("\n".join(lines[node.lineno - 1 : node.end_lineno]))
            yield f"{path.stem}::{node.name}", own or common


@lru_cache(maxsize=1)
def by_tests() -> Counter[str]:
    """Return how many tests state each section."""
    found: Counter[str] = Counter()
    for path in sorted(TESTS.rglob("test_*.py")) if TESTS.is_dir() else ():
        for _, sections in _tests_of(path):
            found.update(sections)
    return found


@lru_cache(maxsize=1)
def by_code() -> Counter[str]:
    """Return how many places of the referee's code cite each section."""
    found: Counter[str] = Counter()
    for path in sorted(REFEREE.rglob("*.py")):
        if "coverage" not in path.parts:
            found.update(cited_in(path.read_text(encoding="utf-8")))
    return found


def uncited_tests() -> int:
    """Return how many of the referee's tests cite no section at all."""
    folder = TESTS / "referee"
    paths = sorted(folder.glob("test_*.py")) if folder.is_dir() else []
    return sum(not sections for path in paths for _, sections in _tests_of(path))
