"""Several attacks of the other side in one breath: clauses joined as they come, or summed up when they are many."""

from itertools import pairwise

from llm_brain.ledger.events.bodies import DamageTaken
from llm_brain.narrators.storyteller import blows, grammar, nouns
from llm_brain.narrators.storyteller.blows import Blow
from llm_brain.narrators.storyteller.telling import Telling

_MANY = 4
_SAID_LATELY_TURNS = 8


def tell_state(t: Telling, damages: list[DamageTaken]) -> None:
    """Say how badly the hero stands when these wounds have made them worse: bloodied, or near the end."""
    mine = [d for d in damages if d.ref == t.actor and d.amount]
    you = t.creature(t.actor)
    if not mine or mine[-1].hp <= 0:
        return
    was = blows.health(you, mine[0].hp + mine[0].amount)
    now = blows.health(you, mine[-1].hp)
    since = t.turns_since(f"state:{now}")
    if now != was and (since is None or since > _SAID_LATELY_TURNS):
        t.mark(f"state:{now}")
        t.say(f"state.{now}")


def tell(t: Telling, volley: list[Blow]) -> None:
    """Tell a volley target by target, two attacks a sentence."""
    for target in dict.fromkeys(blow.attack.target for blow in volley):
        against = [blow for blow in volley if blow.attack.target == target]
        if len(against) >= _MANY:
            _tell_many(t, against)
            continue
        while against:
            pair, against = against[:2], against[2:]
            _tell_some(t, pair)


def _clause(t: Telling, blow: Blow, *, is_same: bool = False) -> tuple[str, list[str]]:
    """Return one attack as a clause; `is_same` is an attacker the sentence has named already."""
    attack = blow.attack
    values, flags = blows.values(t, blow), blows.flags(t, blow)
    if is_same:
        values["a"] = attacker = t.noun(attack.attacker).short
        values["w"] = nouns.of_weapon(attack.weapon, attacker)
        values["m"] = nouns.Noun(blows.missile(attack.weapon), owner=attacker)
    if attack.is_hit and blow.damages and blow.total:
        bank = "foe.crit" if attack.is_critical else "foe.hit"
    elif attack.is_hit:
        bank = "foe.harmless" if blow.damages else "foe.touch"
    elif attack.is_fumble:
        bank = "foe.fumble"
    else:
        bank = "foe.near" if blow.is_near else "foe.miss"
    lead, ids = "", list[str]()
    if blow.closes and attack.kind == "melee":
        lead, ids = t.clause("closes", flags=flags, **values)
        values["a"] = attacker = t.noun(attack.attacker).short
        values["w"] = nouns.of_weapon(attack.weapon, attacker)
    words, taken = t.clause(bank, flags=flags, **values)
    if attack.is_opportunity:
        words = f"{t.clause('opportunity', **values)[0]} {words}"
    return f"{lead} {words}".strip(), ids + taken


def _tell_some(t: Telling, volley: list[Blow]) -> None:
    best: tuple[float, str, list[str]] | None = None
    for _ in range(4):
        text, ids = _clause(t, volley[0])
        for earlier, blow in pairwise(volley):
            is_same = earlier.attack.attacker == blow.attack.attacker
            words, more = _clause(t, blow, is_same=is_same)
            joint, joint_ids = t.clause(_joint(earlier, blow), **blows.values(t, blow))
            text, ids = f"{text}{joint} {words}", ids + more + joint_ids
        made = grammar.finished(text)
        score = t.score(made, ids)
        if best is None or score < best[0]:
            best = (score, made, ids)
    assert best is not None
    t.keep(best[1], phrases=best[2])
    _tell_consequences(t, volley)


def _joint(earlier: Blow, blow: Blow) -> str:
    if earlier.attack.is_hit == blow.attack.is_hit:
        return "volley.same"
    return "volley.bad" if blow.attack.is_hit else "volley.good"


def _tell_many(t: Telling, volley: list[Blow]) -> None:
    values = blows.values(t, volley[0])
    attackers = list(dict.fromkeys(blow.attack.attacker for blow in volley))
    values["names"] = grammar.listed([t.noun(ref).phrase for ref in attackers])
    hits = [blow for blow in volley if blow.attack.is_hit and blow.damages]
    if not hits:
        t.say("many.miss", **values)
        return
    parts: list[str] = []
    for blow in hits:
        words, _ = t.clause("many.part", **blows.values(t, blow))
        parts.append(words)
    if len(hits) < len(volley):
        parts.append(t.clause("many.others")[0])
    values["hits"] = grammar.listed(parts)
    t.say("many.hit", **values)
    _tell_consequences(t, volley)


def _tell_consequences(t: Telling, volley: list[Blow]) -> None:
    tell_state(t, [damage for blow in volley for damage in blow.damages])
    for blow in volley:
        values = blows.values(t, blow)
        is_you = blow.attack.target == t.actor
        for damage in blow.damages[1:]:
            t.say("more.damage", **{**values, "n": damage.amount, "dtype": damage.damage_type})
        if any(damage.modified == "resistance" for damage in blow.damages):
            t.say("took.resistance", **values)
        if blow.has_fallen:
            t.say("down.you" if is_you else "down.other", **values)
        if blow.is_dying_worse:
            t.say("dying.worse", flags={"you" if is_you else "hero"}, **values)
        if blow.has_died:
            t.say("dead.you" if is_you else "dead.other", **values)
