"""People speaking: their words in quotation marks, framed by voice, manner, attitude and what was said before."""

import re
from collections.abc import Callable

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.people import AttitudeChanged, PersonAsked, PersonMet, PersonRemembered
from llm_brain.ledger.events.table import CheckMade
from llm_brain.narrators.storyteller import grammar
from llm_brain.narrators.storyteller.recalling import tell_recalled
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.unfolding import Unfolding
from llm_brain.referee.world.regard import regard_word

_FRESH_TURNS = 15
_FORGOTTEN_TURNS = 30
_SMALL_TALK = (
    ("self", r"\bwho (?:are|might) you\b|\byour name\b|\babout your ?self\b|\bwhat (?:do|are) you\b(?: do)?\W*$"
     r"|\bwhat is it you do\b|\byour (?:trade|job|work|story)\b|\bintroduce yourself\b"),
    ("trust", r"\btrust\b|\blying\b|\bare you honest\b|\btell(?:ing)? (?:me )?the truth\b"),
    ("charge", r"\bin charge\b|\bwho (?:rules|runs|leads|commands)\b|\byour (?:leader|lord|boss)\b"),
    ("wellbeing", r"\bhow are (?:you|things)\b|\bhow do you do\b|\bare you (?:well|ok|okay|all ?right|hurt)\b|\blong face\b"),
    ("sorry", r"\bsorry\b|\bapologi[sz]e\b|\bforgive me\b"),
    ("thanks", r"\bthanks?\b|\bthank you\b|\bmuch obliged\b"),
    ("bye", r"\bgood ?bye\b|\bfarewell\b|\bsee you\b|\bi must go\b|\btake my leave\b"),
    ("come", r"\bcome with (?:me|us)\b|\bjoin (?:me|us)\b|\bhelp (?:me|us)\b"),
)  # fmt: skip
_ROLES = (
    ("rough", r"smith|fisher|sailor|ferry|mason|miner|hunter|guard|soldier"
    r"|farmer|drover|digger|captain|butcher"),
    ("pious", r"priest|monk|nun|sexton|acolyte|abb|vicar|sister|brother|chaplain|cleric|hermit"),
    ("fine", r"lord|lady|noble|baron|count|scholar|sage|mage|magist|steward|judge|doctor|scribe|librar"
    r"|castellan|mayor|reeve|elder"),
    ("keen", r"merchant|trader|peddl|pedl|keeper|shop|innkeep|tavern|broker|chandler|host"),
)  # fmt: skip


def voice_flags(t: Telling, who: Creature) -> set[str]:
    """Return the flags of somebody's voice: age, walk of life, attitude, whether they know the party."""
    found: set[str] = {who.attitude}
    person = who.person
    if person is None:
        return found | {"monster"}
    found.add(person.age)
    regard = regard_word(person, t.state.clock_min)
    if who.attitude != "hostile" and regard:
        found.add("warm" if regard in ("warm", "devoted") else "cold")
    found |= {flag for flag, pattern in _ROLES if re.search(pattern, person.role.lower())}
    before = t.brief.before.creatures.get(who.ref)
    if before is not None and before.person is not None and before.person.has_met_party:
        found.add("known")
    else:
        found.add("stranger")
    return found


def speech_values(t: Telling, who: Creature) -> Values:
    """Return what phrases about a speaker may name."""
    found: Values = {"p": t.noun(who.ref)}
    if who.person is not None:
        found["role"] = who.person.role
        if who.person.manner:
            found["manner"] = who.person.manner
    return found


def quotable(text: str) -> list[str]:
    """Return what somebody says as sentences that can stand inside quotation marks."""
    plain = text.strip().strip('"“”')
    plain = re.sub(r"[\"“”]", "’", plain)
    made = grammar.sentences(plain)
    return [grammar.capitalised(s if s[-1] in ".!?…’" else s + ".") for s in made]


def tell_asked(t: Telling, event: PersonAsked, rest: Unfolding) -> None:
    """Tell what was said to somebody and what they say to it."""
    who = t.creature(event.ref)
    if who is None:
        return
    rest.take(PersonMet, lambda e: e.ref == event.ref)
    rest.take(PersonRemembered)
    flags = voice_flags(t, who)
    values = speech_values(t, who)
    topic = topic_words(who, event.topic)
    if topic:
        values["topic"] = topic
    before = t.brief.before.creatures.get(event.ref)
    is_again = bool(event.topic) and before is not None and _was_told(before, event.topic)
    small = _small_talk(t, event, who)
    if small and t.say(f"speech.{small}", flags=flags, speaker=event.ref, **values):
        return
    is_asked_of_the_past = event.manner == "does_not_know" and not event.answer
    if is_asked_of_the_past and tell_recalled(t, event, flags, values):
        return
    if event.manner == "silent" or (
        event.manner in ("refuses", "does_not_know") and not event.answer
    ):
        plain = "speech.silent" if event.manner == "silent" else f"speech.{event.manner}.plain"
        t.say(plain, flags=flags, speaker=event.ref, **values)
        return
    mark = f"answer:{event.ref}:{event.topic or event.answer[:24]}"
    gap = t.turns_since(mark)
    is_again = is_again or gap is not None
    is_forgotten = gap is None or gap > _FORGOTTEN_TURNS
    t.mark(mark)
    asked_again = t.chooser.used[f"again:{event.ref}:{event.topic}"]
    if is_again and asked_again and gap is not None and gap <= _FRESH_TURNS:
        t.note(f"again:{event.ref}:{event.topic}")
        t.say("speech.brush", flags=flags, speaker=event.ref, **values)
        return
    _tell_answer(t, event, flags, values, is_again=is_again, is_whole=is_forgotten)


def _small_talk(t: Telling, event: PersonAsked, who: Creature) -> str:
    """Return what sort of thing was said that anybody civil has an answer to: who they are, how they do, thanks, farewell."""
    is_open = event.manner in ("does_not_know", "answers", "greets") and who.attitude != "hostile"
    if event.answer or event.topic or not is_open or who.person is None:
        return ""
    said = f"{event.said} {t.brief.message}".lower().replace("’", "'")
    return next((kind for kind, pattern in _SMALL_TALK if re.search(pattern, said)), "")


def _was_told(who: Creature, topic: str) -> bool:
    topics = who.person.topics if who.person else ()
    return any(x.key == topic and x.is_told for x in topics)


def topic_words(who: Creature, topic: str) -> str:
    """Return what a topic is called inside a sentence: "the light", "Cordelia"; nothing for what has no plain word."""
    topics = who.person.topics if who.person else ()
    found = next((x for x in topics if x.key == topic), None)
    if found is None or not found.words:
        return ""
    word = found.words[0].lower()
    if found.words[0][:1].isupper():
        return found.words[0]
    return f"the {word}" if re.fullmatch(r"[a-z][a-z' ’-]+", word) else ""


def _tell_answer(
    t: Telling,
    event: PersonAsked,
    flags: set[str],
    values: Values,
    *,
    is_again: bool,
    is_whole: bool,
) -> None:
    spoken = quotable(event.answer) if event.answer else []
    manner = "answers" if event.manner == "lies" and t.has("terse") else event.manner
    if not spoken:
        t.say(f"speech.{manner}.plain", flags=flags, speaker=event.ref, **values)
        return
    first, *more = spoken
    values |= {"said": _before_tag(first), "whole": " ".join(spoken[:3])}
    kind = {"?": "asks", "!": "cries"}.get(first[-1], "says")
    bank = f"speech.{manner}"
    if is_again:
        t.note(f"again:{event.ref}:{event.topic}")
        bank = "speech.again"
        if not is_whole:
            more, values["whole"] = [], first
    if more:
        flags = flags | {"more"}
    t.say(bank, flags=flags | {kind}, speaker=event.ref, **values)
    if more and more[0].replace("'", "’") not in t.said[-1].text:
        t.keep("“" + " ".join(more[:2]) + "”", speaker=event.ref)
    if event.manner == "lies" and not more:
        t.say("speech.slip", is_event=False, **values)


def _before_tag(sentence: str) -> str:
    """Return a spoken sentence as it stands before "says Wen": a comma for its full stop."""
    return sentence[:-1] + "," if sentence.endswith(".") else sentence


def tell_met(t: Telling, event: PersonMet, rest: Unfolding) -> None:
    """Tell a first meeting that no speech tells."""
    who = t.creature(event.ref)
    is_told = who is not None and any(who.name in sentence.text for sentence in t.said)
    if (
        who is not None
        and not is_told
        and not any(isinstance(e, PersonAsked) for e in rest.ahead())
    ):
        t.say("meets", flags=voice_flags(t, who), **speech_values(t, who))


def tell_attitude(t: Telling, event: AttitudeChanged, rest: Unfolding) -> None:
    """Tell that somebody thinks better or worse of the party."""
    before = t.brief.before.creatures.get(event.ref)
    order = ("hostile", "indifferent", "friendly")
    was = before.attitude if before else "indifferent"
    step = order.index(event.attitude) - order.index(was)
    if step:
        bank = f"warms.{event.attitude}" if step > 0 else f"cools.{event.attitude}"
        t.say(bank, p=t.noun(event.ref))


def tell_social_check(t: Telling, event: CheckMade) -> bool:
    """Tell persuasion, deception and threats as how they went down; return whether it was one."""
    skill = event.skill.lower()
    who = t.creature(event.target)
    if skill not in ("persuasion", "deception", "intimidation") or who is None:
        return False
    bank = f"{skill}.{'works' if event.is_success else 'fails'}"
    t.say(bank, flags=voice_flags(t, who), **speech_values(t, who))
    return True


TELLS: dict[type, Callable[..., None]] = {
    PersonAsked: tell_asked,
    PersonMet: tell_met,
    AttitudeChanged: tell_attitude,
}
