"""Rules in a sentence or two each, in our own words, found by the words of a question. Numbers after SRD 5.1."""

RULES: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"grapple", "grappling", "grab"}),
        "Grappling takes one of your attacks and a free hand: your Strength (Athletics) against the target's Strength "
        "(Athletics) or Dexterity (Acrobatics). If you win, its speed is 0 until it breaks free the same way.",
    ),
    (
        frozenset({"shove", "push"}),
        "A shove takes one of your attacks: your Strength (Athletics) against the target's Athletics or Acrobatics. "
        "If you win, it is prone or 5 feet further away.",
    ),
    (
        frozenset({"advantage", "disadvantage"}),
        "With advantage you roll two d20s and keep the higher, with disadvantage the lower. However many "
        "of either you have, one of each cancels out.",
    ),
    (
        frozenset({"death", "dying", "unconscious"}),
        "At 0 hit points a hero is dying and rolls a d20 each turn: 10 or more is a success, three of either "
        "kind decide. A 20 brings back 1 hit point, a 1 counts as two failures.",
    ),
    (
        frozenset({"concentration", "concentrate"}),
        "You can concentrate on one spell at a time. Each time you are hurt, a Constitution save holds it: "
        "DC 10, or half the damage if that is more.",
    ),
    (
        frozenset({"opportunity", "disengage"}),
        "Leaving an enemy's reach gives it one attack as its reaction, unless you take the Disengage action first.",
    ),
    (
        frozenset({"surprise", "surprised"}),
        "Whoever is surprised neither moves nor acts on the first turn of a fight, and has no reaction until it is over.",
    ),
    (
        frozenset({"rest", "short", "long", "resting"}),
        "A short rest is an hour and lets you spend hit dice; a long rest is eight hours, gives back all hit points "
        "and half your hit dice, and counts once in twenty-four hours.",
    ),
    (
        frozenset({"critical", "crit"}),
        "A natural 20 on an attack always hits and rolls the damage dice twice; a natural 1 always misses.",
    ),
    (
        frozenset({"cover"}),
        "Half cover adds 2 to armor class and Dexterity saves, three-quarters cover 5; total cover cannot be targeted.",
    ),
    (
        frozenset({"dodge", "dodging"}),
        "Dodging takes your action: until your next turn attacks against you have disadvantage, if you see the attacker, "
        "and your Dexterity saves advantage.",
    ),
    (
        frozenset({"initiative"}),
        "When a fight begins everybody makes a Dexterity check; turns go from the highest to the lowest.",
    ),
    (
        frozenset({"help", "helping"}),
        "Helping takes your action and gives somebody advantage on a check, or on an attack against a foe beside you.",
    ),
    (
        frozenset({"hide", "hiding", "stealth"}),
        "Hiding is Dexterity (Stealth) against whoever might notice; you cannot hide from somebody who sees you clearly.",
    ),
    (
        frozenset({"ritual", "rituals"}),
        "A ritual takes ten minutes longer than the spell and costs no slot.",
    ),
    (
        frozenset({"inspiration", "proficiency"}),
        "Your proficiency bonus is added to the attacks, saves and skills you are trained in; it is +2 at levels 1 to 4.",
    ),
    (
        frozenset({"trap", "traps", "disarm"}),
        "A trap is noticed by searching; one that is seen can be disarmed with thieves' tools and Dexterity. "
        "Failing sets it off.",
    ),
    (
        frozenset({"darkness", "dark", "light", "darkvision"}),
        "In darkness you are as good as blind without darkvision or a light; in dim light "
        "Perception by sight has disadvantage.",
    ),
)  # fmt: skip
