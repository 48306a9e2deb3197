"""A small world by hand, and one telling example of every event type there is."""

from collections.abc import Callable
from typing import Any

import pytest

from llm_brain.ledger.creature import (
    Concentration,
    Condition,
    Creature,
    Effect,
    Item,
    Person,
    Sheet,
    Topic,
)  # fmt: skip
from llm_brain.ledger.event import Event
from llm_brain.ledger.events import (
    bodies,
    dice,
    fights,
    magic,
    newcomers,
    people,
    powers,
    proposals,
    shapes,
    sheets,
    table,
    things,
    turns,
    world,
)
from llm_brain.ledger.fold import fold
from llm_brain.ledger.rolls import DieRolled, Roll
from llm_brain.ledger.state import State
from llm_brain.ledger.world import (
    Adventure,
    Clue,
    Combatant,
    Encounter,
    Exit,
    Feature,
    Location,
    Quest,
    Stage,
)  # fmt: skip
from llm_brain.narrators.protocol import Brief, Piece
from llm_brain.narrators.storyteller import Storyteller

ABILITIES = {"str": 10, "dex": 14, "con": 12, "int": 10, "wis": 12, "cha": 10}


def creature(ref: str, name: str, **fields: Any) -> Creature:
    given = {"hp": 12, "hp_max": 12, "armor_class": 13, "location": "landing"} | fields
    return Creature(ref=ref, name=name, abilities=ABILITIES, **given)


SHEET = Sheet(
    race="Halfling",
    class_name="Rogue",
    slots_max={1: 2},
    slots_left={1: 2},
    resources_left={"second-wind": 1},
)
HERO = creature("c1", "Mira Tallow", sheet=SHEET, coins_cp=640)
FRIEND = creature("c2", "Borin Ashhelm", sheet=SHEET)
BELL = Topic(
    key="bell", words=("bell",), answer="It rings at night. Go and ask Granny Maud about it."
)
WEN = creature(
    "n1", "Old Wen", attitude="indifferent",
    person=Person(role="lock-keeper", pronoun="he", age="old", manner="winding tarred twine", topics=(BELL,)),
)  # fmt: skip
GOBLIN = creature("n2", "torn-eared goblin", attitude="hostile", stat_block="goblin")
BONES = creature("n3", "skeleton", type="undead", attitude="hostile", stat_block="skeleton")
LANDING = Location(
    key="landing", name="Osterby Landing", kind="village", is_outdoors=True,
    facts=(
        "a row of narrow houses standing on their own reflections", "wet footprints on the quay",
        "a ferry bell with its tongue tied up in rag", "a tabby cat washing on a mooring post", "a smell of tar",
    ),
    exits=(Exit(to="towpath", direction="north", name="the cinder path", is_locked=True),),
    features=(Feature(key="chest", name="keeper's chest", detail="The lid is swollen shut with damp."),),
)  # fmt: skip
TOWPATH = Location(
    key="towpath", name="the Towpath", kind="road", is_outdoors=True,
    facts=("a heron on one leg", "a towrope worn through", "a line of ribboned willows", "nettles, waist-high"),
    exits=(Exit(to="landing", direction="south", name="the cinder path"),),
)  # fmt: skip
BELL_QUEST = Quest(
    key="main", title="Low Water", is_main=True, giver="n1",
    stages=(Stage(key="find", text="Find who rings the bell", when="x"), Stage(key="stop", text="Silence it", when="y")),
)  # fmt: skip
WRITTEN = world.AdventureWritten(
    adventure=Adventure(
        title="Low Water", theme="high_fantasy", start_location="landing",
        hook="For nine nights the bell has rung from under the river. Old Wen has stopped your boat with a boathook.",
    ),
    clock_min=480, weather="windy", locations=(LANDING, TOWPATH), creatures=(WEN, GOBLIN, BONES),
    quests=(BELL_QUEST,), clues=(Clue(key="thumb", text="One pair of hands winds the sluice."),),
    encounters=(Encounter(key="ambush", name="ambush", location="landing", foes=("n2",)),),
)  # fmt: skip
EMPTY = State(creatures={"c1": HERO, "c2": FRIEND})
START = fold(EMPTY, [WRITTEN])
ROPE = Item(key="rope", name="Rope, hempen (50 feet)")
ORDER = (
    Combatant(ref="n2", initiative=15, side="foes", zone="near"),
    Combatant(ref="c1", initiative=9, side="party", zone="near"),
)
ROLL = Roll(
    id=7,
    purpose="attack",
    expression="1d20",
    dice=(DieRolled(n=7, sides=20, value=11),),
    total=16,
    against=17,
)
STRUCK = bodies.DamageTaken(ref="n2", amount=7, damage_type="slashing", rolled=7, hp=5, by="c1")

EXAMPLES: dict[str, tuple[Event, ...]] = {
    e[0].type: e
    for e in (
        (dice.RollMade(roll=ROLL),),
        (bodies.DamageTaken(ref="c1", amount=5, damage_type="fire", rolled=5, hp=7),),
        (bodies.Healed(ref="c1", amount=4, hp=12),),
        (bodies.TempHpGained(ref="c1", amount=8, temp_hp=8),),
        (bodies.ConditionGained(ref="c1", condition=Condition(name="poisoned")),),
        (bodies.ConditionLost(ref="c1", name="prone"),),
        (bodies.EffectGained(ref="c1", effect=Effect(name="dodging")),),
        (bodies.EffectLost(ref="c1", name="bless"),),
        (bodies.ConcentrationBegan(ref="c1", concentration=Concentration(spell="bless")),),
        (bodies.ConcentrationEnded(ref="c1", spell="bless"),),
        (bodies.FellUnconscious(ref="c1"),),
        (bodies.DeathSavesMarked(ref="c1", successes=0, failures=1),),
        (bodies.Stabilised(ref="c2", by="c1"),),
        (bodies.Revived(ref="c2", hp=1, by="c1"),),
        (bodies.Died(ref="n2", by="c1"),),
        (bodies.HidingChanged(ref="c1", is_hidden=True),),
        (fights.EncounterBegan(key="ambush", name="ambush", location="landing", order=ORDER, zones=()),),
        (fights.CombatantJoined(combatant=ORDER[0], index=0),),
        (fights.TurnBegan(ref="c1", round=1, index=1, movement_ft=30),),
        (fights.TurnEnded(ref="c1"),),
        (fights.ActionSpent(ref="c1", what="action"),),
        (fights.MovementGained(ref="c1", movement_left_ft=60, because="Dash"),),
        (fights.ZoneEntered(ref="c1", zone="far", zone_name="at the far end", from_zone="near", movement_left_ft=0),),
        (fights.AttackMade(attacker="c1", target="n2", weapon="Rapier", kind="melee", is_hit=True), STRUCK),
        (fights.Fled(ref="n2"),),
        (fights.Vanished(ref="n2"),),
        (fights.Surrendered(ref="n2"),),
        (bodies.HpMaxChanged(ref="c1", hp_max=17, hp=12),),
        (people.StockChanged(ref="n1", key="torch", quantity=3),),
        (turns.TurnTaken(turn_number=3, by="c1"),),
        (fights.EncounterEnded(key="ambush", outcome="won", xp=50),),
        (powers.AbilitySpent(ref="n2", key="fire-breath", name="Fire Breath"),),
        (powers.AbilityRecharged(ref="n2", key="fire-breath", name="Fire Breath"),),
        (powers.LegendaryActionTaken(ref="n2", name="Tail Attack", left=2),),
        (powers.LegendaryActionsRegained(ref="n2"),),
        (powers.LegendaryResistanceUsed(ref="n2", left=2),),
        (magic.Attuned(ref="c1", key="ring-of-protection", name="Ring of Protection"),),
        (magic.AttunementEnded(ref="c1", key="ring-of-protection", name="Ring of Protection"),),
        (
            magic.ChargesChanged(
                ref="c1", key="wand-of-web", name="Wand of Web", spent=0, left=7, because="dawn"
            ),
        ),
        (
            magic.ItemIdentified(
                ref="c1", key="ring-of-protection", name="Ring of Protection", was="plain ring"
            ),
        ),
        (magic.AbilityRaised(ref="c1", ability="con", score=16, because="Manual"),),
        (people.PersonMet(ref="n1"),),
        (people.PersonAsked(ref="n1", by="c1", said="bell?", topic="bell", answer=BELL.answer),),
        (people.PersonRemembered(ref="n1", what="asked about the bell"),),
        (people.AttitudeChanged(ref="n1", attitude="friendly"),),
        (people.ItemTraded(ref="n1", by="c1", item="Torch", price_cp=12, is_bought=True),),
        (sheets.CharacterJoined(creature=FRIEND),),
        (sheets.XpGained(ref="c1", amount=75, xp=75),),
        (sheets.LevelEarned(ref="c1", level=2),),
        (
            shapes.ShapeTaken(
                ref="c1", form="wolf", name="Wolf", hp=11, hp_max=11, armor_class=13, speed_ft=40, size="Medium",
                abilities={"str": 12, "dex": 15, "con": 12}, effect=Effect(name="wild shape"),
            ),
        ),
        (shapes.ShapeLeft(ref="c1", hp=9),),
        (
            sheets.LevelGained(
                ref="c1", level=2, sheet=SHEET, hp=18, hp_max=18, proficiency_bonus=2, abilities=ABILITIES,
                gained=("Cunning Action",),
            ),
        ),
        (sheets.SpellSlotSpent(ref="c1", level=1, left=1),),
        (sheets.SpellSlotsRestored(ref="c1", slots_left={1: 2}),),
        (sheets.ResourceChanged(ref="c1", resource="second-wind", left=0),),
        (sheets.HitDiceChanged(ref="c1", left=1),),
        (sheets.SpellsPrepared(ref="c1", spells=("bless", "shield-of-faith")),),
        (sheets.Rested(refs=("c1",), kind="short"),),
        (table.ActionTaken(by="c1", action={"kind": "wait"}),),
        (table.ActionRefused(by="c1", kind="take", code="odd", reason="The lid weighs more than you do."),),
        (table.QuestionAsked(by="c1", question="Which door do you mean?", choices=("the red one", "the green one")),),
        (table.SceneDescribed(by="c1", location="landing", seen=("Old Wen",)),),
        (table.SearchMade(by="c1"),),
        (table.CheckMade(by="c1", what="Climb the wall", skill="athletics", is_success=True),),
        (table.RuleAnswered(by="c1", question="cover?", answer="Half cover helps a little against arrows."),),
        (table.Remarked(by="c1", what="I sing to the moon"),),
        (table.ItemUsed(ref="c1", item="torch", name="Torch"),),
        (table.SpellCast(ref="c1", spell="light", name="Light"),),
        (table.CampaignBegan(dice_seed_sha256="00ff", adventure_seed=7),),
        (table.TurnsUndone(turn_numbers=(3,)),),
        (table.TurnRetold(turn_number=3, narrator="storyteller"),),
        (table.NarrationEdited(turn_number=3),),
        (table.TurnTold(turn_number=3, narrator="storyteller"),),
        (table.TellingWithdrawn(turn_number=3),),
        (table.PictureReady(turn_number=3, url="/x"),),
        (table.VoiceReady(turn_number=3, url="/x"),),
        (table.PortraitReady(ref="c1", url="/x"),),
        (table.MediaFailed(turn_number=3, kind="image", reason="x"),),
        (table.DiceSeedRevealed(dice_seed="00"),),
        (things.ItemGained(ref="c1", item=ROPE),),
        (things.ItemLost(ref="c1", key="rope", name="Rope"),),
        (things.ItemEquipped(ref="c1", key="shield", name="Shield", is_equipped=True, armor_class=15),),
        (things.CoinsChanged(ref="c1", amount_cp=125, coins_cp=765),),
        (things.ItemLeft(location="landing", item=ROPE),),
        (things.ItemRemoved(location="landing", key="rope"),),
        (things.FeatureChanged(location="landing", key="chest", name="keeper's chest", is_open=True),),
        (WRITTEN,),
        (world.TimePassed(minutes=60, clock_min=540),),
        (world.WeatherChanged(weather="rain"),),
        (world.LocationEntered(location="towpath", name="the Towpath", from_location="landing", is_first=True),),
        (world.LocationDiscovered(location="towpath", name="the Towpath"),),
        (world.ExitChanged(location="landing", to="towpath", name="the cinder path", is_locked=False),),
        (world.ClueFound(key="thumb", text="One pair of hands winds the sluice.", source="chest"),),
        (world.QuestOffered(key="main", title="Low Water", text="Find who rings the bell", giver="n1"),),
        (
            world.QuestAdvanced(
                key="main", title="Low Water", stage="find", text="Find who rings the bell", next_text="Silence it"
            ),
        ),
        (world.QuestEnded(key="main", title="Low Water", status="completed"),),
        (world.CreatureAppeared(creature=creature("n9", "grey wolf", type="beast")),),
        (world.CreatureMoved(ref="n1", location="towpath"),),
        (world.FlagSet(key="x", value="y"),),
        (proposals.ProposalAccepted(kind="place", name="Heron Ford", text="Reeds stand here.", by="llama", turn_number=4),),
        (proposals.ProposalRefused(kind="place", code="not_now", reason="No.", by="llama", turn_number=4),),
        (newcomers.PersonArrived(creature=creature("n9", "Maud Cole", location="towpath")),),
        (newcomers.RegardChanged(ref="n1", by=5, regard=5, at_clock_min=0, because="was paid"),),
        (proposals.PersonAdded(creature=creature("n9", "Maud Cole", location="towpath")),),
        (proposals.PlaceAdded(
            location=Location(key="ford", name="Heron Ford", kind="shore"), beside="towpath",
            way=Exit(to="ford", direction="east", name="the way to Heron Ford"),
        ),),
        (proposals.RumourHeard(clue=Clue(key="rumour-1", text="It is only said: Eels sing.", is_found=True)),),
        (proposals.TrinketAdded(location="towpath", item=Item(key="trinket-x", name="bone button")),),
        (proposals.QuestStepAdded(key="main", title="x", stage=Stage(key="p", text="Go there.", when="enter:towpath")),),
        (proposals.CheckSuggested(location="towpath", skill="perception", text="Listen closely", until_clock_min=1),),
        (world.AdventureEnded(outcome="victory", facts={"after": "the bell is hung where people can see it"}),),
    )
}  # fmt: skip


@pytest.fixture
def examples() -> dict[str, tuple[Event, ...]]:
    return EXAMPLES


@pytest.fixture
def start() -> State:
    return START


@pytest.fixture
def brief_of() -> Callable[..., Brief]:
    """Make a brief of events, from the hand-made world unless another state is given."""

    def make(*events: Event, before: State | None = None, **fields: Any) -> Brief:
        is_opening = any(isinstance(e, world.AdventureWritten) for e in events)
        state = before or (EMPTY if is_opening else START)
        given = {
            "messages": (), "campaign_name": "The Drowned Bell", "theme": "high_fantasy", "tone": "", "dm_style": "",
            "turn_number": 5, "actor": "c1", "message": "", "actions": (), "seed": 11,
        } | fields  # fmt: skip
        return Brief(events=tuple(events), before=state, after=fold(state, events), **given)

    return make


@pytest.fixture
def told() -> Callable[[Brief], list[Piece]]:
    return lambda brief: list(Storyteller().narrate(brief))
