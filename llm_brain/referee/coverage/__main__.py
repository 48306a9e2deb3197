"""`python -m llm_brain.referee.coverage [PART …]`: print the coverage of the parts named, or of all there are."""

import sys
from importlib import import_module

# a module of this folder each, one a line, in the order they are printed
PARTS = (
    "rules",
    "features",
    "spells",
    "monsters",
    "items",
)


def main() -> None:
    """Print one part after the other."""
    asked = sys.argv[1:] or PARTS
    unknown = [part for part in asked if part not in PARTS]
    if unknown:
        sys.exit(f"there is no part called {', '.join(unknown)}; there are {', '.join(PARTS)}")
    for part in asked:
        for line in import_module(f"llm_brain.referee.coverage.{part}").lines():
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
