"""What a telling leaves out is said by the storyteller."""

from llm_brain.ledger.creature import Condition, Creature, Item, Sheet
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import ConditionGained, DamageTaken, Died
from llm_brain.ledger.events.fights import AttackMade
from llm_brain.ledger.events.things import CoinsChanged, ItemGained
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Location
from llm_brain.narrators.protocol import Brief, Piece
from llm_brain.turn.completeness import made_whole, untold
from llm_brain.turn.reply import Guard

MIRA = Creature(
    ref="c1", name="Mira", abilities={"dex": 16}, hp=9, hp_max=9, armor_class=14, location="x",
    sheet=Sheet(race="Halfling", class_name="Rogue"),
)  # fmt: skip
RAT = Creature(
    ref="n1",
    name="rat",
    abilities={"dex": 10},
    hp=1,
    hp_max=9,
    armor_class=10,
    location="x",
    attitude="hostile",
)
CELLAR = Location(key="x", name="the cellar", kind="crypt")
STATE = State(location="x", creatures={"c1": MIRA, "n1": RAT}, locations={"x": CELLAR})
BLOW = AttackMade(attacker="c1", target="n1", weapon="Rapier", kind="melee", is_hit=True)
HIT = DamageTaken(ref="n1", amount=8, damage_type="piercing", rolled=8, hp=1, by="c1")
POISON = ConditionGained(ref="c1", condition=Condition(name="poisoned"))
DEATH = Died(ref="n1", by="c1")
ROPE = ItemGained(ref="c1", item=Item(key="rope", name="Rope, hempen (50 feet)"))
COINS = CoinsChanged(ref="c1", amount_cp=500, coins_cp=500)


def _left_out(said: str, *events: Event) -> tuple[list[Event], list[str]]:
    numbered = list(enumerate(events, 10))
    brief = Brief(
        messages=(), campaign_name="x", theme="high_fantasy", tone="", dm_style="", turn_number=2, actor="c1",
        message="I stab the rat", actions=(), events=events, before=STATE, after=STATE,
    )  # fmt: skip
    guard = Guard(brief, numbered)
    told = [s for s in [guard.let_through(Piece(said, is_whole_sentence=True))] if s]
    more = [guard.let_through(piece) for piece in made_whole(brief, numbered, told)]
    still = untold(numbered, [*told, *filter(None, more)])
    assert [event for event in still if not isinstance(event, Died)] == []
    return untold(numbered, told), [s.text for s in more if s]


def test_a_wound_without_its_number_is_told_by_the_storyteller_with_it() -> None:
    missing, more = _left_out("Your rapier finds the rat.", BLOW, HIT)
    assert missing == [HIT]
    assert more


def test_a_wound_with_its_number_is_told() -> None:
    assert _left_out("Your rapier finds the rat for eight damage.", BLOW, HIT) == ([], [])


def test_a_condition_a_death_a_thing_and_coins_left_out_are_told() -> None:
    missing, more = _left_out("The cellar is quiet.", POISON, DEATH, ROPE, COINS)
    assert missing == [POISON, DEATH, ROPE, COINS]
    assert more


def test_what_is_told_is_not_told_twice() -> None:
    said = "The venom poisons you, the rat dies, and you take the hempen rope and five gold."
    assert _left_out(said, POISON, DEATH, ROPE, COINS) == ([], [])
