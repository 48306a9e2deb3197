"""Spells with a rule of their own that ask or change the world: sensing, locks, omens, a familiar.

SRD 5.1, "Spell Descriptions". What they find is told by SearchMade and RuleAnswered; what is only noted is a flag.
"""

from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.bodies import HidingChanged
from llm_brain.ledger.events.table import RuleAnswered, SearchMade
from llm_brain.ledger.events.things import FeatureChanged
from llm_brain.ledger.events.world import ExitChanged, FlagSet
from llm_brain.ledger.world import Exit, Feature, Location
from llm_brain.referee.casting.moment import Moment
from llm_brain.referee.dice import Dice
from llm_brain.referee.outcome import Outcome
from llm_brain.referee.refusal import Refusal

MAGIC_WORDS = ("magic", "enchanted", "potion", "scroll", "wand", "rune", "arcane")


def _here(out: Outcome, ref: str) -> Location | None:
    return out.state.locations.get(out.creature(ref).location)


def _found(out: Outcome, moment: Moment, target: str, names: list[str]) -> None:
    unique = tuple(dict.fromkeys(names))
    out.add(SearchMade(by=moment.caster.ref, target=target, found=unique, is_success=bool(unique)))


def detect(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Sense what the spell senses within 30 feet, hidden or not."""
    caster = moment.caster.ref
    kinds = str(moment.spell.effects[0].modifiers["senses"]).split(",")
    place = _here(out, caster)
    if place is None:
        return
    names: list[str] = []
    for creature in out.state.at(place.key):
        if creature.type in kinds and not creature.is_dead:
            names.append(creature.name)
            if creature.is_hidden:
                sensed = f"sensed by {moment.spell.name}"
                out.add(HidingChanged(ref=creature.ref, is_hidden=False, because=sensed))
    words = MAGIC_WORDS if "magic" in kinds else ("poison", "venom", "plague", "disease")
    if "magic" in kinds or "poison" in kinds:
        names += _things(place, out, words)
        if "poison" in kinds:
            names += [c.name for c in out.state.heroes if c.has_condition("poisoned")]
    _found(out, moment, moment.spell.name, names)


def _things(place: Location, out: Outcome, words: tuple[str, ...]) -> list[str]:
    def fits(*texts: str) -> bool:
        return any(word in text.lower() for text in texts for word in words)

    names = [i.name for i in place.items if fits(i.name, i.note)]
    for feature in place.features:
        if fits(feature.name, feature.trap_type, *feature.words):
            names.append(feature.name)
        names += [i.name for i in feature.items if fits(i.name, i.note)]
    for hero in out.state.heroes:
        names += [i.name for i in hero.items if fits(i.name, i.note)]
    return names


def find_traps(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Sense every trap in sight, sprung ones aside."""
    place = _here(out, moment.caster.ref)
    traps: list[Feature] = []
    if place is not None:
        traps = [f for f in place.features if f.trap_dc and not f.trap_is_sprung]
        for trap in traps:
            if trap.is_hidden:
                out.add(
                    FeatureChanged(
                        location=place.key,
                        key=trap.key,
                        name=trap.name,
                        is_hidden=False,
                        because=moment.spell.name,
                    )
                )
            out.add(FlagSet(key=f"trap_known:{trap.key}", value="yes"))
    _found(out, moment, "traps", [trap.name for trap in traps])


def familiar(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Call the familiar; its help is an effect on its master."""
    out.add(FlagSet(key=f"familiar:{moment.caster.ref}", value="owl"))


def require_thing(out: Outcome, moment: Moment) -> None:
    """Refuse when there is nothing to identify."""
    if _thing(out, moment) is None:
        raise Refusal("which_thing", "Say which thing to identify; it must be at hand.")


def _thing(out: Outcome, moment: Moment) -> tuple[str, str] | None:
    """Return the name of the thing meant and what is noted of it."""
    ref = moment.action.target_ref or (f"item:{moment.action.item}" if moment.action.item else "")
    kind, _, key = ref.partition(":")
    place = _here(out, moment.caster.ref)
    if kind == "feature" and place is not None:
        for feature in place.features:
            if feature.key == key:
                return feature.name, feature.detail
    carried: list[Creature] = out.state.heroes
    items = [i for c in carried for i in c.items] + list(place.items if place else ())
    for item in items:
        if kind == "item" and item.key == key:
            return item.name, item.note or f"{item.name}: nothing magical"
    return None


def identify(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Learn what a thing is."""
    thing = _thing(out, moment)
    assert thing is not None
    question = f"what is {thing[0]}"
    out.add(RuleAnswered(by=moment.caster.ref, question=question, answer=thing[1]))
    out.add(FlagSet(key=f"identified:{moment.action.target_ref}", value="yes"))


def _way(out: Outcome, moment: Moment) -> Exit | Feature | None:
    kind, _, key = (moment.action.target_ref or "").partition(":")
    place = _here(out, moment.caster.ref)
    if place is None:
        return None
    if kind == "exit":
        return next((e for e in place.exits if e.to == key), None)
    if kind == "feature":
        return next((f for f in place.features if f.key == key), None)
    return None


def require_way(out: Outcome, moment: Moment) -> None:
    """Refuse when no door, gate or lid is meant, or when it is as it should be already."""
    way = _way(out, moment)
    name = moment.spell.name
    if way is None:
        raise Refusal("which_way", f"Say which door, gate or lid {name} is for.")
    if moment.spell.special == "knock":
        shut = way.is_locked if isinstance(way, Exit) else not way.is_open
        if not shut:
            raise Refusal("already_open", f"{way.name} is not locked.")


def knock(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Open one lock, with a knock heard 300 feet away."""
    _set_way(out, moment, is_open=True)
    out.add(FlagSet(key=f"noise:{out.creature(moment.caster.ref).location}", value="knock"))


def lock(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Keep one way shut by magic."""
    _set_way(out, moment, is_open=False)
    out.add(FlagSet(key=f"arcane_lock:{moment.action.target_ref}", value="10"))


def _set_way(out: Outcome, moment: Moment, *, is_open: bool) -> None:
    way = _way(out, moment)
    here = out.creature(moment.caster.ref).location
    why = moment.spell.name
    if isinstance(way, Exit):
        out.add(
            ExitChanged(location=here, to=way.to, name=way.name, is_locked=not is_open, because=why)
        )
    elif way is not None:
        out.add(
            FeatureChanged(location=here, key=way.key, name=way.name, is_open=is_open, because=why)
        )


def augury(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Learn whether weal or woe lies where somebody means to go in the next half hour."""
    kind, _, key = (moment.action.target_ref or "").partition(":")
    key = key if kind == "exit" else out.creature(moment.caster.ref).location
    place = out.state.locations.get(key)
    woe = any(c.attitude == "hostile" and not c.is_dead for c in out.state.at(key)) or any(
        e.location == key and e.status == "planned" for e in out.state.encounters.values()
    )
    woe = woe or bool(place and any(f.trap_dc and not f.trap_is_sprung for f in place.features))
    weal = bool(place) and any(
        f.coins_cp or f.items or f.clues for f in (place.features if place else ())
    )
    answer = {(True, True): "weal and woe", (True, False): "woe", (False, True): "weal"}.get(
        (woe, weal), "nothing"
    )
    question = moment.action.text or "what lies ahead"
    out.add(RuleAnswered(by=moment.caster.ref, question=question, answer=answer))


def locate(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Sense where a known thing is: here, or at which place."""
    wanted = (moment.action.item or moment.action.target or moment.words).lower()
    kind, _, key = (moment.action.target_ref or "").partition(":")
    names: list[str] = []
    for place in out.state.locations.values():
        things = [*place.items, *(i for f in place.features for i in f.items)]
        if any((kind == "item" and i.key == key) or i.name.lower() in wanted for i in things):
            names.append(place.name)
    for creature in out.state.creatures.values():
        if creature.is_hero or creature.location not in out.state.locations:
            continue
        if any(i.name.lower() in wanted for i in creature.items):
            names.append(out.state.locations[creature.location].name)
    _found(out, moment, moment.action.target or "a thing", names)


def note(out: Outcome, moment: Moment, dice: Dice) -> None:
    """Write down what was done to a thing; it counts where somebody asks for the flag."""
    what = moment.action.target_ref or out.creature(moment.caster.ref).location
    out.add(FlagSet(key=f"{moment.spell.key}:{what}", value=moment.caster.ref))
