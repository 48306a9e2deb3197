"""`python -m llm_brain.referee.coverage [PART …]`: print the coverage of the parts named, or of all there are."""

import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Print one part after the other."""
    there = sorted(p.stem for p in Path(__file__).parent.glob("[a-z]*.py"))
    asked = sys.argv[1:] or there
    unknown = [part for part in asked if part not in there]
    if unknown:
        sys.exit(f"there is no part called {', '.join(unknown)}; there are {', '.join(there)}")
    for part in asked:
        for line in import_module(f"llm_brain.referee.coverage.{part}").lines():
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
