"""Talking: people answer what they are asked, from what they know and are willing to say.

A topic is chosen by the words the player used. Liars lie; whoever was seen through, persuaded or befriended says more. They
remember what was said to them. SRD 5.1, "Social Interaction".
"""

import re

from llm_brain.ledger.creature import Creature, Topic
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.people import PersonAsked, PersonMet, PersonRemembered
from llm_brain.ledger.state import State
from llm_brain.referee.actions import Action
from llm_brain.referee.dice import Dice
from llm_brain.referee.world.deed import Deed
from llm_brain.referee.world.knowing import reveal
from llm_brain.referee.world.naming import overlap, person_of, words_of

TALK_MIN = 3
# asking after somebody is no greeting: it gets an answer about them, never the news they have
OF_THEMSELVES = re.compile(
    r"\b(?:who|how|what) are you\b|\byour name\b|\babout your ?self\b|\bare you (?:well|ok|okay|all ?right)\b|"
    r"\bthank(?:s| you)\b|\bhelp (?:me|us)\b|\b(?:come with|join) (?:me|us)\b"
)
GREETINGS = {
    "hello",
    "hi",
    "greet",
    "greetings",
    "good",
    "day",
    "evening",
    "morning",
    "hail",
    "well",
    "met",
}
TALKING_TYPES = ("humanoid", "fey", "fiend", "celestial", "giant", "dragon")


def can_talk(creature: Creature) -> bool:
    """Whether somebody has a language and the wits to use it."""
    if creature.person is not None:
        return True
    return creature.type.split(" ")[0] in TALKING_TYPES and creature.abilities["int"] >= 5


def has_opened_up(state: State, ref: str) -> bool:
    """Whether somebody was persuaded or seen through."""
    return state.flags.get(f"opened:{ref}") == "yes"


def is_willing(state: State, creature: Creature, topic: Topic) -> bool:
    """Whether somebody would speak of a topic as things are."""
    opened = has_opened_up(state, creature.ref)
    if topic.needs == "success":
        return opened
    if topic.needs == "friendly":
        return opened or creature.attitude == "friendly"
    return True


def topic_score(topic: Topic, action: Action, said: str) -> int:
    """Return how well a topic fits what was said; one that the action names outright fits best."""
    if f"topic:{topic.key}" in action.more_refs:
        return 100
    return overlap(said, topic.words)


def topic_asked(state: State, creature: Creature, action: Action, said: str) -> Topic | None:
    """Return what a person is being asked about, the best fit they would answer first; None for small talk."""
    assert creature.person is not None
    fits = [(topic_score(t, action, said), t) for t in creature.person.topics]
    fits = [pair for pair in fits if pair[0] > 0]
    if not fits:
        return None
    best = max(score for score, _ in fits)
    near = [t for score, t in fits if score == best or (score >= best - 1 and best < 100)]
    opened = has_opened_up(state, creature.ref)

    def rank(topic: Topic) -> tuple[bool, bool, int, bool]:
        willing = is_willing(state, creature, topic)
        truthful = not (topic.is_lie and opened)
        return (willing, truthful, topic_score(topic, action, said), not topic.is_told)

    return max(near, key=rank)


def opening_topic(state: State, creature: Creature) -> Topic | None:
    """Return what somebody brings up by themselves when nothing particular is asked."""
    if creature.person is None or creature.attitude == "hostile":
        return None
    for topic in creature.person.topics:
        is_news = topic.reveals and not topic.is_told and not topic.is_lie
        if is_news and is_willing(state, creature, topic):
            return topic
    return None


def _greeting(creature: Creature, clock_min: int) -> str:
    """Return how somebody greets the party: in words of their own, or by what they remember of it."""
    assert creature.person is not None
    if sayings := creature.person.sayings:
        return sayings[clock_min // TALK_MIN % len(sayings)]
    if creature.person.remembers:
        return f"You again, who {creature.person.remembers[-1]}."
    if creature.person.has_met_party:
        return "Back so soon."
    return ""


def meet(deed: Deed, creature: Creature) -> None:
    """Note a first meeting."""
    if creature.person is not None and not creature.person.has_met_party:
        deed.add(PersonMet(ref=creature.ref))


def answer_topic(deed: Deed, creature: Creature, topic: Topic) -> None:
    """Let somebody speak of a topic, and let what it gives away become known."""
    deed.add(
        PersonAsked(
            ref=creature.ref,
            by=deed.actor,
            said=deed.said,
            topic=topic.key,
            answer=topic.answer,
            manner="lies" if topic.is_lie else "answers",
            reveals=topic.reveals,
        )
    )
    if not topic.is_told and topic.words:
        deed.add(PersonRemembered(ref=creature.ref, what=f"asked about the {topic.words[0]}"))
    reveal(deed, topic.reveals, creature.ref)


def _reply(
    deed: Deed, creature: Creature, manner: str, *, topic: str = "", answer: str = ""
) -> None:
    deed.add(
        PersonAsked(
            ref=creature.ref,
            by=deed.actor,
            said=deed.said,
            topic=topic,
            answer=answer,
            manner=manner,
        )
    )


def _converse(deed: Deed, creature: Creature) -> None:
    """Choose what a person says and let them say it."""
    if creature.person is None or (creature.attitude == "hostile" and deed.state.encounter is None):
        known = creature.person is not None
        _reply(deed, creature, "refuses" if known or can_talk(creature) else "silent")
        return
    topic = topic_asked(deed.state, creature, deed.action, deed.said)
    if topic is None:
        named = words_of(f"{creature.name} {creature.person.role}") | GREETINGS
        first = not words_of(deed.said) - named and not OF_THEMSELVES.search(deed.said.lower())
        topic = opening_topic(deed.state, creature) if first else None
        if topic is None:
            _reply(
                deed,
                creature,
                "greets" if first else "does_not_know",
                answer=_greeting(creature, deed.state.clock_min) if first else "",
            )
            return
    if not is_willing(deed.state, creature, topic):
        _reply(deed, creature, "refuses", topic=topic.key)
        deed.add(PersonRemembered(ref=creature.ref, what=f"asked about the {topic.words[0]}"))
        return
    answer_topic(deed, creature, topic)


def talk(state: State, action: Action, actor: str, dice: Dice) -> list[Event]:
    """Say something to somebody, or ask them."""
    deed = Deed(state, action, actor, dice)
    creature = person_of(state, action)
    if creature is None:
        hero = state.creatures.get(action.target_ref or "")
        if hero is not None and hero.is_hero:
            return deed.events
        return deed.refuse("nobody_there", "There is nobody like that here to talk to.")
    if creature.is_down:
        return deed.refuse("cannot_answer", f"{creature.name} is past answering.")
    if not can_talk(creature):
        _reply(deed, creature, "silent")
        return deed.events
    _converse(deed, creature)
    meet(deed, creature)
    deed.pass_time(TALK_MIN, "talking")
    return deed.events
