"""What the world does not hand out: truths nobody asked for, coins for nothing, experience twice; and what it does to all."""

import pytest

from llm_brain.adventure.fights import budget
from llm_brain.adventure.themes import THEMES
from llm_brain.adventure.write import write_adventure
from llm_brain.ledger.creature import Item, Person, Topic
from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.ledger.events.fights import EncounterEnded
from llm_brain.ledger.events.sheets import CharacterJoined
from llm_brain.ledger.events.table import ActionRefused
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Adventure, Clue, Exit, Feature, Location, Quest, Stage
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import creature_from, stat_block
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.pregenerated import hero_from
from llm_brain.referee.resolve import Resolution, resolve_turn
from llm_brain.referee.suggestions import suggest

HEROES = ("fighter", "rogue", "wizard", "cleric")


def world() -> State:
    """A porch with a keeper of one secret who sells torches, and a dark cellar with a loose stair."""
    keeper = Person(
        role="keeper",
        pronoun="she",
        topics=(
            Topic(key="bell", words=("bell",), answer="He rings.", needs="success", reveals=("c",)),
            Topic(key="beer", words=("beer",), answer="It is thin."),
        ),
        sells=(Item(key="torch", name="Torch", quantity=2),),
    )
    woman = creature_from("commoner", ref="n1", name="Maud", location="porch").model_copy(
        update={"person": keeper, "attitude": "indifferent", "coins_cp": 500}
    )
    rat = creature_from("giant-rat", ref="n2", name="tame rat", location="porch").model_copy(
        update={"attitude": "indifferent"}
    )
    stair = Feature(
        key="stair", name="loose stair", trap_dc=12, trap_damage="1d4+1",
        trap_type="bludgeoning", is_underfoot=True,
    )  # fmt: skip
    places = {
        "porch": Location(
            key="porch",
            name="the Porch",
            kind="village",
            exits=(Exit(to="cellar", direction="down", name="the cellar steps"),),
            is_known=True,
            is_visited=True,
        ),
        "cellar": Location(
            key="cellar",
            name="the Cellar",
            kind="crypt",
            light="dark",
            features=(stair,),
            exits=(Exit(to="porch", direction="up", name="the cellar steps"),),
        ),
    }
    quest = Quest(
        key="q", title="The Bell", is_main=True, status="active",
        stages=(Stage(key="ask", text="Ask Maud", when="talk:n1", xp=50),
                Stage(key="down", text="Go down", when="enter:cellar", xp=50)),
    )  # fmt: skip
    hero = hero_from("fighter", ref="c1").model_copy(update={"location": "porch"})
    return State(
        adventure=Adventure(title="T", theme="high_fantasy"),
        location="porch",
        locations=places,
        creatures={"c1": hero, "n1": woman, "n2": rat},
        quests={"q": quest},
        clues={"c": Clue(key="c", text="The sexton rings.")},
    )


def do(state: State, kind: str, *dice: int, **fields: object) -> Resolution:
    action = Action.model_validate({"kind": kind, **fields})
    return resolve_turn(state, [action], "c1", ForcedDice(list(dice)), 2)


def refusal(made: Resolution) -> str:
    return next((e.code for e in made.events if isinstance(e, ActionRefused)), "")


def test_winning_somebody_over_in_another_matter_reveals_nothing():
    made = do(world(), "persuade", 20, target_ref="n1", text="I flirt with the moon")
    assert made.state.creatures["n1"].attitude == "friendly"
    assert not made.state.clues["c"].is_found
    assert "opened:n1" not in made.state.flags


@pytest.mark.parametrize("said", ["I persuade her to tell me more", "I press her about the bell"])
def test_winning_somebody_over_to_speak_reveals_what_they_keep_back(said):
    assert do(world(), "persuade", 20, target_ref="n1", text=said).state.clues["c"].is_found


def test_being_sent_off_is_no_step_of_a_quest():
    made = do(world(), "persuade", 1, target_ref="n1", text="I persuade her to tell me more")
    assert made.state.creatures["n1"].person.has_met_party
    assert not made.state.quests["q"].stages[0].is_done


def test_a_bribe_is_paid_and_makes_it_easier():
    before = world().creatures["c1"].coins_cp
    said = "I bribe Maud with 3 gold pieces to tell me about the bell"
    made = do(world(), "persuade", 10, target_ref="n1", text=said)
    assert made.state.creatures["c1"].coins_cp == before - 300
    assert made.state.clues["c"].is_found


@pytest.mark.parametrize("kind", ["buy", "sell", "give", "drop"])
def test_less_than_one_of_a_thing_brings_no_coins(kind):
    state = world()
    item = {"item": "torch", "target_ref": "item:torch", "recipient_ref": "n1", "quantity": -5}
    made = do(state, kind, **item)
    spent = sum(c.coins_cp for c in state.creatures.values())
    assert sum(c.coins_cp for c in made.state.creatures.values()) == spent
    assert kind != "buy" or made.state.creatures["c1"].coins_cp < state.creatures["c1"].coins_cp
    carried = sum(i.quantity for i in made.state.creatures["c1"].items if i.key == "torch")
    assert carried in (9, 10, 11)


def test_a_beast_takes_no_money():
    assert refusal(do(world(), "give", text="give the rat 1 gold", target_ref="n2")) == "no_use"


def test_nobody_waits_longer_than_a_day_at_once():
    state = world()
    made = do(state, "wait", text="wait", quantity=10**9)
    assert made.state.clock_min - state.clock_min <= 24 * 60


@pytest.mark.parametrize(("save", "least", "most"), [(20, 1, 2), (1, 2, 5)])
def test_what_lies_underfoot_hurts_once_and_a_save_halves_it(save, least, most):
    made = do(world(), "move", save, target_ref="exit:cellar")
    lost = [e.amount for e in made.events if isinstance(e, DamageTaken)]
    assert len(lost) == 1
    assert least <= lost[0] <= most
    back = do(made.state, "move", target_ref="exit:porch")
    again = do(back.state, "move", target_ref="exit:cellar")
    assert not [e for e in again.events if isinstance(e, DamageTaken)]


def test_a_light_is_offered_before_the_dark_and_the_dark_only_with_one():
    state = fold(world(), do(world(), "talk", target_ref="n1", text="about the beer").events)
    offered = suggest(state, "c1")
    assert any(s.action.kind == "use_item" and s.action.item == "Torch" for s in offered)
    assert not any(s.action.target_ref == "exit:cellar" for s in offered)


def test_with_darkvision_the_dark_needs_no_light():
    state = world()
    wizard = hero_from("wizard", ref="c1").model_copy(update={"location": "porch"})
    state = state.model_copy(update={"creatures": {**state.creatures, "c1": wizard}})
    assert not any(s.action.kind in ("use_item", "cast") for s in suggest(state, "c1"))


def test_there_are_always_two_things_to_do():
    assert len(suggest(world(), "c1")) >= 2


def party(heroes: int, level: int = 1) -> list:
    made = [hero_from(key, ref=f"c{i}") for i, key in enumerate(HEROES[:heroes], start=1)]
    return [
        h.model_copy(update={"sheet": h.sheet.model_copy(update={"level": level})}) for h in made
    ]


@pytest.mark.parametrize("heroes", [1, 2, 3, 4])
@pytest.mark.parametrize("theme", sorted(THEMES))
def test_no_fight_has_many_more_foes_than_heroes_nor_more_than_the_budget(heroes, theme):
    group = party(heroes)
    for seed in range(6):
        written = write_adventure(seed, theme, group)
        bodies = {c.ref: c for c in written.creatures}
        for fight in written.encounters:
            assert len(fight.foes) <= heroes + 1
            if fight.is_climax:
                worth = sum(stat_block(bodies[r].stat_block).xp for r in fight.foes)
                assert worth <= budget("climax", group)


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_who_comes_to_the_climax_by_its_steps_is_of_second_level(theme):
    for seed in range(12):
        written = write_adventure(seed, theme, party(1))
        quest = next(q for q in written.quests if q.is_main)
        before = [s.xp for s in quest.stages if not s.when.startswith(("defeat:", "item:"))]
        assert sum(before) >= 300


def at_arms(foe: str) -> State:
    """A hero with one hit point left and somebody hostile beside them, in a fight that has begun."""
    state = world()
    bandit = creature_from(foe, ref="n3", name="bandit", location="porch")
    events = [CharacterJoined(creature=hero_from("fighter", ref="c1"))]
    state = fold(state, events).with_creature("c1", hp=1, location="porch")
    state = state.model_copy(update={"creatures": {**state.creatures, "n3": bandit}})
    return do(state, "attack", 20, 1, 1, 20, 4, target_ref="n3").state


def test_people_fell_the_last_hero_without_killing():
    state = at_arms("bandit")
    hero = state.creatures["c1"]
    assert not hero.is_dead
    assert [e.status for e in state.encounters.values()] == ["lost"]


def test_nobody_is_worth_experience_twice():
    state = world()
    first = do(state, "attack", 20, 20, 1, 20, 8, 8, target_ref="n2")
    over = [e for e in first.events if isinstance(e, EncounterEnded)]
    assert over[0].xp == stat_block("giant-rat").xp
    assert first.state.flags["beaten:n2"] == "yes"
