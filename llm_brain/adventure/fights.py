"""Planned fights, made to fit the party: how many of what, by the experience points the foes are worth.

The SRD of 2014 has no encounter budget; the shape of this one follows SRD 5.2.1 ("Combat Encounters"), taken
down for a hero who is alone, whom one bad round can kill. It does not know how a fight is fought.
"""

from collections.abc import Sequence

from llm_brain.adventure.draft import Draft
from llm_brain.adventure.sources import FightSource, FoeSource
from llm_brain.ledger.creature import Creature
from llm_brain.ledger.world import Encounter
from llm_brain.referee.bestiary import creature_from, stat_block

# XP a hero at level 1
XP_EACH = {"weak": 25, "middling": 45, "hard": 60, "climax": 100}
ALONE = 0.75  # of a climax, for a hero on whom every blow of a round falls
MOST_FOES = 5
EPITHETS = (
    "torn-eared", "limping", "one-eyed", "long-armed", "scarred",
    "grinning", "pale", "mud-streaked", "hunched", "twitching",
)  # fmt: skip


def budget(tier: str, party: Sequence[Creature]) -> int:
    """Return the experience points a fight may be worth."""
    levels = [hero.sheet.level for hero in party if hero.sheet is not None] or [1]
    share = ALONE if tier == "climax" and len(levels) == 1 else 1.0
    return int(XP_EACH[tier] * sum(levels) * share)


def _count(foe: FoeSource, points: int, heroes: int, *, has_boss: bool) -> int:
    """Return how many there are: blows a round tell more than experience points, so never many more than heroes."""
    most = min(MOST_FOES, heroes + 1) - has_boss
    return max(1, min(most, points // max(stat_block(foe.stat).xp, 10)))


def _fitting(draft: Draft, source: FightSource, points: int) -> FoeSource:
    """Choose among the foes whose kind the budget can pay for, or the least of them."""
    can = [f for f in source.foes if stat_block(f.stat).xp <= points]
    if not can:
        can = [min(source.foes, key=lambda f: (stat_block(f.stat).xp, stat_block(f.stat).hp))]
    return draft.chance.fork(f"foes {source.key}").pick(can)


def _names(draft: Draft, foe: FoeSource, count: int) -> list[str]:
    name = draft.say(foe.name)
    if count == 1:
        return [name]
    epithets = draft.chance.fork(f"epithets {name}").shuffled(foe.epithets or EPITHETS)
    return [f"{epithet} {name}" for epithet in epithets[:count]]


def _boss(draft: Draft, source: FightSource, points: int) -> int:
    """Give the villain the strongest stat block the party can bear; return what is left of the budget."""
    assert source.boss is not None
    able = [s for s in source.boss_stats if stat_block(s).xp <= points] or [source.boss_stats[0]]
    ref = draft.people[source.boss]
    was = draft.creatures[ref]
    body = creature_from(
        able[-1], ref=ref, name=was.name, location=was.location, attitude="hostile"
    )
    draft.creatures[ref] = body.model_copy(update={"person": was.person, "items": was.items})
    return points - stat_block(able[-1]).xp


def add_fight(draft: Draft, source: FightSource, party: Sequence[Creature]) -> None:
    """Write a fight and its foes into the draft."""
    points = budget(source.tier, party)
    refs: list[str] = []
    if source.boss is not None:
        points = _boss(draft, source, points)
        refs.append(draft.people[source.boss])
    place = draft.key_of(source.place)
    cheapest = min((stat_block(f.stat).xp for f in source.foes), default=0)
    if source.foes and (source.boss is None or points >= cheapest):
        foe = _fitting(draft, source, points)
        names = _names(
            draft, foe, _count(foe, points, len(party), has_boss=source.boss is not None)
        )
        for name in names:
            ref = draft.next_ref()
            draft.creatures[ref] = creature_from(foe.stat, ref=ref, name=name, location=place)
            refs.append(ref)
    carrier = draft.creatures[refs[0]]
    carried = tuple(draft.item_of(i) for i in source.carries)
    draft.creatures[refs[0]] = carrier.model_copy(update={"items": (*carrier.items, *carried)})
    draft.encounters[source.key] = Encounter(
        key=source.key,
        name=draft.say(source.name),
        location=place,
        foes=tuple(refs),
        is_climax=source.tier == "climax",
        talk_dc=source.talk_dc,
        because=draft.say(source.because),
    )
