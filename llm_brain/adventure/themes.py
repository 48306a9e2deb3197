"""The themes an adventure can be written in, and what the page says of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from llm_brain.errors import UnknownTheme


@dataclass(frozen=True)
class Theme:
    """A theme as a player chooses it."""

    key: str
    name: str
    summary: str
    tone: str


THEMES: Mapping[str, Theme] = {
    "high_fantasy": Theme(
        "high_fantasy",
        "High fantasy",
        "River towns and old stones, guild seals and hill barrows; trouble that can be walked to "
        "before supper, and people worth the walk.",
        "warm, wry and bright, with real danger underneath",
    ),
    "gothic_horror": Theme(
        "gothic_horror",
        "Gothic horror",
        "Salt parishes and shuttered houses, debts that outlive the debtor; everybody is polite, "
        "and somebody is buried in the wrong grave.",
        "quiet, cold and intimate; dread before blood",
    ),
    "swashbuckling": Theme(
        "swashbuckling",
        "Swashbuckling",
        "Free ports and borrowed ships, masks, wagers and drawn steel; nobody is dull, "
        "and somebody has just cut the chandelier's rope.",
        "swift, bright and boastful; a jest in one hand and a blade in the other",
    ),
    "desert_ruins": Theme(
        "desert_ruins",
        "Desert ruins",
        "Wells and caravans, buried cities, and kings who have not finished counting; a guest "
        "drinks first, and everything under the sand is only waiting.",
        "sunstruck, patient and plain; old stone, long silences, water above gold",
    ),
}


def known_theme(theme: str) -> str:
    """Return the theme's key. Raises UnknownTheme."""
    if theme not in THEMES:
        raise UnknownTheme(theme=theme, valid=", ".join(THEMES))
    return theme
