"""The rules of the world: people, locks, traps, trade, clues, quests, and what follows by itself."""

import pytest

from llm_brain.adventure.themes import THEMES
from llm_brain.adventure.write import write_adventure
from llm_brain.ledger.creature import Item, Person, Topic
from llm_brain.ledger.events.bodies import DamageTaken, Died
from llm_brain.ledger.events.fights import EncounterBegan
from llm_brain.ledger.events.people import PersonAsked
from llm_brain.ledger.events.sheets import CharacterJoined
from llm_brain.ledger.events.table import ActionRefused
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.ledger.world import (
    Adventure,
    Clue,
    Encounter,
    Exit,
    Feature,
    Location,
    Quest,
    Stage,
)
from llm_brain.referee.actions import Action
from llm_brain.referee.bestiary import creature_from
from llm_brain.referee.dice import ForcedDice
from llm_brain.referee.pregenerated import hero_from
from llm_brain.referee.resolve import resolve_turn
from llm_brain.referee.suggestions import suggest
from llm_brain.referee.world import HANDLERS, consequences, fallen_epilogue, new_hero_joins


def world() -> State:
    """A yard with a liar who trades, a trapped chest, a locked cellar and a goblin in the barn."""
    liar = Person(
        role="carter",
        pronoun="she",
        topics=(
            Topic(key="lie", words=("barn",), answer="It is empty.", is_lie=True),
            Topic(
                key="truth", words=("barn",), answer="A goblin.", needs="success", reveals=("clue",)
            ),
            Topic(key="cart", words=("cart", "wheel"), answer="It squeaks."),
        ),
        sells=(Item(key="torch", name="Torch", quantity=2),),
    )
    carter = creature_from("commoner", ref="n1", name="Maud", location="yard").model_copy(
        update={"person": liar, "attitude": "indifferent", "coins_cp": 500}
    )
    goblin = creature_from("goblin", ref="n2", name="goblin", location="barn")
    yard = Location(
        key="yard",
        name="the Yard",
        kind="village",
        exits=(
            Exit(to="barn", direction="north", name="the barn door"),
            Exit(
                to="cellar",
                direction="down",
                name="the cellar door",
                is_locked=True,
                lock_dc=12,
                key_item="iron-key",
            ),
            Exit(to="loft", direction="up", name="the hatch", is_hidden=True, find_dc=14),
        ),
        features=(
            Feature(
                key="chest",
                name="oak chest",
                detail="It is shut.",
                open_dc=10,
                open_skill="athletics",
                coins_cp=50,
                items=(Item(key="iron-key", name="iron key"),),
                trap_dc=12,
                trap_damage="1d4",
                trap_type="piercing",
            ),
            Feature(key="trough", name="trough", detail="Water.", clues=("clue",)),
        ),
        is_known=True,
        is_visited=True,
    )
    back = {"barn": "south", "cellar": "up", "loft": "down"}
    others = {
        key: Location(
            key=key,
            name=f"the {key.capitalize()}",
            kind="hall",
            exits=(Exit(to="yard", direction=way, name="the way out"),),
        )
        for key, way in back.items()
    }
    hero = hero_from("fighter", ref="c1").model_copy(update={"location": "yard", "coins_cp": 100})
    return State(
        location="yard",
        adventure=Adventure(theme="high_fantasy", start_location="yard", villain="n2"),
        creatures={"c1": hero, "n1": carter, "n2": goblin},
        locations={"yard": yard, **others},
        clues={"clue": Clue(key="clue", text="There is a loft.", opens=("loft",))},
        quests={
            "main": Quest(
                key="main",
                title="The Barn",
                is_main=True,
                status="active",
                giver="n1",
                stages=(
                    Stage(key="a", text="Find out", when="clue:clue", xp=10),
                    Stage(key="b", text="Clear the barn", when="defeat:fight", xp=20),
                ),
                reward_xp=50,
                reward_cp=300,
                if_done="the barn is quiet",
            )
        },
        encounters={"fight": Encounter(key="fight", name="a fight", location="barn", foes=("n2",))},
    )


def do(state: State, kind: str, *dice: int, **fields) -> tuple[list, State]:
    action = Action.model_validate({"kind": kind, **fields})
    events = HANDLERS[action.kind](state, action, "c1", ForcedDice(dice))
    return events, fold(state, events)


def refusal(events: list) -> str:
    assert len(events) == 1, events
    assert isinstance(events[0], ActionRefused)
    return events[0].code


def test_a_liar_lies_until_seen_through():
    events, state = do(world(), "talk", target_ref="n1", text="What is in the barn?")
    assert [e.manner for e in events if isinstance(e, PersonAsked)] == ["lies"]
    _, state = do(state, "skill_check", 1, 20, skill="insight", target_ref="n1")
    events, state = do(state, "talk", target_ref="n1", text="What is in the barn?")
    assert [e.topic for e in events if isinstance(e, PersonAsked)] == ["truth"]
    assert state.clues["clue"].is_found


def test_a_lie_that_is_not_seen_through_stands():
    _, state = do(world(), "talk", target_ref="n1", text="the barn")
    _, state = do(state, "skill_check", 20, 1, skill="insight", target_ref="n1")
    events, _ = do(state, "talk", target_ref="n1", text="the barn again")
    assert [e.manner for e in events if isinstance(e, PersonAsked)] == ["lies"]


def test_people_do_not_know_what_they_were_not_given():
    events, _ = do(world(), "talk", target_ref="n1", text="Where do dragons sleep?")
    assert [e.manner for e in events if isinstance(e, PersonAsked)] == ["does_not_know"]


def test_people_remember_what_was_asked():
    _, state = do(world(), "talk", target_ref="n1", text="Tell me about the cart")
    assert any("cart" in what for what in state.creatures["n1"].person.remembers)
    assert state.creatures["n1"].person.has_met_party


def test_persuasion_gets_what_was_kept_back_and_wins_friends():
    _, state = do(world(), "persuade", 20, target_ref="n1", text="the barn, please")
    assert state.clues["clue"].is_found
    assert state.creatures["n1"].attitude == "friendly"


def test_a_threat_that_fails_makes_an_enemy():
    _, state = do(world(), "intimidate", 1, target_ref="n1")
    assert state.creatures["n1"].attitude == "hostile"


def test_a_truth_opens_what_it_opens():
    _, state = do(world(), "search", target_ref="feature:trough", target="trough")
    assert state.clues["clue"].is_found
    assert state.locations["loft"].is_known
    assert not next(w for w in state.locations["yard"].exits if w.to == "loft").is_hidden


def test_a_good_search_finds_a_hidden_way_and_a_bad_one_does_not():
    _, poor = do(world(), "search", 2)
    _, good = do(world(), "search", 20)
    hidden = [
        next(w for w in s.locations["yard"].exits if w.to == "loft").is_hidden for s in (poor, good)
    ]
    assert hidden == [True, False]


def test_a_locked_way_refuses_and_spends_nothing():
    state = world()
    events, after = do(state, "move", target_ref="exit:cellar")
    assert refusal(events) == "locked"
    assert after == state


def test_a_key_opens_its_way():
    state = world()
    key = Item(key="iron-key", name="iron key")
    state = state.with_creature("c1", items=(*state.creatures["c1"].items, key))
    _, state = do(state, "move", target_ref="exit:cellar")
    assert state.location == "cellar"


def test_force_opens_a_way_and_every_failure_makes_it_easier():
    _, state = do(world(), "interact", 1, target_ref="exit:cellar", text="force the door")
    assert state.flags["worn:yard:cellar"] == "1"
    _, state = do(state, "interact", 20, target_ref="exit:cellar", text="force the door")
    assert not next(w for w in state.locations["yard"].exits if w.to == "cellar").is_locked


def test_a_trap_springs_on_the_careless_and_the_chest_opens_after():
    events, state = do(world(), "interact", 1, 4, 20, target_ref="feature:chest")
    assert [e.amount for e in events if isinstance(e, DamageTaken)] == [4]
    assert any(i.key == "iron-key" for i in state.creatures["c1"].items)
    assert state.creatures["c1"].coins_cp == 150


def test_a_trap_that_is_seen_can_be_disarmed():
    state = fold(world(), [])
    state = state.model_copy(update={"flags": {"trap_seen:chest": "yes"}})
    events, _ = do(state, "interact", 20, 20, target_ref="feature:chest")
    assert not [e for e in events if isinstance(e, DamageTaken)]


def test_buying_and_selling_move_exact_coins():
    _, state = do(world(), "buy", item="Torch", quantity=2)
    assert (state.creatures["c1"].coins_cp, state.creatures["n1"].coins_cp) == (98, 502)
    assert not state.creatures["n1"].person.sells
    handaxe = next((i for i in state.creatures["c1"].items if i.key == "handaxe"), None)
    assert handaxe is not None
    _, state = do(world(), "sell", item="Handaxe")
    assert state.creatures["c1"].coins_cp == 350


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("buy", {"item": "warhorse"}, "not_sold"),
        ("buy", {"item": "Torch", "quantity": 9}, "not_enough"),
        ("sell", {"item": "crown"}, "not_carried"),
        ("take", {"target": "moon"}, "not_here"),
        ("drop", {"item": "moon"}, "not_carried"),
        ("give", {"item": "moon", "recipient_ref": "n1"}, "not_carried"),
        ("move", {"direction": "west"}, "no_such_way"),
        ("move", {"target_ref": "exit:loft"}, "no_way_known"),
        ("talk", {"target_ref": "n2"}, "nobody_there"),
        ("persuade", {"target_ref": "n9"}, "nobody_there"),
        ("search", {"target_ref": "feature:chest"}, "shut"),
        ("skill_check", {"skill": "juggling"}, "no_such_skill"),
        ("sneak", {"target_ref": "exit:cellar"}, "locked"),
    ],
)
def test_it_refuses_what_cannot_be_and_spends_nothing(kind, fields, code):
    state = world()
    events, after = do(state, kind, **fields)
    found = refusal(events)
    assert found == code or (code == "no_way_known" and found == "no_such_way")
    assert after == state


def test_entering_starts_the_fight_that_waits():
    made = resolve_turn(
        world(), [Action(kind="move", target_ref="exit:barn")], "c1", ForcedDice(), 2
    )
    assert any(isinstance(e, EncounterBegan) for e in made.events)


def test_whoever_comes_unseen_surprises():
    events, state = do(world(), "sneak", 20, target_ref="exit:barn")
    followed = consequences(state, events, ForcedDice(), 2)
    began = next(e for e in followed if isinstance(e, EncounterBegan))
    assert [c.is_surprised for c in began.order if c.ref == "n2"] == [True]


def test_the_story_ends_when_its_main_quest_does():
    state = fold(world(), [Died(ref="n2")])
    _, state = do(state, "search", target_ref="feature:trough")
    events = consequences(state, [], ForcedDice(), 3)
    state = fold(state, events)
    assert state.quests["main"].status == "completed"
    assert state.adventure.ended == "victory"
    assert state.creatures["c1"].sheet.xp == 80
    assert state.creatures["c1"].coins_cp == 400
    assert consequences(state, events, ForcedDice(), 3) == []


def test_skipped_inquiries_do_not_hold_the_story_up():
    state = fold(world(), [Died(ref="n2")])
    state = fold(state, consequences(state, [], ForcedDice(), 3))
    assert state.quests["main"].status == "completed"


def test_the_fallen_get_their_choices():
    state = fold(world(), [Died(ref="c1")])
    assert [s.choice for s in suggest(state, "c1")] == ["back", "new_hero", "epilogue"]
    assert fold(state, fallen_epilogue(state)).adventure.ended == "defeat"


def test_a_new_hero_gets_what_belongs_to_the_story():
    state = world()
    key = Item(key="iron-key", name="iron key")
    state = state.with_creature("c1", items=(*state.creatures["c1"].items, key))
    state = fold(state, [Died(ref="c1")])
    state = fold(state, new_hero_joins(state, hero_from("rogue", ref="c2")))
    assert any(i.key == "iron-key" for i in state.creatures["c2"].items)
    assert not any(i.key == "iron-key" for i in state.creatures["c1"].items)
    assert state.location == "yard"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many hit points do I have?", "12 of 12"),
        ("how many spell slots have I left", "no spell slots"),
        ("What do I carry?", "You carry"),
        ("How does grappling work?", "Athletics"),
        ("What is my athletics modifier?", "athletics"),
        ("Which exits are there?", "barn door"),
        ("who is here?", "Maud"),
    ],
)
def test_questions_are_answered_and_change_nothing(question, expected):
    state = world()
    events, after = do(state, "ask_rules", text=question)
    assert expected in events[0].answer
    assert after == state


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("theme", sorted(THEMES))
def test_every_suggestion_is_legal_along_the_way(seed, theme):
    hero = hero_from("fighter", ref="c1")
    joined = CharacterJoined(creature=hero)
    state = fold(State(), [joined, write_adventure(seed, theme, [hero])])
    dice = ForcedDice()
    for turn in range(2, 14):
        offered = suggest(state, "c1")
        assert len(offered) <= 4
        if not offered or offered[0].choice is not None:
            return
        for one in offered:
            made = resolve_turn(state, [one.action], "c1", ForcedDice(), turn)
            assert not [e for e in made.events if isinstance(e, ActionRefused)], one.text
        assert offered == suggest(state, "c1")
        chosen = offered[turn % len(offered)]
        state = resolve_turn(state, [chosen.action], "c1", dice, turn).state
