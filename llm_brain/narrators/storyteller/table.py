"""Talk at the table: refusals, questions back, rules, checks, idle words, and whatever else a player types."""

import re
from collections.abc import Callable

from llm_brain.ledger.events.bodies import HidingChanged
from llm_brain.ledger.events.table import (
    ActionRefused,
    CheckMade,
    QuestionAsked,
    Remarked,
    RuleAnswered,
)
from llm_brain.narrators.storyteller import banks, echo, grammar, nouns
from llm_brain.narrators.storyteller.places import facts_of
from llm_brain.narrators.storyteller.speech import tell_social_check
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.things import item_phrase, thing
from llm_brain.narrators.storyteller.unfolding import Unfolding

_ENOUGH_WORDS = 16


def scene_values(t: Telling, count: int = 2) -> Values:
    """Return facts of the place, for phrases that use them, and somebody who is there."""
    place = t.here
    found: Values = {}
    if place is not None:
        found |= dict(zip("fgh", facts_of(t, place, count, is_short=True), strict=False))
        people = [
            c for c in t.state.at(place.key) if c.person and not c.is_down and not c.is_hidden
        ]
        if people:
            found["p"] = t.noun(people[0].ref)
    return found


def tell_refused(t: Telling, event: ActionRefused, rest: Unfolding) -> None:
    """Tell what cannot be done, and why."""
    values = scene_values(t, 1)
    reason = event.reason.strip()
    values["why"] = grammar.lowered(reason.rstrip(".")) if reason else "it cannot be done"
    target = _target_noun(t, event.target)
    if target is not None:
        values["x"] = target
    whole = grammar.sentences(reason)
    code = f"refused.code.{event.code}"
    if banks.has_bank(code) and t.say(code, flags={event.kind}, **values):
        return
    if not whole:
        t.say("refused.plain", **values)
    elif len(whole) == 1 and len(reason) < 110:
        t.say("refused", flags={event.kind}, **values)
    else:
        t.say("refused.lead", **values)
        for sentence in whole[:2]:
            t.keep(grammar.finished(sentence))


def _target_noun(t: Telling, target: str) -> nouns.Noun | None:
    creature = t.creature(target)
    if creature is not None:
        return t.noun(target)
    plain = target.rpartition(":")[2]
    if re.fullmatch(r"[A-Za-z][A-Za-z’' ]{2,30}", plain):
        return thing(plain)
    return None


def tell_question(t: Telling, event: QuestionAsked, rest: Unfolding) -> None:
    """Ask back, with the choices there are."""
    asked = event.question.strip()
    if not asked:
        t.say("asks", **scene_values(t, 1))
        return
    t.say("asks.lead", **scene_values(t, 1))
    text = grammar.finished(asked)
    if event.choices and not any(c.lower() in asked.lower() for c in event.choices):
        t.keep(text)
        choices = [_choice(t, name) for name in event.choices[:5]]
        t.say("asks.choices", choices=grammar.listed(choices, "or"))
        return
    t.keep(text)


def _choice(t: Telling, name: str) -> str:
    """Return a choice as it is said: people by name, things with an article and in everyday words."""
    if any(c.name == name for c in t.state.creatures.values()):
        return name if name[:1].isupper() else grammar.definite(name)
    return item_phrase(name, 1)


def tell_rule(t: Telling, event: RuleAnswered, rest: Unfolding) -> None:
    """Answer a question about the rules, plainly."""
    t.say("rule.lead")
    for sentence in grammar.sentences(event.answer)[:5]:
        t.keep(grammar.finished(sentence))


def tell_check(t: Telling, event: CheckMade, rest: Unfolding) -> None:
    """Tell a check that stands for itself."""
    if tell_social_check(t, event):
        return
    values = scene_values(t, 1)
    values["d"] = t.noun(event.by)
    target = _target_noun(t, event.target)
    if target is not None:
        values["x"] = target
    doing = echo.doing(event.what)
    if doing:
        values["doing"] = doing
    skill = re.sub(r"[^a-z]+", "_", event.skill.lower())
    skill = "save" if skill.endswith("_save") else skill
    if (
        skill == "stealth"
        and event.is_success
        and rest.take_one(HidingChanged, lambda e: e.ref == event.by)
    ):
        pass
    t.say(f"check.{'works' if event.is_success else 'fails'}.{skill}", **values)


def tell_remark(t: Telling, event: Remarked, rest: Unfolding) -> None:
    """Answer something that changes nothing, in the world's voice and about what was said."""
    by = t.creature(event.by)
    if by is not None and not by.is_hero:
        bank = "does.special" if event.kind == "special" else "does.nothing"
        t.say(bank, d=t.noun(event.by), what=event.what.lower())
        return
    values = scene_values(t)
    values["d"] = t.noun(event.by)
    said = event.what or t.brief.message
    theme = echo.theme_of(said)
    you_do = echo.second_person(said, banned=t.is_banned)
    if you_do:
        values["echo"] = you_do
    if event.kind == "out_of_character" or echo.is_table_talk(said):
        t.say(f"table.{theme}" if theme in echo.TABLE_THEMES else "table", **values)
    elif event.kind == "wait" and theme == "":
        t.say("waits", **values)
    else:
        t.say(f"odd.{theme}" if theme else "odd", **values)
    if sum(len(sentence.text.split()) for sentence in t.said) < _ENOUGH_WORDS:
        t.say("world", is_event=False, **scene_values(t))


TELLS: dict[type, Callable[..., None]] = {
    ActionRefused: tell_refused,
    QuestionAsked: tell_question,
    RuleAnswered: tell_rule,
    CheckMade: tell_check,
    Remarked: tell_remark,
}
