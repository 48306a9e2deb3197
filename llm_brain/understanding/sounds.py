"""How a word sounds, roughly: "serch" and "search", "nok" and "knock" come to the same.

It knows letters only. Vowels count at the beginning; what is silent is left out.
"""

import re
from functools import lru_cache

RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"), (r"^wr", "r"), (r"^wh", "w"), (r"^ps", "s"), (r"mb$", "m"), (r"ph", "f"),
        (r"(?:igh|eigh|augh|ough)(?=t)", "i"), (r"ough$|augh$", "f"), (r"gh", "g"), (r"st(?=en|le)", "s"),
        (r"(?:ti|ci|si|ssi)on", "shn"), (r"tch", "ch"), (r"dge", "j"), (r"ge$", "j"), (r"ck", "k"), (r"qu", "kw"),
        (r"x", "ks"), (r"sc(?=[eiy])", "s"), (r"c(?=[eiy])", "s"), (r"c(?!h)", "k"), (r"z", "s"), (r"ft(?=en)", "f"),
        (r"lk$", "k"), (r"wh", "w"), (r"y", "i"), (r"(.)\1+", r"\1"), (r"(?<=.)[aeiouw]+", ""),
    )
)  # fmt: skip


@lru_cache(maxsize=32768)
def sound_of(word: str) -> str:
    """Return what a word sounds like: consonants, and the vowel it begins with."""
    for pattern, sound in RULES:
        word = pattern.sub(sound, word)
    return "a" + word[1:] if word[:1] in "aeiou" and word[:1] else word
