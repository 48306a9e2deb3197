"""A round of questions: gathers them in order and remembers what is taken, so that nothing is offered twice.

The question modules (`heritage`, `calling`, `spell_choices`, `gear_choices`) ask through it.
"""

from collections.abc import Iterable
from functools import cache

from llm_brain.referee.abilities import SKILLS
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.problem import Option, Question, question
from llm_brain.referee.characters.tables import LANGUAGES, SPELL_LISTS, TOOLS, Listed
from llm_brain.referee.spells import SPELLS


def plain(keys: Iterable[str]) -> list[Option]:
    """Return options that are named as their keys are."""
    return [Option(key=key, name=key[:1].upper() + key[1:]) for key in keys]


def listed(rows: Iterable[Listed]) -> list[Option]:
    """Return options for rows of a table."""
    return [Option(key=row.key, name=row.name) for row in rows]


class Asking:
    """The questions so far, and what their answers take."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.questions: list[Question] = []
        self.skills: list[str] = []
        self.tools: list[str] = []
        self.languages: list[str] = []
        self.cantrips: list[str] = []
        self.styles: list[str] = []

    def ask(
        self,
        key: str,
        label: str,
        count: int,
        options: list[Option],
        *,
        group: str,
        least: int | None = None,
        repeats: bool = False,
        taken: Iterable[str] = (),
    ) -> tuple[str, ...]:
        """Ask, and return the answer as it was given; nothing is asked when there is nothing to choose."""
        if count < 1 or not options:
            return ()
        self.questions.append(
            question(
                key, label, count, options,
                least=least, repeats=repeats, taken=tuple(taken), group=group,
            )
        )  # fmt: skip
        return self.draft.picked(key)

    def ask_skills(
        self, key: str, label: str, count: int, among: Iterable[str], group: str
    ) -> None:
        """Ask for skills not had yet; where too few are left, any will do (SRD 5.1, "Proficiencies" of backgrounds)."""
        free = [skill for skill in among if skill not in self.skills]
        if len(free) < count:
            free = [skill for skill in SKILLS if skill not in self.skills]
        options = plain(free)
        self.skills += self.ask(key, label, count, options, group=group, taken=self.skills)

    def ask_tools(self, key: str, label: str, count: int, among: Iterable[str], group: str) -> None:
        """Ask for tools not had yet."""
        free = [tool for tool in among if tool not in self.tools]
        if len(free) < count:
            free = [tool for tool in TOOLS if tool not in self.tools]
        options = listed(TOOLS[tool] for tool in free)
        self.tools += self.ask(key, label, count, options, group=group, taken=self.tools)

    def ask_languages(
        self, key: str, label: str, count: int, group: str, least: int | None = None
    ) -> None:
        """Ask for languages not known yet."""
        free = [row for row in LANGUAGES.values() if row.key not in self.languages]
        options = [
            Option(key=row.key, name=row.name, note="exotic" if row.is_exotic else "")
            for row in free
        ]
        taken = tuple(self.languages)
        self.languages += self.ask(
            key, label, count, options, group=group, least=least, taken=taken
        )

    def ask_cantrips(self, key: str, label: str, count: int, of: Iterable[str], group: str) -> None:
        """Ask for cantrips of some classes, not known yet."""
        classes = set(of)
        options = [
            option_of(row)
            for row in SPELL_LISTS.values()
            if row.level == 0 and classes & set(row.classes) and row.key not in self.cantrips
        ]
        taken = tuple(self.cantrips)
        self.cantrips += self.ask(key, label, count, options, group=group, taken=taken)


def option_of(spell: Listed) -> Option:
    """Return a spell as an option."""
    return _option(spell.key)


@cache
def _option(key: str) -> Option:
    spell = SPELL_LISTS[key]
    note = "cantrip" if spell.level == 0 else f"level {spell.level}"
    mark = SPELLS[key].mark.partition(":")[0] if key in SPELLS else "narrated"
    note += f", {mark}" if mark else ""
    return Option(key=spell.key, name=spell.name, note=note)
