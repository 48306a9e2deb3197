"""Illegal characters are refused with every problem at once; whatever is chosen, it is refused or it is legal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from llm_brain.ledger.creature import ABILITIES
from llm_brain.referee.abilities import SKILLS, proficiency_for_level, score_modifier
from llm_brain.referee.characters.building import build
from llm_brain.referee.characters.choices import Choices
from llm_brain.referee.characters.defaults import complete, pruned, quick
from llm_brain.referee.characters.draft import Draft
from llm_brain.referee.characters.legality import problems
from llm_brain.referee.characters.questions import questions
from llm_brain.referee.characters.shown import derived
from llm_brain.referee.characters.tables import CLASSES, RACES


def changed(choices, **picks):
    """Return choices with other picks; `__` stands for a dot in a key."""
    new = {key.replace("__", "."): tuple(value) for key, value in picks.items()}
    return choices.model_copy(update={"picks": {**choices.picks, **new}})


def codes(choices):
    return {(one.code, one.field) for one in problems(choices)}


def test_every_problem_is_named_at_once():
    wrong = Choices.model_validate(
        {
            "name": " ",
            "race": "vampire",
            "background": "pirate",
            "abilities": {"method": "point_buy", "scores": dict.fromkeys(ABILITIES, 16)},
            "classes": [{"key": "fighter", "level": 21}, {"key": "jester", "level": 1}],
            "bought": {"longsword": 1},
            "picks": {"wizard.spells": ["wish"]},
        }
    )
    found = codes(wrong)
    assert {
        ("no_name", "name"),
        ("unknown_race", "race"),
        ("unknown_background", "background"),
        ("bad_level", "classes.0"),
        ("unknown_class", "classes.1"),
        ("too_many_levels", "classes"),
        ("score_not_for_sale", "abilities.str"),
        ("no_gold", "bought"),
        ("nothing_to_choose", "picks.wizard.spells"),
    } <= found


def test_a_skill_cannot_be_had_twice():
    """SRD 5.1, "Backgrounds": Proficiencies."""
    choices = changed(quick("Ada", "human", "cleric"), cleric__skills=["insight", "medicine"])
    assert codes(choices) == {("had_already", "picks.cleric.skills")}
    choices = changed(choices, cleric__skills=["medicine", "medicine"])
    assert codes(choices) == {("twice", "picks.cleric.skills")}


def test_the_array_is_used_as_it_is():
    """SRD 5.2.1, "Determine Ability Scores": Standard Array."""
    choices = quick("Ada", "human", "fighter")
    scores = {**choices.abilities.scores, "str": 14}
    abilities = choices.abilities.model_copy(update={"scores": scores})
    assert codes(choices.model_copy(update={"abilities": abilities})) == {
        ("not_the_array", "abilities")
    }


def test_points_run_out():
    choices = quick("Ada", "human", "fighter")
    abilities = choices.abilities.model_copy(
        update={"method": "point_buy", "scores": dict.fromkeys(ABILITIES, 13)}
    )
    assert codes(choices.model_copy(update={"abilities": abilities})) == {
        ("too_many_points", "abilities")
    }


def test_a_second_class_takes_the_scores_of_both():
    """SRD 5.1, "Multiclassing": Prerequisites."""
    weak = {
        "name": "Ada",
        "race": "human",
        "classes": [{"key": "fighter", "level": 1}, {"key": "wizard", "level": 1}],
        "abilities": {"scores": {"str": 15, "dex": 14, "con": 13, "int": 8, "wis": 12, "cha": 10}},
    }
    choices = complete(Choices.model_validate(weak))
    assert codes(choices) == {("prerequisite", "classes")}


def test_no_score_is_raised_above_twenty():
    """SRD 5.1, "Ability Score Improvement"."""
    choices = quick("Ada", "half-orc", "fighter", 8)
    choices = changed(
        choices,
        fighter__improvement__4=["str", "str"],
        fighter__improvement__6=["str", "str"],
        fighter__improvement__8=["con", "con"],
    )
    assert codes(choices) == {("score_too_high", "picks.fighter.improvement.6")}


def test_a_feat_stands_in_for_both_improvements_and_takes_strength():
    """SRD 5.1, "Feats": Grappler."""
    choices = changed(
        quick("Ada", "human", "fighter", 4), fighter__improvement__4=["feat:grappler"]
    )
    assert codes(choices) == set()
    weak = changed(quick("Ada", "human", "wizard", 4), wizard__improvement__4=["feat:grappler"])
    assert ("prerequisite", "picks.wizard.improvement.4") in codes(weak)


def test_spells_are_of_a_level_that_could_be_learned():
    """SRD 5.1, "Your Spellbook"."""
    first = quick("Ada", "human", "wizard")
    spells = [*first.picks["wizard.spells"][:5], "fireball"]
    assert ("not_offered", "picks.wizard.spells") in codes(changed(first, wizard__spells=spells))
    fifth = quick("Ada", "human", "wizard", 5)
    third = ["fireball", "fly", "haste"]
    spells = [*third, *(s for s in fifth.picks["wizard.spells"] if s not in third)][:14]
    assert ("too_many_high_spells", "picks.wizard.spells") in codes(
        changed(fifth, wizard__spells=spells)
    )


def test_invocations_have_prerequisites():
    """SRD 5.1, "Eldritch Invocations"."""
    choices = quick("Ada", "human", "warlock", 3)
    picked = ["lifedrinker", "thirsting-blade"]
    assert ("not_offered", "picks.warlock.invocations") in codes(
        changed(choices, warlock__invocations=picked)
    )


def test_nothing_but_what_is_asked_for_is_taken():
    with pytest.raises(ValidationError):
        Choices.model_validate({"name": "A", "race": "elf", "classes": [], "hp_max": 300})
    with pytest.raises(ValidationError):
        Choices.model_validate(
            {"name": "A", "race": "elf", "classes": [{"key": "rogue", "level": "1"}]}
        )


def test_what_fits_no_more_is_dropped_and_asked_anew():
    wizard = quick("Ada", "elf", "wizard")
    as_fighter = wizard.model_copy(update={"classes": quick("A", "elf", "fighter").classes})
    assert problems(as_fighter)
    assert problems(complete(pruned(as_fighter))) == []


LEVELS = st.integers(-1, 21)
CLASS = st.fixed_dictionaries({"key": st.sampled_from([*CLASSES, "jester"]), "level": LEVELS})


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_whatever_is_chosen_is_refused_or_a_legal_hero(data):
    fields = {
        "name": data.draw(st.sampled_from(["Ada", ""])),
        "race": data.draw(st.sampled_from([*RACES, "vampire"])),
        "background": data.draw(st.sampled_from(["acolyte", "custom", "pirate"])),
        "classes": data.draw(st.lists(CLASS, min_size=0, max_size=3)),
        "abilities": {
            "method": data.draw(st.sampled_from(["standard_array", "point_buy"])),
            "scores": data.draw(
                st.dictionaries(st.sampled_from(ABILITIES), st.integers(3, 18), max_size=6)
            ),
        },
        "gear": data.draw(st.sampled_from(["package", "gold"])),
    }
    choices = Choices.model_validate(fields)
    if data.draw(st.booleans()):
        choices = complete(choices)
    asked = questions(Draft(choices))
    for one in data.draw(st.lists(st.sampled_from(asked), max_size=3)) if asked else ():
        keys = [*(option.key for option in one.options), "nothing"]
        picked = tuple(data.draw(st.lists(st.sampled_from(keys), max_size=one.count + 1)))
        choices = choices.model_copy(update={"picks": {**choices.picks, one.key: picked}})
    found = problems(choices)
    assert all(one.code and one.field and one.message for one in found)
    if not found:
        _is_legal(choices)


@settings(max_examples=20, deadline=None)
@given(
    race=st.sampled_from(list(RACES)),
    first=st.tuples(st.sampled_from(list(CLASSES)), st.integers(1, 20)),
    data=st.data(),
)
def test_legal_choices_make_numbers_that_can_be_derived_again(race, first, data):
    choices = quick("Ada", race, *first)
    # another answer to some question, where another one will do
    asked = [one for one in questions(Draft(choices)) if not one.key.startswith("gear.")]
    one = data.draw(st.sampled_from(asked))
    keys = [option.key for option in one.options]
    picked = tuple(data.draw(st.permutations(keys)))[: one.count]
    other = complete(
        pruned(choices.model_copy(update={"picks": {**choices.picks, one.key: picked}}))
    )
    for chosen in (choices, other):
        if not problems(chosen):
            _is_legal(chosen)


def _is_legal(choices):
    """Derive every number once more, by hand."""
    hero = build(choices, ref="c1")
    sheet, level = hero.sheet, choices.level
    modifier = {a: score_modifier(hero.abilities[a]) for a in ABILITIES}
    assert hero.proficiency_bonus == proficiency_for_level(level)
    assert all(3 <= hero.abilities[a] <= 24 for a in ABILITIES)
    dice = [CLASSES[one.key].hit_die for one in choices.classes for _ in range(one.level)]
    shares = [dice[0], *(die // 2 + 1 for die in dice[1:])]
    more = level * ("Dwarven Toughness" in sheet.features)
    more += sum(one.level for one in choices.classes if one.key == "sorcerer")
    assert hero.hp_max == sum(max(1, s + modifier["con"]) for s in shares) + more
    assert hero.hp == hero.hp_max
    casters = [one for one in choices.classes if CLASSES[one.key].at(one.level).slots]
    if len(choices.classes) == 1:
        assert sheet.slots_max == CLASSES[choices.classes[0].key].at(level).slots
    assert bool(sheet.slots_max) == bool(casters)
    shown = derived(hero)
    for skill, ability in SKILLS.items():
        least = modifier[ability] + hero.proficiency_bonus * (skill in hero.skills)
        assert shown["skills"][skill] >= least
    assert len(set(hero.skills)) == len(hero.skills)
    assert set(sheet.expertise) <= set(hero.skills)
    assert hero.coins_cp >= 0
    if sheet.spell_ability:
        assert shown["spell_save_dc"] == 8 + hero.proficiency_bonus + modifier[sheet.spell_ability]
