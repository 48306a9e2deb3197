"""What a maker of characters is asked, and what is wrong with an answer."""

from llm_brain.ledger.fact import Fact


class Problem(Fact):
    """One thing that is not legal: a code for programs, the field it is about, a sentence that says what to do."""

    code: str
    field: str
    message: str


class Option(Fact):
    """One possible answer."""

    key: str
    name: str
    note: str = ""


class Question(Fact):
    """Something to be chosen: `least` to `count` of the options, each once unless it `repeats`.

    `taken` is what others already gave and what cannot be chosen again.
    """

    key: str
    label: str
    count: int
    least: int
    options: tuple[Option, ...]
    repeats: bool = False
    taken: tuple[str, ...] = ()
    group: str = ""

    def offers(self, key: str) -> bool:
        """Whether a key is among the options."""
        return any(option.key == key for option in self.options)

    @property
    def how_many(self) -> str:
        """How many are to be chosen, in words."""
        return f"{self.count}" if self.least == self.count else f"up to {self.count}"


def question(
    key: str,
    label: str,
    count: int,
    options: list[Option],
    *,
    least: int | None = None,
    repeats: bool = False,
    taken: tuple[str, ...] = (),
    group: str = "",
) -> Question:
    """Return a question; never more is asked for than there are options."""
    possible = count if repeats else min(count, len(options))
    return Question(
        key=key,
        label=label,
        count=possible,
        least=possible if least is None else min(least, possible),
        options=tuple(options),
        repeats=repeats,
        taken=taken,
        group=group,
    )
