"""What the scene is like, in flags that phrases can ask for: theme, tone, kind of place, light, hour and weather."""

import re
from functools import lru_cache

from llm_brain.ledger.state import State
from llm_brain.narrators.protocol import Brief

_INDOORS = {"cavern", "crypt", "tavern", "tower", "hall"}
_UNDERGROUND = {"cavern", "crypt"}
_HOURS = (
    (5, "night"),
    (7, "dawn"),
    (11, "morning"),
    (14, "noon"),
    (18, "afternoon"),
    (20, "dusk"),
    (22, "evening"),
)
_WEATHER = {
    "rain": r"rain|drizzle|shower|downpour|sleet", "storm": r"(?<!sand)storm|thunder|gale|tempest",
    "fog": r"fog|mist|murk", "haze": r"haz", "sand": r"sandstorm|dust",
    "snow": r"snow|blizzard|frost", "wind": r"wind|breez|gust|blow",
    "clear": r"clear|sun|bright|fair|fine|mild|cloudless", "cloud": r"cloud|overcast|grey|gray|leaden",
}  # fmt: skip
_TONES = {
    "terse": r"terse|brief|short|concise|spare|quick|minimal",
    "lush": r"lush|rich|descriptive|detailed|literary|vivid|poetic",
    "light": r"humou?r|fun|funny|light|whims|comic|comed|playful|silly|cosy|cozy",
    "grim": r"grim|dark|serious|gritty|horror|bleak|harsh|dread|brutal",
    "heroic": r"heroic|epic|noble|high adventure|swashbuckl",
}  # fmt: skip


def day_part(clock_min: int) -> str:
    """Return the part of the day: night, dawn, morning, noon, afternoon, dusk, evening."""
    hour = clock_min // 60 % 24
    return next((name for until, name in _HOURS if hour < until), "night")


@lru_cache(maxsize=128)
def _matching(text: str, which: str) -> frozenset[str]:
    table = _WEATHER if which == "weather" else _TONES
    return frozenset(name for name, pattern in table.items() if re.search(pattern, text.lower()))


_VOICES = {
    "gothic": r"goth|horror|dark|curse|dread",
    "swash": r"swash|pirate|buccaneer|musketeer|carnival",
    "desert": r"desert|sand|dune|oasis|tomb",
}


def theme_flag(theme: str) -> str:
    """Return the voice a theme is told in: "gothic", "swash", "desert", else "high"."""
    said = theme.lower()
    return next((voice for voice, words in _VOICES.items() if re.search(words, said)), "high")


def place_flags(state: State) -> set[str]:
    """Return what the place itself is like."""
    here = state.here
    if here is None:
        return {"nowhere"}
    flags = {here.kind, here.light, "out" if here.is_outdoors else "in"}
    if here.kind in _UNDERGROUND:
        flags.add("below")
    elif not here.is_outdoors and here.kind in _INDOORS:
        flags.add("roofed")
    if here.is_outdoors or here.kind not in _UNDERGROUND:
        part = day_part(state.clock_min)
        flags |= {part} | ({"day"} if part in {"morning", "noon", "afternoon"} else set())
        flags |= _matching(state.weather, "weather")
    return flags


def flags(brief: Brief) -> set[str]:
    """Return every flag of the scene as it is after the turn."""
    found = place_flags(brief.after) | {theme_flag(brief.theme)}
    tones = set(_matching(f"{brief.tone} {brief.dm_style}", "tone"))
    found |= tones
    if not tones & {"light", "grim"} and found & {"high", "swash"}:
        found.add("easy")
    if "light" in tones:
        found.add("easy")
    found.add("fight" if brief.after.encounter else "peace")
    if len([h for h in brief.after.heroes if not h.is_dead]) > 1:
        found.add("party")
    else:
        found.add("alone")
    return found
