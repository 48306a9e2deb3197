"""People say what they know of the past and no more; what they hold of the party is heard in how they speak."""

from collections.abc import Callable

import pytest

from llm_brain.ledger.events.people import PersonAsked
from llm_brain.ledger.state import State
from llm_brain.narrators.protocol import Brief, Known, Piece

MakeBrief = Callable[..., Brief]
Tell = Callable[[Brief], list[Piece]]
FACT = "They won the fight: the drowned in the nave."


def somebody(state: State) -> str:
    return next(
        c.ref for c in state.creatures.values() if c.person is not None and c.attitude != "hostile"
    )


def said(brief_of: MakeBrief, told: Tell, words: str, *known: Known) -> str:
    ref = somebody(brief_of().before)
    event = PersonAsked(ref=ref, by="c1", said=words, manner="does_not_know")
    pieces = told(brief_of(event, known=known))
    return " ".join(piece.text for piece in pieces)


@pytest.mark.parametrize("how", ["saw", "told", "rumour"])
def test_somebody_says_what_they_know_when_asked_for_it(
    how: str, brief_of: MakeBrief, told: Tell
) -> None:
    ref = somebody(brief_of().before)
    text = said(brief_of, told, "what of the drowned?", Known(ref, how, "x", (FACT,)))
    assert "you won the fight" in text


def test_nobody_says_what_another_knows_or_what_was_not_asked(
    brief_of: MakeBrief, told: Tell
) -> None:
    ref = somebody(brief_of().before)
    elsewhere = Known("n99", "saw", "x", (FACT,))
    assert "you won" not in said(brief_of, told, "what of the drowned?", elsewhere)
    own = Known(ref, "saw", "x", (FACT,))
    assert "you won" not in said(brief_of, told, "what of the mayor's hat?", own)
    assert "you won" in said(brief_of, told, "what happened?", own)


def test_a_grudge_and_a_kindness_are_heard_in_the_manner(brief_of: MakeBrief, told: Tell) -> None:
    ref = somebody(brief_of().before)
    before = brief_of().before
    who = before.creatures[ref].person
    assert who is not None
    texts = {}
    for regard in (-50, 0, 50):
        person = who.model_copy(
            update={"regard": regard, "regard_at_min": before.clock_min, "has_met_party": True}
        )
        changed = before.with_creature(ref, person=person)
        event = PersonAsked(ref=ref, by="c1", said="hello", manner="greets")
        texts[regard] = {
            " ".join(p.text for p in told(brief_of(event, before=changed, seed=seed)))
            for seed in range(40)
        }
    assert texts[50] - texts[0] - texts[-50]
    assert texts[-50] - texts[0] - texts[50]
