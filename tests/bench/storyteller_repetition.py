"""How often the storyteller repeats itself over campaigns of 200 turns.

Prints, per campaign: equal tellings, the most frequent sentence with names and numbers masked, the share of
eight-word sequences told before, words a turn, milliseconds a telling. Run from the repository root:
`python -m tests.bench.storyteller_repetition --turns 200 --seeds 4`; `--show` prints the tellings.
"""

import argparse
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from llm_brain.adventure.themes import THEMES
from llm_brain.adventure.write import write_adventure
from llm_brain.ledger.creature import Creature, Item, Sheet
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.bodies import DamageTaken, Died, Healed
from llm_brain.ledger.events.fights import AttackMade, EncounterBegan, EncounterEnded, TurnBegan
from llm_brain.ledger.events.people import PersonAsked, PersonMet
from llm_brain.ledger.events.sheets import Rested, XpGained
from llm_brain.ledger.events.table import (
    ActionRefused,
    CheckMade,
    Remarked,
    SceneDescribed,
    SearchMade,
    SpellCast,
)
from llm_brain.ledger.events.things import ItemGained
from llm_brain.ledger.events.world import ClueFound, LocationEntered, TimePassed
from llm_brain.ledger.fold import fold
from llm_brain.ledger.state import State
from llm_brain.ledger.world import Combatant
from llm_brain.narrators.protocol import Brief
from llm_brain.narrators.storyteller import Storyteller
from llm_brain.narrators.storyteller.choose import Coin
from llm_brain.referee.pregenerated import pregenerated

NUMBERS = re.compile(
    r"\b(?:\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|\w+teen)\b"
)
ABILITIES = {"str": 10, "dex": 14, "con": 12, "int": 10, "wis": 12, "cha": 10}


@dataclass
class Campaign:
    """The tellings of one campaign and what the storyteller remembers of them."""

    theme: str
    seed: int
    tellings: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)

    def tell(
        self,
        before: State,
        events: Sequence[Event],
        message: str = "",
        actor: str = "c1",
        after: State | None = None,
    ) -> State:
        """Tell one turn and return the state after it."""
        after = after or fold(before, events)
        brief = Brief(
            messages=(), campaign_name="bench", theme=self.theme, tone="", dm_style="", actor=actor, actions=(),
            turn_number=len(self.tellings) + 1, message=message, events=tuple(events), before=before, after=after,
            seed=self.seed, phrases_used=dict(self.used), recent_narrations=tuple(self.tellings[-5:]),
        )  # fmt: skip
        start = time.perf_counter()
        pieces = list(Storyteller().narrate(brief))
        self.ms.append((time.perf_counter() - start) * 1000)
        for piece in pieces:
            self.used.update(piece.phrases)
            self.sentences.append(piece.text)
        self.tellings.append(" ".join(p.text for p in pieces))
        self.names |= {c.name.lower() for c in after.creatures.values()}
        self.names |= {c.name.split()[0].lower() for c in after.creatures.values() if c.person}
        self.names |= {x.name.lower() for x in after.locations.values()}
        return after

    def report(self) -> str:
        """Return the campaign's figures in one line."""
        mask = re.compile("|".join(sorted(map(re.escape, self.names), key=len, reverse=True)))
        masked = Counter(NUMBERS.sub("#", mask.sub("_", s.lower())) for s in self.sentences)
        worst, times = masked.most_common(1)[0]
        told: Counter[tuple[str, ...]] = Counter()
        for text in self.tellings:
            words = re.findall(r"[\w’'-]+", text.lower())
            told.update(zip(*(words[i:] for i in range(8)), strict=False))
        repeated = sum(n - 1 for n in told.values()) / max(1, sum(told.values()))
        equal = len(self.tellings) - len(set(self.tellings))
        words = statistics.mean(len(t.split()) for t in self.tellings)
        over = sum(1 for n in masked.values() if n > 3)
        return (
            f"{self.theme:14} seed {self.seed}: turns {len(self.tellings)} equal {equal} "
            f"worst sentence x{times} (over 3: {over}) 8-grams {repeated:.2%} words/turn {words:.0f} "
            f"ms p50 {statistics.median(self.ms):.2f} p95 {sorted(self.ms)[int(len(self.ms) * 0.95)]:.2f}"
            + (f"\n    {worst!r}" if times > 3 else "")
        )


def hero() -> Creature:
    sheet = Sheet(race="Elf", class_name="Wizard", slots_left={1: 2}, slots_max={1: 2})
    return Creature(
        ref="c1",
        name="Mira Tallow",
        abilities=ABILITIES,
        hp=14,
        hp_max=14,
        armor_class=14,
        sheet=sheet,
    )


def strike(coin: Coin, by: str, to: Creature, weapon: str, kind: str, left: int) -> list[Event]:
    """Return one attack: a hit three times in five."""
    if coin.below(5) < 2:
        fumble = coin.below(8) == 0
        return [
            AttackMade(
                attacker=by,
                target=to.ref,
                weapon=weapon,
                kind="melee",
                is_hit=False,
                is_fumble=fumble,
            )
        ]
    amount = 2 + coin.below(7)
    hp = max(left - amount, 0 if not to.is_hero else 3)
    return [
        AttackMade(attacker=by, target=to.ref, weapon=weapon, kind="melee", is_hit=True, is_critical=coin.below(12) == 0),
        DamageTaken(ref=to.ref, amount=amount, damage_type=kind, rolled=amount, hp=hp, by=by, weapon=weapon),
    ]  # fmt: skip


def fight(coin: Coin, state: State, turn: int) -> Iterator[list[Event]]:
    """Yield the turns of a fight against made-up foes at the place."""
    names = [
        ("goblin", "humanoid"),
        ("drowned man", "undead"),
        ("skeleton", "undead"),
        ("giant rat", "beast"),
    ]
    name, kind = names[coin.below(len(names))]
    epithets = ["torn-eared", "taller", "limping"][: 1 + coin.below(3)]
    foes = [
        Creature(ref=f"n9{turn}{i}", name=f"{e} {name}", type=kind, abilities=ABILITIES, hp=10, hp_max=10,
                 armor_class=12, location=state.location, attitude="hostile", stat_block=name)
        for i, e in enumerate(epithets)
    ]  # fmt: skip
    from llm_brain.ledger.events.world import CreatureAppeared

    them = [Combatant(ref=c.ref, initiative=10, side="foes", zone="near") for c in foes]
    order = (*them, Combatant(ref="c1", initiative=5, side="party", zone="near"))
    here = state.here
    began = EncounterBegan(
        key=f"e{turn}",
        name="fight",
        location=state.location,
        order=order,
        zones=here.zones if here else (),
    )
    yield [*(CreatureAppeared(creature=f) for f in foes), began]
    left = {f.ref: 10 for f in foes}
    weapon = [("Rapier", "piercing"), ("Longsword", "slashing"), ("Mace", "bludgeoning")][
        coin.below(3)
    ]
    while left:
        target = next(f for f in foes if f.ref in left)
        events: list[Event] = strike(coin, "c1", target, *weapon, left[target.ref])
        if isinstance(events[-1], DamageTaken):
            left[target.ref] = events[-1].hp
            if events[-1].hp == 0:
                del left[target.ref]
                events.append(Died(ref=target.ref, by="c1"))
        for ref in left:
            bite = ("Bite", "piercing") if name == "giant rat" else ("Scimitar", "slashing")
            events.append(TurnBegan(ref=ref, round=1, index=0, movement_ft=30))
            events += strike(coin, ref, state.creatures["c1"], *bite, 14)
        if not left:
            events.append(EncounterEnded(key=f"e{turn}", outcome="won"))
            events.append(XpGained(ref="c1", amount=50, xp=50))
        yield events


ODD = [
    "I sing to the moon", "I dance on the table", "what?", "I lick the wall", "hmm", "I wait", "I tell a joke",
    "I think about my mother", "I shout at the sky", "asdf", "I hop in circles", "who am I",
]  # fmt: skip
REFUSED = [
    ("not_here", "There is nothing like that here."), ("nobody_there", "There is nobody like that here to talk to."),
    ("no_slot", "There is no spell slot of that level left."), ("no_such_way", "There is no such way from here."),
]  # fmt: skip


def doing(coin: Coin, state: State) -> tuple[list[Event], str]:
    """Return the events of one ordinary turn and what was typed."""
    here = state.here
    assert here is not None
    people = [c for c in state.at(here.key) if c.person and not c.is_dead]
    pick = coin.below(20)
    if pick < 5:
        ways = [e for e in here.exits if not e.is_hidden]
        way = ways[coin.below(len(ways))]
        to = state.locations[way.to]
        return [
            TimePassed(minutes=10, clock_min=state.clock_min + 10),
            LocationEntered(
                location=to.key, name=to.name, from_location=here.key, is_first=not to.is_visited
            ),
        ], "I go on"
    if pick < 8 and people:
        who = people[coin.below(len(people))]
        assert who.person is not None
        topics = who.person.topics
        if topics and coin.below(3):
            topic = topics[coin.below(len(topics))]
            lie = "lies" if topic.is_lie else "answers"
            asked = PersonAsked(
                ref=who.ref, by="c1", said="?", topic=topic.key, answer=topic.answer, manner=lie
            )
        else:
            manner = ("greets", "does_not_know", "refuses")[coin.below(3)]
            asked = PersonAsked(ref=who.ref, by="c1", said="?", manner=manner)
        return [asked, PersonMet(ref=who.ref)], "I talk"
    if pick < 10:
        if coin.below(2) or not here.features:
            return [SceneDescribed(by="c1", location=here.key, seen=("x",))], "I look around"
        feature = here.features[coin.below(len(here.features))]
        return [
            SceneDescribed(by="c1", location=here.key, target=feature.name, detail=feature.detail)
        ], "I look"
    if pick < 13:
        return [SearchMade(by="c1")], "I search"
    if pick < 15:
        typed = ODD[coin.below(len(ODD))]
        return [Remarked(by="c1", what=typed)], typed
    if pick == 15:
        code, reason = REFUSED[coin.below(len(REFUSED))]
        return [ActionRefused(by="c1", kind="move", code=code, reason=reason)], "I try"
    if pick == 16:
        return [
            CheckMade(
                by="c1", what="Climb the wall", skill="athletics", is_success=coin.below(2) == 0
            )
        ], "I climb"
    if pick == 17:
        return [
            ItemGained(ref="c1", item=Item(key="torch", name="Torch", quantity=1 + coin.below(3)))
        ], "I take it"
    if pick == 18:
        clues = [c for c in state.clues.values() if not c.is_found]
        if clues:
            return [ClueFound(key=clues[0].key, text=clues[0].text)], "I look"
        return [Rested(refs=("c1",), kind="short"), Healed(ref="c1", amount=3, hp=14)], "I rest"
    return [SpellCast(ref="c1", spell="light", name="Light")], "I cast light"


def made_up(theme: str, seed: int, turns: int, adventure_theme: str = "") -> Campaign:
    """Tell a campaign of random but possible turns in a written adventure."""
    coin = Coin("bench", theme, seed)
    campaign = Campaign(theme, seed)
    empty = State(creatures={"c1": hero()})
    state = campaign.tell(empty, [write_adventure(seed, adventure_theme or theme, [hero()])])
    while len(campaign.tellings) < turns:
        if coin.below(9) == 0:
            for events in fight(coin, state, len(campaign.tellings)):
                state = campaign.tell(state, events, "I attack")
            continue
        events, typed = doing(coin, state)
        state = campaign.tell(state, events, typed)
    return campaign


def played(theme: str, seed: int, turns: int, adventure_theme: str = "") -> Campaign:
    """Tell a campaign that the real referee played, by choices of a seeded coin among its suggestions."""
    from tests.bench.headless import play

    coin = Coin("choices", theme, seed)
    heroes = [p.key for p in pregenerated()]
    campaign = Campaign(theme, seed)
    hero_key = heroes[seed % len(heroes)]
    for turn in play(
        seed,
        adventure_theme or theme,
        hero_key,
        lambda _, offered: coin.below(len(offered)),
        turns,
        seed,
    ):
        campaign.tell(
            turn.before, turn.events, " ".join(a.text for a in turn.actions), turn.actor, turn.after
        )
    return campaign


def main() -> None:
    """Print the figures of some campaigns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--theme", default="")
    parser.add_argument("--played", action="store_true", help="games of the real referee")
    parser.add_argument(
        "--adventure", default="", help="the adventure's theme, when another is to tell it"
    )
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    for theme in [given.theme] if given.theme else THEMES:
        for seed in range(given.first, given.first + given.seeds):
            campaign = (
                played(theme, seed, given.turns, given.adventure)
                if given.played
                else made_up(theme, seed, given.turns, given.adventure)
            )
            if given.show:
                print("\n\n".join(f"{i}. {t}" for i, t in enumerate(campaign.tellings, 1)))
            print(campaign.report())


if __name__ == "__main__":
    main()
