"""Filling the gaps of written material: slots, alternatives, pronouns.

`{relic}` is a slot, `{^relic}` the same with a capital, `{the:relic}` with "the" for its article, `{bare:relic}` without one;
`{keeper.he}`, `.him`, `.his`, `.first` speak of a person; `<a|b|c>` is one of several wordings. A slot's value is
chosen once per adventure, on first use.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from llm_brain.adventure.chance import Chance

Pronoun = Literal["he", "she", "they"]
_FORMS: dict[str, dict[str, str]] = {
    "he": {"he": "he", "him": "him", "his": "his", "himself": "himself", "man": "man"},
    "she": {"he": "she", "him": "her", "his": "her", "himself": "herself", "man": "woman"},
}
_CHOICE = re.compile(r"<([^<>]*)>")
_SLOT = re.compile(r"\{(\^?)(?:(the|bare):)?([a-z_0-9]+)(?:\.([a-z]+))?\}")
_ARTICLE = re.compile(r"^(an?|the|some)\s+", re.IGNORECASE)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class Words:
    """The slots of one adventure and the chance that fills them."""

    def __init__(self, chance: Chance, names: Mapping[str, Sequence[str]]) -> None:
        self._chance = chance
        self._names = {pool: chance.fork(pool).shuffled(all_) for pool, all_ in names.items()}
        self._choices: dict[str, Sequence[str]] = {}
        self._chosen: dict[str, str] = {}
        self.pronouns: dict[str, Pronoun] = {}
        self._firsts: dict[str, str] = {}

    def add(self, slots: Mapping[str, Sequence[str]]) -> None:
        """Add slots; the first to name one wins."""
        for name, options in slots.items():
            self._choices.setdefault(name, options)

    def bind(self, name: str, value: str) -> None:
        """Give a slot its value outright."""
        self._choices[name] = (value,)

    def _draw(self, pool: str) -> str:
        if not self._names.get(pool):
            raise LookupError(f"no name is left in '{pool}'")
        return self._names[pool].pop()

    def _person(self, slot: str, how: str) -> str:
        """Draw a name: `woman`, `man` or `anyone`, with a family name unless `how` says `first`."""
        kind, _, style = how.partition(":")
        if kind == "anyone":
            kind = self._chance.pick(("woman", "man"))
        self.pronouns[slot] = "she" if kind == "woman" else "he"
        first = self._draw(kind)
        self._firsts[slot] = first
        if style == "first":
            return first
        if style.startswith("title "):
            return f"{style.removeprefix('title ')} {first}"
        return f"{first} {self._draw('family')}"

    def slot(self, name: str) -> str:
        """Return a slot's value, choosing it on first use. Raises LookupError for one nobody wrote."""
        if name not in self._chosen:
            if name not in self._choices:
                raise LookupError(f"nobody wrote the slot '{name}'")
            option = self._chance.fork(f"slot {name}").pick(self._choices[name])
            if option.startswith("@"):
                pool = option[1:]
                is_person = pool.partition(":")[0] in ("woman", "man", "anyone")
                self._chosen[name] = self._person(name, pool) if is_person else self._draw(pool)
            else:
                self._chosen[name] = self.fill(option)
        return self._chosen[name]

    def _one(self, match: re.Match[str]) -> str:
        capital, article, name, form = match.groups()
        value = self.slot(name)
        if form == "first":
            value = self._firsts.get(name, value)
        elif form:
            value = _FORMS[self.pronouns[name]][form]
        if article:
            value = _ARTICLE.sub("", value)
            value = f"the {value}" if article == "the" else value
        return _capital(value) if capital else value

    def fill(self, text: str) -> str:
        """Return the text with every alternative chosen and every slot filled."""
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda m: self._chance.pick(m.group(1).split("|")), text)
        return _SLOT.sub(self._one, text)
