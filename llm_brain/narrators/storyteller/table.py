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
from llm_brain.narrators.storyteller.speech import tell_social_check, topic_words
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.things import item_phrase, thing
from llm_brain.narrators.storyteller.unfolding import Unfolding
from llm_brain.referee.world.rules_briefly import RULES

_ENOUGH_WORDS = 16
_ASKS_WHAT_NEXT = re.compile(
    r"\b(?:do|go|try|happens|comes) (?:next|now)\b|\bwhat now\b|\bi(?: a|.?)m (?:stuck|lost)\b|\bany (?:hints?|ideas?)\b|"
    r"\bwhat should (?:i|we) do\b|\bgive me a hint\b"
)
_MOST_ANSWERED = 5
_MOST_REMEMBERED = 14
_PLAINLY_OWN = ("In your", "On you", "Here with you", "Nobody", "The ways", "Not now", "It is ")


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
    reason = _in_everyday_words(t, event.reason.strip())
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


def _in_everyday_words(t: Telling, reason: str) -> str:
    """Return a reason with the actor's belongings called as people call them: "the Dagger" is the dagger."""
    actor = t.creature(t.actor)
    for item in actor.items if actor else ():
        words = item_phrase(item.name, 1).partition(" ")[2]
        reason = reason.replace(f"The {item.name}", f"the {words}").replace(
            f"the {item.name}", f"the {words}"
        )
    return reason


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
    """Answer a question plainly: about the rules, about oneself, or about what is known."""
    kind = _kind_of_answer(t, event.answer)
    t.say(f"{kind}.lead")
    most = _MOST_REMEMBERED if kind == "known" else _MOST_ANSWERED
    for sentence in grammar.sentences(event.answer)[:most]:
        t.keep(grammar.finished(sentence))


def _kind_of_answer(t: Telling, answer: str) -> str:
    """Return what an answer is about: "rule", "known" (quests, clues, people) or one's own "sheet"."""
    if any(answer == text for _, text in RULES):
        return "rule"
    if answer.startswith(_PLAINLY_OWN):
        return "sheet"
    known = [q.title for q in t.state.quests.values() if q.status != "unknown"]
    known += [c.text for c in t.state.clues.values() if c.is_found]
    known += [c.name for c in t.state.creatures.values() if c.person and c.person.has_met_party]
    known += [p.name.removeprefix("The ") for p in t.state.locations.values() if p.is_visited]
    if any(words in answer for words in known):
        return "known"
    return "sheet" if answer.startswith("You ") else "rule"


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
    if skill == "insight" and event.is_success and _tell_read(t, event):
        return
    flags = {"heard" if "p" in values else "unheard"}
    t.say(f"check.{'works' if event.is_success else 'fails'}.{skill}", flags=flags, **values)


def next_step(t: Telling) -> str:
    """Return the next step of the quest in hand, the main one before the others, as it stands inside a sentence."""
    active = [q for q in t.state.quests.values() if q.status == "active"]
    for quest in sorted(active, key=lambda q: not q.is_main):
        stage = next((s.text.strip().rstrip(".") for s in quest.stages if not s.is_done), "")
        if stage:
            return stage[:1].lower() + stage[1:]
    return ""


def _tell_read(t: Telling, event: CheckMade) -> bool:
    """Tell what a look into somebody's face shows: a lie they have told, or that they have told none."""
    who = t.brief.before.creatures.get(event.target)
    if who is None or who.person is None or who.is_hero:
        return False
    told = [topic for topic in who.person.topics if topic.is_told]
    lies = [topic for topic in told if topic.is_lie]
    if not told:
        return t.say("reads.nothing", p=t.noun(who.ref))
    if not lies:
        return t.say("reads.true", p=t.noun(who.ref))
    subject = topic_words(who, lies[-1].key)
    values: Values = {"topic": subject} if subject else {}
    return t.say("reads.lie", p=t.noun(who.ref), **values)


def tell_feature(t: Telling, event: Remarked) -> None:
    """Tell a class feature being used; "Bardic Inspiration for Brenna" names whom it is for."""
    what, _, whom = event.what.partition(" for ")
    friend = next((h.ref for h in t.state.heroes if h.name == whom), event.by)
    bank = f"uses.{what.lower().replace(' ', '_')}"
    t.say(bank, d=t.noun(event.by), x=t.noun(friend), what=what.lower())


def tell_remark(t: Telling, event: Remarked, rest: Unfolding) -> None:
    """Answer something that changes nothing, in the world's voice and about what was said."""
    by = t.creature(event.by)
    if by is not None and not by.is_hero:
        bank = "does.special" if event.kind == "special" else "does.nothing"
        t.say(bank, d=t.noun(event.by), what=event.what.lower())
        return
    if event.kind == "feature":
        tell_feature(t, event)
        return
    values = scene_values(t)
    values["d"] = t.noun(event.by)
    said = event.what or t.brief.message
    theme = echo.theme_of(said)
    you_do = echo.second_person(said, banned=t.is_banned)
    if you_do:
        values["echo"] = you_do
    step = next_step(t)
    if step and _ASKS_WHAT_NEXT.search(said.lower()):
        t.say("table.next", task=step, **values)
    elif event.kind == "out_of_character" or echo.is_table_talk(said):
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
