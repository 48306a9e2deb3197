"""What is to be done and what has been: quests, clues, experience, levels."""

from collections.abc import Callable

from llm_brain.ledger.events.bodies import Healed
from llm_brain.ledger.events.fights import EncounterBegan
from llm_brain.ledger.events.shapes import ShapeLeft, ShapeTaken
from llm_brain.ledger.events.sheets import (
    CharacterJoined,
    HitDiceChanged,
    LevelEarned,
    LevelGained,
    ResourceChanged,
    Rested,
    SpellSlotSpent,
    SpellSlotsRestored,
    SpellsPrepared,
    XpGained,
)
from llm_brain.ledger.events.things import CoinsChanged, ItemGained, ItemLost
from llm_brain.ledger.events.world import (
    ClueFound,
    CreatureAppeared,
    CreatureMoved,
    QuestAdvanced,
    QuestEnded,
    QuestOffered,
    TimePassed,
)
from llm_brain.narrators.storyteller import counting, grammar, nouns
from llm_brain.narrators.storyteller.bodies import spell_name
from llm_brain.narrators.storyteller.telling import Telling
from llm_brain.narrators.storyteller.template import Values
from llm_brain.narrators.storyteller.things import item_phrase
from llm_brain.narrators.storyteller.unfolding import Unfolding


def task(text: str) -> str:
    """Return a stage's imperative as it stands inside a sentence: "find who rings the bell"."""
    words = text.strip().rstrip(".")
    return words[:1].lower() + words[1:]


def tell_clue(t: Telling, event: ClueFound, rest: Unfolding) -> None:
    """Tell a truth found out: a short lead, then the truth in its own words."""
    person = t.creature(event.source)
    if person is not None:
        t.say("clue.heard", is_event=False, p=t.noun(event.source))
    else:
        t.say("clue", is_event=False)
    for sentence in grammar.sentences(event.text):
        t.keep(grammar.finished(sentence))


def tell_offered(t: Telling, event: QuestOffered, rest: Unfolding) -> None:
    """Tell a quest that is the party's now."""
    values: Values = {"title": event.title}
    quest = t.state.quests.get(event.key)
    stage = next((s.text for s in quest.stages if not s.is_done), "") if quest else ""
    if stage or event.text:
        values["task"] = task(stage or event.text)
    if event.giver and t.creature(event.giver):
        values["p"] = t.noun(event.giver)
    t.say("quest.offered", **values)


def tell_advanced(t: Telling, event: QuestAdvanced, rest: Unfolding) -> None:
    """Tell a step done and the next one; of several at once the last."""
    key = event.key
    event = [event, *rest.take(QuestAdvanced, lambda e: e.key == key, breaks=())][-1]
    values: Values = {"title": event.title, "done": task(event.text)}
    if event.next_text:
        values["task"] = task(event.next_text)
    t.say("quest.step" if event.next_text else "quest.laststep", **values)


def tell_quest_ended(t: Telling, event: QuestEnded, rest: Unfolding) -> None:
    """Tell a quest's end and what came of it."""
    t.say(f"quest.{event.status}", title=event.title)
    for sentence in grammar.sentences(event.outcome)[:2]:
        t.keep(grammar.finished(sentence))


def tell_xp(t: Telling, event: XpGained, rest: Unfolding) -> None:
    """Tell experience, once for all who earned the same."""
    more = rest.take(XpGained, breaks=())
    earned: dict[str, list[int]] = {}
    for gained in (event, *more):
        if gained.amount:
            earned.setdefault(gained.ref, []).append(gained.amount)
    by_amounts: dict[tuple[int, ...], list[str]] = {}
    for ref, amounts in earned.items():
        by_amounts.setdefault(tuple(amounts), []).append(ref)
    for shared, refs in by_amounts.items():
        is_big = any(n > 99 for n in shared)
        said = _amounts([str(n) if is_big else counting.number_word(n) for n in shared])
        names = [t.noun(ref) for ref in refs]
        if len(names) == 1:
            t.say("xp", d=names[0], n=said)
        else:
            t.say("xp.party", n=said, names=grammar.listed([x.phrase for x in names]))


def _amounts(said: list[str]) -> str:
    """Return "fifty", "fifty and another fifty", "twenty-five, fifty and 150"."""
    if len(said) > 1 and said[-1] == said[-2]:
        return f"{grammar.listed(said[:-1])} and another {said[-1]}"
    return grammar.listed(said)


def _gains(gained: tuple[str, ...]) -> list[str]:
    """Return what a level brought, a feature's parts without the feature's name before each."""
    low = [g.lower() if " " in g else spell_name(g) for g in gained]
    heads = {g.partition(": ")[0] for g in low if ": " in g}
    return [g.partition(": ")[2] or g for g in low if g not in heads]


def tell_shape_taken(t: Telling, event: ShapeTaken, rest: Unfolding) -> None:
    """Tell a hero in a beast's shape."""
    name = event.name.lower()
    t.say("shape.taken", d=t.noun(event.ref), form=f"{'an' if name[0] in 'aeiou' else 'a'} {name}")


def tell_shape_left(t: Telling, event: ShapeLeft, rest: Unfolding) -> None:
    """Tell a hero in their own shape again."""
    t.say("shape.left", d=t.noun(event.ref))


def tell_level_earned(t: Telling, event: LevelEarned, rest: Unfolding) -> None:
    """Tell that a level waits to be taken."""
    t.say("level.earned", d=t.noun(event.ref), n=event.level)


def tell_level(t: Telling, event: LevelGained, rest: Unfolding) -> None:
    """Tell a level gained and what came with it."""
    values: Values = {"d": t.noun(event.ref), "n": event.level}
    if event.gained:
        values["gains"] = grammar.listed(_gains(tuple(event.gained))[:4])
    t.say("level", **values)


def tell_joined(t: Telling, event: CharacterJoined, rest: Unfolding) -> None:
    """Tell a hero's coming."""
    sheet = event.creature.sheet
    if sheet is None:
        return
    kind = f"{sheet.race} {sheet.class_name}".lower()
    if event.creature.ref == t.actor:
        fallen = [h for h in t.brief.before.heroes if h.is_dead]
        if fallen:
            name = event.creature.name
            t.say("joins.you", hero=name, kind=kind, f=t.noun(fallen[-1].ref))
            rest.take(CoinsChanged, lambda e: e.amount_cp < 0)
            tell_legacy(t, fallen[-1].ref, rest)
        return
    t.say("joins", d=t.noun(event.creature.ref), kind=kind)


def tell_legacy(t: Telling, fallen: str, rest: Unfolding) -> None:
    """Tell what a dead hero's successor takes over: the story's own things and the purse."""
    rest.take(ItemLost, lambda e: e.ref == fallen)
    phrases = [item_phrase(e.item.name, e.item.quantity) for e in rest.take(ItemGained)]
    phrases += [counting.coins(e.amount_cp) for e in rest.take(CoinsChanged) if e.amount_cp > 0]
    if phrases:
        t.say("legacy", things=grammar.listed(phrases), f=t.noun(fallen))


def tell_rest(t: Telling, event: Rested, rest: Unfolding) -> None:
    """Tell a rest, and in the same breath what it gave back."""
    passed = sum(e.minutes for e in rest.take(TimePassed))
    rest.take(HitDiceChanged)
    rest.take(SpellSlotsRestored)
    rest.take(ResourceChanged)
    healed = rest.take(Healed, lambda e: e.amount > 0)
    values: Values = {}
    if passed:
        values["time"] = nouns.of_phrase(counting.minutes(passed))
    kind = "broken" if event.is_broken else event.kind
    if event.is_broken and event.because:
        values["because"] = event.because.rstrip(".")
    t.say(f"rest.{kind}", **values)
    for ref in dict.fromkeys(one.ref for one in healed):
        amounts = [one.amount for one in healed if one.ref == ref]
        if len(amounts) == 1:
            t.say("rest.healed", d=t.noun(ref), n=amounts[0])
        else:
            said = grammar.listed([counting.number_word(n) for n in amounts], "and then")
            t.say("rest.healed.bits", d=t.noun(ref), said=said)


def tell_resource(t: Telling, event: ResourceChanged, rest: Unfolding) -> None:
    """Tell a class feature called on; what it does follows."""
    before = t.brief.before.creatures.get(event.ref)
    had = before.sheet.resources_left.get(event.resource, 0) if before and before.sheet else 0
    if event.left >= had and event.left:
        return
    key = event.resource.lower().replace("-", "_").replace(" ", "_")
    t.say(
        f"resource.{key}",
        d=t.noun(event.ref),
        name=event.resource.replace("_", " ").replace("-", " ").lower(),
    )


def tell_slot(t: Telling, event: SpellSlotSpent, rest: Unfolding) -> None:
    """Tell only the last slot of all going."""
    creature = t.creature(event.ref)
    if (
        event.left == 0
        and creature
        and creature.sheet
        and not any(creature.sheet.slots_left.values())
    ):
        t.say("slots.none", is_event=False, d=t.noun(event.ref))


def tell_slots_back(t: Telling, event: SpellSlotsRestored, rest: Unfolding) -> None:
    """Tell spell slots that came back."""
    t.say("slots.back", d=t.noun(event.ref))


def tell_prepared(t: Telling, event: SpellsPrepared, rest: Unfolding) -> None:
    """Tell a new list of prepared spells."""
    names = [s.replace("-", " ") for s in event.spells]
    values: Values = {
        "d": t.noun(event.ref),
        "spells": grammar.listed(names) or "nothing",
    }
    t.say("prepared", **values)


def tell_hit_dice(t: Telling, event: HitDiceChanged, rest: Unfolding) -> None:
    """Tell nothing: what the hit dice gave is told as healing."""


def tell_appeared(t: Telling, event: CreatureAppeared, rest: Unfolding) -> None:
    """Tell somebody nobody planned for."""
    fights = [e for e in rest.left if isinstance(e, EncounterBegan)]
    if any(c.ref == event.creature.ref for fight in fights for c in fight.order):
        return
    t.say("appears", p=t.noun(event.creature.ref))


def tell_moved(t: Telling, event: CreatureMoved, rest: Unfolding) -> None:
    """Tell somebody coming or going, where the party can see it."""
    before = t.brief.before.creatures.get(event.ref)
    was_here = before is not None and before.location == t.brief.before.location
    if event.location == t.state.location and not was_here:
        t.say("comes", p=t.noun(event.ref))
    elif was_here and event.location != t.state.location:
        t.say("leaves", p=t.noun(event.ref))


TELLS: dict[type, Callable[..., None]] = {
    ClueFound: tell_clue,
    QuestOffered: tell_offered,
    QuestAdvanced: tell_advanced,
    QuestEnded: tell_quest_ended,
    XpGained: tell_xp,
    ShapeTaken: tell_shape_taken,
    ShapeLeft: tell_shape_left,
    LevelEarned: tell_level_earned,
    LevelGained: tell_level,
    CharacterJoined: tell_joined,
    Rested: tell_rest,
    ResourceChanged: tell_resource,
    SpellSlotSpent: tell_slot,
    SpellSlotsRestored: tell_slots_back,
    SpellsPrepared: tell_prepared,
    HitDiceChanged: tell_hit_dice,
    CreatureAppeared: tell_appeared,
    CreatureMoved: tell_moved,
}
