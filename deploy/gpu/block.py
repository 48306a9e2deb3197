"""The lines of `.env` that `make up` writes for GPU_PLAN, so that `docker compose` by hand sees them too.

They stand between two marks and are written anew each time. Nobody's own setting is among them, and `make play` reads none.
"""

from collections.abc import Mapping

BEGIN = "# --- GPU_PLAN: `make up` writes these lines anew; what you set above wins ---"
END = "# --- end of GPU_PLAN ---"


def without_block(text: str) -> str:
    """Return the text of a `.env` without those lines."""
    kept: list[str] = []
    is_inside = False
    for line in text.splitlines(keepends=True):
        if line.rstrip() == BEGIN:
            is_inside = True
        elif line.rstrip() == END:
            is_inside = False
        elif not is_inside:
            kept.append(line)
    return "".join(kept)


def with_block(text: str, settings: Mapping[str, str]) -> str:
    """Return the text with these settings in the place of those that were written before."""
    own = without_block(text)
    if not settings:
        return own
    end = "" if own.endswith("\n") or not own else "\n"
    lines = "".join(f"{name}={value}\n" for name, value in settings.items())
    return f"{own}{end}{BEGIN}\n{lines}{END}\n"
