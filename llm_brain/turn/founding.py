"""Before and beside the turns: a campaign is made, heroes sit down, dice seeds are promised and revealed."""

from typing import Any

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import UnknownPregenerated
from llm_brain.ledger.creature import Creature
from llm_brain.ledger.events.sheets import CharacterJoined
from llm_brain.ledger.events.table import CampaignBegan, DiceSeedRevealed
from llm_brain.ledger.state import State
from llm_brain.referee.pregenerated import hero_from, pregenerated
from llm_brain.referee.seeds import new_seed, sha256_of
from llm_brain.store import campaigns, projections
from llm_brain.store.campaigns import PastSeed
from llm_brain.turn import record


def found(held: connection, wanted: dict[str, Any], adventure_seed: int) -> int:
    """Make a campaign in this transaction; return its id."""
    seed = new_seed()
    made = campaigns.create(
        held,
        name=wanted["name"],
        theme=wanted["theme"],
        tone=wanted["tone"],
        dm_style=wanted["dm_style"],
        adventure_seed=adventure_seed,
        dice_seed=seed,
        dice_seed_sha256=sha256_of(seed),
        lines=tuple(wanted["lines"]),
        veils=tuple(wanted["veils"]),
    )
    campaigns.set_sampling(held, made, wanted.get("sampling", {}))
    began = CampaignBegan(dice_seed_sha256=sha256_of(seed), adventure_seed=adventure_seed)
    record.append(held, made, None, State(), [began])
    projections.write(held, made, State(), State())
    return made


def hero_of(key: str, ref: str, name: str | None) -> Creature:
    """Return a ready-made hero. Raises UnknownPregenerated."""
    valid = [hero.key for hero in pregenerated()]
    if key not in valid:
        raise UnknownPregenerated(key=key, valid=", ".join(valid))
    return hero_from(key, ref=ref, name=name)


def next_hero_ref(state: State) -> str:
    """Return the ref of the next hero to sit down."""
    return f"c{max((int(hero.ref[1:]) for hero in state.heroes), default=0) + 1}"


def join(brain: Brain, campaign_id: int, key: str, name: str | None) -> Creature:
    """Seat a ready-made hero. Raises UnknownPregenerated, CampaignNotFound, TurnInFlight."""
    hero_of(key, "c1", name)
    brain.database.run(lambda held: campaigns.get(held, campaign_id))
    with brain.leases.held(campaign_id) as lease:

        def sit_down(held: connection) -> Creature:
            record.hold_lease(held, campaign_id, lease.holder)
            state = projections.load(held, campaign_id)
            hero = hero_of(key, next_hero_ref(state), name)
            _, after = record.append(
                held, campaign_id, None, state, [CharacterJoined(creature=hero)]
            )
            return after.creatures[hero.ref]

        return brain.database.run(sit_down)


def reveal(held: connection, campaign_id: int) -> dict[str, Any]:
    """Show the seed in use and every earlier one that no other campaign rolls with; another rolls from the next die on."""
    campaign = campaigns.get(held, campaign_id, lock=True)
    shown = PastSeed(campaign.dice_counter, campaign.dice_seed, campaign.dice_seed_sha256, True)
    campaigns.add_past_seed(held, campaign_id, shown)
    seed = new_seed()
    campaigns.set_seed(held, campaign_id, seed, sha256_of(seed))
    campaigns.reveal_past_seeds(held, campaign_id)
    note = DiceSeedRevealed(dice_seed=campaign.dice_seed.hex())
    record.append(held, campaign_id, None, State(), [note])
    return {
        "dice_seed": campaign.dice_seed.hex(),
        "dice_seed_sha256": campaign.dice_seed_sha256,
        "last_roll": campaign.dice_counter,
        "next_dice_seed_sha256": sha256_of(seed),
    }
