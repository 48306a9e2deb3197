"""Quests: which steps are done, what a finished one brings, and when the adventure is over.

It reads the state alone, so that it does not matter by which road a step was done.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.sheets import XpGained
from llm_brain.ledger.events.things import CoinsChanged, ItemGained
from llm_brain.ledger.events.world import AdventureEnded, QuestAdvanced, QuestEnded
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Quest, Stage
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.world.knowing import quest_offered

SKIPPABLE = ("talk", "clue", "enter")


def holds(state: State, when: str) -> bool:
    """Whether a stage's condition is true now."""
    verb, _, rest = when.partition(":")
    if verb == "enter":
        return state.locations[rest].is_visited
    if verb == "clue":
        return state.clues[rest].is_found
    if verb == "defeat":
        return state.encounters[rest].status in ("won", "talked")
    if verb == "item":
        return any(item.key == rest for hero in state.heroes for item in hero.items)
    if verb == "talk":
        return has_told(state.creatures[rest])
    return state.flags.get(f"given:{rest}") == "yes"


def has_told(creature: Creature) -> bool:
    """Whether somebody has told the party what they had to tell: meeting them, or being sent off by them, is not enough."""
    person = creature.person
    if person is None or not person.has_met_party:
        return False
    telling = [t for t in person.topics if t.reveals] or list(person.topics)
    return not telling or any(t.is_told for t in telling)


def is_passed(state: State, quest: Quest, index: int) -> bool:
    """Whether a stage is done: its own condition holds, or it only led to a later one that does."""
    stage = quest.stages[index]
    if stage.is_done or holds(state, stage.when):
        return True
    later = quest.stages[index + 1 :]
    given = any(s.when.startswith("give:") and holds(state, s.when) for s in later)
    if stage.when.startswith("item:"):
        return given
    verb = stage.when.partition(":")[0]
    return verb in SKIPPABLE and any(
        s.when.partition(":")[0] in ("enter", "defeat", "item", "give") and holds(state, s.when)
        for s in later
    )


def award(out: Outcome, amount: int, because: str) -> None:
    """Give every living hero experience."""
    for hero in out.state.heroes:
        if not hero.is_dead and hero.sheet is not None and amount > 0:
            total = hero.sheet.xp + amount
            out.add(XpGained(ref=hero.ref, amount=amount, xp=total, because=because))


def _advance(out: Outcome, quest: Quest, stage: Stage) -> None:
    rest = [s for s in quest.stages if not s.is_done and s.key != stage.key]
    out.add(
        QuestAdvanced(
            key=quest.key,
            title=quest.title,
            stage=stage.key,
            text=stage.text,
            next_text=rest[0].text if rest else "",
        )
    )
    award(out, stage.xp, stage.text)


def _reward(out: Outcome, quest: Quest, hero: Creature) -> None:
    award(out, quest.reward_xp, quest.title)
    if quest.reward_cp:
        purse = out.creature(hero.ref).coins_cp + quest.reward_cp
        out.add(
            CoinsChanged(
                ref=hero.ref, amount_cp=quest.reward_cp, coins_cp=purse, because=quest.title
            )
        )
    for thing in quest.reward_items:
        out.add(ItemGained(ref=hero.ref, item=thing, source=quest.giver or ""))


def _offer_what_is_in_hand(out: Outcome) -> None:
    """Offer a side quest whose giver was met when its first step is done already."""
    for quest in out.state.quests.values():
        giver = out.state.creatures.get(quest.giver or "")
        has_met = giver is not None and giver.person is not None and giver.person.has_met_party
        if quest.status == "unknown" and quest.stages:
            given = any(
                s.when.startswith("give:") and holds(out.state, s.when) for s in quest.stages
            )
            if given or (has_met and holds(out.state, quest.stages[0].when)):
                out.extend(quest_offered(out.state, quest.key))


def advance_quests(out: Outcome) -> None:
    """Mark what is done, reward what is finished, and end the adventure when its main quest is."""
    _offer_what_is_in_hand(out)
    living = [h for h in out.state.heroes if not h.is_dead]
    for key in list(out.state.quests):
        quest = out.state.quests[key]
        if quest.status != "active":
            continue
        for i, stage in enumerate(quest.stages):
            if not stage.is_done and is_passed(out.state, quest, i):
                _advance(out, out.state.quests[key], stage)
        quest = out.state.quests[key]
        if living and all(s.is_done for s in quest.stages):
            ended = QuestEnded(
                key=key, title=quest.title, status="completed", outcome=quest.if_done
            )
            out.add(ended)
            _reward(out, quest, living[0])


def epilogue_facts(state: State) -> dict[str, str]:
    """Return what the epilogue is told from: who was saved, what remains, what was done and left undone."""
    facts: dict[str, str] = {
        key: state.adventure.facts[key]
        for key in ("villain", "home", "patron", "relic", "threat", "saved", "remains", "after")
        if key in state.adventure.facts
    }
    villain = state.creatures.get(state.adventure.villain or "")
    if villain is not None:
        fate = "dead" if villain.is_dead else "gone" if villain.has_fled else "alive"
        facts["villain_fate"] = fate
    done, undone = [], []
    for quest in state.quests.values():
        if quest.status == "completed":
            done.append(quest.if_done)
        else:
            undone.append(quest.if_undone)
    facts["done"] = "; ".join(done)
    facts["undone"] = "; ".join(undone)
    facts["heroes"] = ", ".join(h.name for h in state.heroes if not h.is_dead)
    facts["fallen"] = ", ".join(h.name for h in state.heroes if h.is_dead)
    return facts


def end_adventure(out: Outcome) -> None:
    """End the adventure once the main quest is completed and no fight is on."""
    state = out.state
    if state.adventure.ended is not None or state.encounter is not None:
        return
    main = [q for q in state.quests.values() if q.is_main]
    if main and all(q.status == "completed" for q in main):
        out.add(AdventureEnded(outcome="victory", facts=epilogue_facts(state)))
