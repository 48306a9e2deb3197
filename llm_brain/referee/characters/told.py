"""Why the referee leaves a feature to the telling, or a part of one. What it carries out wholly is in `features.py`.

What is not named here either has no number, no condition and no roll to it, or waits for a rule it would bend.
"""

# features whose rolls and numbers are played, but for a part
PARTLY = {
    "Deflect Missiles": "the damage is caught; the missile is not thrown back",
    "Remarkable Athlete": "the checks are better; no jump is measured",
    "Diamond Soul": "all saves are trained; none is rolled again for ki",
    "Divine Sense": "what is near is found; consecrated places are told",
    "Elemental Affinity": "the damage is played; the resistance for a sorcery point is told",
    "Fast Hands": "as far as things are used; thieves' tools with the bonus action are told",
    "Indomitable": "comes by itself at the first failed save; the player does not choose which",
    "Cutting Words": "on attack rolls; checks and damage are not cut",
    "Bardic Inspiration": "goes into the first roll that can take it; the player does not choose which",
    "Dark One's Own Luck": "comes by itself where it can turn a failed save; not on checks",
    "Supreme Sneak": "however fast one moves",
    "Vanish": "hiding is a bonus action; being tracked is told",
    "Empty Body": "unseen and hard to hurt; the astral plane is told",
    "Foe Slayer": "on damage, once a turn; never on the attack roll",
    "Pact of the Blade": "any weapon in hand counts as magical; calling one is told",
    "Eldritch Invocation: Lifedrinker": "with any melee weapon, for a pact weapon is not told from another",
    "Sneak Attack": "comes by itself; the player does not choose which hit",
    "Natural Explorer": "checks on own ground; travel and foraging are told",
    "Eldritch Invocation: Thirsting Blade": "with any weapon, for a pact weapon is not told from another",
    "Eldritch Invocation: Witch Sight": "the unseen is seen; shapechangers are told",
    "Nature's Ward": "poison and disease; which creature charms or frightens is not asked",
    "Wild Shape": "body, blows, lasting and the end of it; one blow an action, and no sense of the form's",
    "Stunning Strike": "declared with the attack's words",
    "Divine Smite": "declared with the attack's words, before the roll",
    "Uncanny Dodge": "comes by itself at the first hit while there is a reaction",
    "Retaliation": "comes by itself at the first wound while there is a reaction",
}
WORLD = "about the world, not a roll: told when it comes up"
SENSES = "what a sense finds is told; hiding is played for all alike"
TIME = "about years, not rounds"
NARRATED = {
    "Stonecunning": WORLD, "Trance": WORLD, "Halfling Nimbleness": "nobody blocks the way from zone to zone",
    "Artificer's Lore": WORLD, "Tinker": "devices are told",
    "Infernal Legacy": "a spell a day without a slot waits for a rule of its own",
    "Persistent Rage": "a rage ends with the minute or the fight, and never early",
    "Intimidating Presence": "waits for a rule",
    "Peerless Skill": "waits for a rule: inspiration is given to others only",
    "Divine Intervention": "a god's answer is the table's", "Divine Intervention Improvement": "a god's answer is the table's",
    "Archdruid": "shapes are counted to the end", "Timeless Body": TIME, "Land's Stride": "ground of plants is not told apart",
    "Nature's Sanctuary": "waits for a rule", "Slow Fall": "falls are no part of play on zones",
    "Tongue of the Sun and Moon": "no two speakers fail to understand each other here",
    "Tranquility": "waits for a rule", "Quivering Palm": "waits for a rule",
    "Divine Health": "diseases are told", "Cleansing Touch": "waits for a rule", "Purity of Spirit": "waits for a rule",
    "Holy Nimbus": "waits for a rule", "Primeval Awareness": SENSES, "Hide in Plain Sight": "waits for a rule",
    "Feral Senses": SENSES,
    "Second-Story Work": "climbing and jumping are no part of play on zones",
    "Use Magic Device": "anybody may use what is found",
    "Thief's Reflexes": "waits for a rule", "Blindsense": SENSES, "Stroke of Luck": "waits for a rule",
    "Dragon Wings": "flight is no part of play on zones", "Draconic Presence": "waits for a rule",
    "Fiendish Resilience": "waits for a rule",
    "Hurl Through Hell": "waits for a rule", "Eldritch Master": "waits for a rule",
    "Evocation Savant": "copying spells takes neither time nor gold here",
    "Overchannel": "waits for a rule", "Spell Mastery": "waits for a rule", "Signature Spell": "waits for a rule",
    "Pact of the Chain": "a familiar is the spell's, and does not attack",
    "Metamagic: Careful Spell": "areas are laid so that they miss friends anyhow",
    "Metamagic: Empowered Spell": "which dice are rolled again is not asked",
    "Multiattack: Volley": "waits for a rule", "Multiattack: Whirlwind Attack": "waits for a rule",
    "Superior Hunter's Defense: Stand Against the Tide": "waits for a rule",
}  # fmt: skip
OTHERWISE = "no rule of its own yet: told when it comes up"
