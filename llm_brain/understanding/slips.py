"""Which verb a typed word is a slip of the fingers for: "atack", "oepn", "lokk"; never another word one letter off.

It knows letters only: a slip swaps neighbours, drops or doubles a letter, or hits the key beside the right one.
"""

from functools import cache, lru_cache

from llm_brain.understanding.sounds import sound_of
from llm_brain.understanding.words import edit_distance, language, verb_forms

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWELS = frozenset("aeiouy")
LEAST = 4
LONG = 8
LEAST_SOUNDS = 3


@lru_cache(maxsize=4096)
def meant_by(typed: str) -> str | None:
    """Return the form of a verb that a word is most likely a slip of, None for none."""
    if len(typed) < LEAST - 1 or typed in _everyday():
        return None
    if (ended := _with_ending(typed)) is not None:
        return ended
    if len(typed) < LEAST:
        swapped = [form for form, _ in _forms_from(typed[0]) if sorted(form) == sorted(typed)]
        return swapped[0] if swapped else None
    near = (*_forms_from(typed[0]), *_forms_from(typed[1]))
    letters = frozenset(typed)
    meant = [form for form, own in near if len(letters ^ own) <= LEAST and _is_slip(typed, form)]
    meant.sort(key=lambda form: (sorted(form) != sorted(typed), abs(len(form) - len(typed)), form))
    return meant[0] if meant else _sounding_like(typed)


def is_surely_a_slip(typed: str) -> bool:
    """Say whether a word has just the letters of the verb it is taken for, swapped, doubled or clipped of an end."""
    meant = meant_by(typed)
    return meant is not None and (set(typed) == set(meant) or meant == f"{typed}g")


def _with_ending(typed: str) -> str | None:
    """Return the form of a verb clipped or dressed up: lookin, taketh."""
    if typed.endswith("in") and f"{typed}g" in verb_forms():
        return f"{typed}g"
    stem = typed[:-3] if typed.endswith(("eth", "est")) else ""
    return next((form for form in (stem, f"{stem}e") if stem and form in verb_forms()), None)


def _sounding_like(typed: str) -> str | None:
    """Return the form that is spelled otherwise but sounds the same: serch, nok, lissen."""
    sound = sound_of(typed)
    alike = _by_sound().get(sound, ()) if len(sound) >= LEAST_SOUNDS else ()
    near = [(edit_distance(typed, form), form) for form in alike]
    near = [(slips, form) for slips, form in near if slips <= max(1, len(form) // 2)]
    return min(near)[1] if near else None


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    """Return the forms of verbs by how they sound."""
    found: dict[str, list[str]] = {}
    for form in verb_forms():
        found.setdefault(sound_of(form), []).append(form)
    return {sound: tuple(forms) for sound, forms in found.items()}


@cache
def _everyday() -> frozenset[str]:
    """Return everyday words that are nobody's slip."""
    return frozenset(language()["common"])


@cache
def _forms_from(letter: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the forms of verbs that begin with a letter, each with its letters."""
    return tuple((form, frozenset(form)) for form in verb_forms() if form[0] == letter)


def _is_slip(typed: str, meant: str) -> bool:
    """Say whether one slip makes one word of the other; in a long word two may."""
    if len(meant) < LEAST - 1 or abs(len(typed) - len(meant)) > 2 or typed == meant:
        return False
    if typed[0] != meant[0] and typed[:2] != meant[1::-1]:
        return False
    slips = edit_distance(typed, meant)
    if slips == 1:
        return _is_of_the_fingers(typed, meant)
    return slips == 2 and min(len(typed), len(meant)) >= LONG


def _is_of_the_fingers(typed: str, meant: str) -> bool:
    if len(typed) == len(meant):
        wrong = [(a, b) for a, b in zip(typed, meant, strict=True) if a != b]
        return len(wrong) == 2 or all(_is_beside(a, b) or {a, b} <= VOWELS for a, b in wrong)
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    at = next((i for i, letter in enumerate(shorter) if longer[i] != letter), len(shorter))
    if longer == typed:
        return at > 0 and (longer[at] == longer[at - 1] or _is_beside(longer[at], longer[at - 1]))
    return 0 < at < len(longer) - 1 or longer[at] in "gnd"


@cache
def _is_beside(one: str, other: str) -> bool:
    """Say whether two keys are neighbours."""
    places = {letter: (y, x) for y, row in enumerate(ROWS) for x, letter in enumerate(row)}
    if one not in places or other not in places:
        return False
    (y1, x1), (y2, x2) = places[one], places[other]
    return abs(y1 - y2) <= 1 and abs(x1 - x2) <= 1
