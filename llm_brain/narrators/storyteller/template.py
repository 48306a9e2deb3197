"""The banks' small language. `{x}` a noun or word, `{x.their}` a form of it, `{x|strike}` a verb that agrees with it,
`{x:strike}` one that agrees with its pronoun, `<bank>` a phrase of another bank, `(this|that|)` either.

It parses and expands; what is picked is the caller's business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from llm_brain.narrators.storyteller import counting, grammar
from llm_brain.narrators.storyteller.nouns import Noun

Value = Noun | str | int
Values = dict[str, Any]  # of Value: what phrases may name, by name
_PRONOUN_FORMS = frozenset({"they", "them", "their", "theirs", "self"})


@dataclass(frozen=True)
class Text:
    """Fixed words."""

    words: str


@dataclass(frozen=True)
class Slot:
    """A named value, in a form, or a verb that agrees with it."""

    name: str
    form: str = ""
    verb: str = ""
    by_pronoun: bool = False


@dataclass(frozen=True)
class Call:
    """A phrase of another bank; `{x}` in the name is filled in first."""

    name: str


@dataclass(frozen=True)
class Either:
    """One of several stretches."""

    choices: tuple[tuple["Node", ...], ...]


Node = Text | Slot | Call | Either


class BadTemplateError(ValueError):
    """A phrase that does not parse; the message holds it."""


def parse(text: str) -> tuple[Node, ...]:
    """Parse one phrase. Raises BadTemplateError."""
    choices, end = _parse(text, 0, is_inside=False)
    if end != len(text) or len(choices) != 1:
        raise BadTemplateError(text)
    return choices[0]


def _parse(text: str, at: int, *, is_inside: bool) -> tuple[list[tuple[Node, ...]], int]:
    choices: list[tuple[Node, ...]] = []
    nodes: list[Node] = []
    start = at
    while at < len(text):
        char = text[at]
        if char in "{<(" or (is_inside and char in "|)"):
            if at > start:
                nodes.append(Text(text[start:at]))
            if char in "{<":
                close = text.find("}" if char == "{" else ">", at)
                if close < 0:
                    raise BadTemplateError(text)
                inner = text[at + 1 : close]
                nodes.append(_slot(inner) if char == "{" else Call(inner))
                at = close
            elif char == "(":
                inside, at = _parse(text, at + 1, is_inside=True)
                nodes.append(Either(tuple(inside)))
            else:
                choices.append(tuple(nodes))
                nodes = []
                if char == ")":
                    return choices, at
            start = at + 1
        at += 1
    if is_inside:
        raise BadTemplateError(text)
    if at > start:
        nodes.append(Text(text[start:at]))
    return [tuple(nodes)], at


def _slot(inner: str) -> Slot:
    if "|" in inner:
        name, _, verb = inner.partition("|")
        return Slot(name, verb=verb)
    if ":" in inner:
        name, _, verb = inner.partition(":")
        return Slot(name, verb=verb, by_pronoun=True)
    name, _, form = inner.partition(".")
    return Slot(name, form=form)


def expand(
    nodes: tuple[Node, ...],
    values: Mapping[str, Value],
    pick_bank: Callable[[str], tuple[Node, ...]],
    pick_index: Callable[[int], int],
    named: set[str] | None = None,
) -> str:
    """Return the words of a phrase with everything filled in; `named` is who was named in it so far."""
    named = set() if named is None else named
    out: list[str] = []
    for at, node in enumerate(nodes):
        if isinstance(node, Text):
            out.append(node.words)
        elif isinstance(node, Slot):
            out.append(_filled(node, values[node.name], named, nodes[at + 1 :]))
        elif isinstance(node, Call):
            name = node.name
            if "{" in name:
                name = name.format_map(values)
            out.append(expand(pick_bank(name), values, pick_bank, pick_index, named))
        else:
            choice = node.choices[pick_index(len(node.choices))]
            out.append(expand(choice, values, pick_bank, pick_index, named))
    return "".join(out)


def _filled(slot: Slot, value: Value, named: set[str], after: tuple[Node, ...]) -> str:
    if isinstance(value, Noun):
        if slot.verb:
            is_short = slot.by_pronoun or f"short {value.name}" in named
            return value.pronoun_verb(slot.verb) if is_short else value.verb(slot.verb)
        if value.is_somebody and slot.form in ("", "s") and value.name in named:
            if slot.form:
                return value.form("their")
            named.add(f"short {value.name}")
            return value.form("they" if _is_subject(slot.name, after) else "them")
        if value.owner is not None and not slot.form:
            is_named = value.owner.name in named
            named.add(value.owner.name)
            return f"{value.owner.form('their')} {value.name}" if is_named else value.phrase
        if slot.form in ("", "s", "a", "name"):
            named.add(value.name)
        return value.form(slot.form) if slot.form else value.phrase
    if isinstance(value, int):
        if slot.verb:
            return grammar.third_person(slot.verb) if value == 1 else grammar.plain_form(slot.verb)
        if slot.form == "points":
            return "a single point" if value == 1 else f"{counting.number_word(value)} points"
        return counting.number_word(value)
    if slot.form == "cap":
        return grammar.capitalised(value)
    if slot.form == "low":
        return grammar.lowered(value)
    if slot.form == "a":
        return grammar.with_article(value)
    return value


def _is_subject(name: str, after: tuple[Node, ...]) -> bool:
    """Say whether the named one is what the next verb agrees with."""
    for node in after[:2]:
        if isinstance(node, Slot):
            return node.name == name and bool(node.verb)
        if not isinstance(node, Text):
            return False
        if node.words.startswith((" will ", " would ", " had ", " may ", " might ")):
            return True
        if node.words.strip(" ,"):
            return False
    return False


def slots(nodes: tuple[Node, ...]) -> set[str]:
    """Return the names of all values a phrase asks for, its own alternatives included."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Slot):
            found.add(node.name)
        elif isinstance(node, Either):
            for choice in node.choices:
                found |= slots(choice)
    return found


def longest_run(nodes: tuple[Node, ...]) -> int:
    """Return the longest stretch of words that are the same whenever a phrase is used; alternatives and names end one."""
    longest = run = 0
    for node in nodes:
        if isinstance(node, Text):
            run += len(node.words.split())
        elif isinstance(node, Slot) and (node.verb or node.form in _PRONOUN_FORMS):
            run += 1
        else:
            run = 0
        longest = max(longest, run)
    return longest
