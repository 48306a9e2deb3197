"""Campaigns and what belongs to them: made, listed, changed, deleted, looked into, checked."""

import secrets

from fastapi import APIRouter, Response
from psycopg2.extensions import connection

from llm_brain.adventure.themes import THEMES
from llm_brain.api import shown
from llm_brain.api.wire import (
    CampaignChanges,
    CampaignOut,
    CheckOut,
    NewCampaign,
    NewCharacter,
    TurnOut,
)
from llm_brain.api.wiring import TheBrain
from llm_brain.errors import CampaignNotFound, UnknownTheme
from llm_brain.referee.pregenerated import pregenerated
from llm_brain.store import campaigns, conversations, events, projections
from llm_brain.turn import founding, seating
from llm_brain.turn.check import check

router = APIRouter()
MOST_TURNS = 500


@router.post("/campaigns", status_code=201)
def create_campaign(body: NewCampaign, brain: TheBrain) -> CampaignOut:
    """Make a campaign; its dice seed is drawn and promised by hash."""
    if body.theme not in THEMES:
        raise UnknownTheme(theme=body.theme, valid=", ".join(sorted(THEMES)))
    seed = body.adventure_seed if body.adventure_seed is not None else secrets.randbelow(2**31)
    wanted = body.model_dump() | {"sampling": body.sampling.model_dump(exclude_unset=True)}
    made = brain.database.run(lambda held: founding.found(held, wanted, seed))
    return shown.campaign_out(brain.database.run(lambda held: campaigns.get(held, made)), brain)


@router.get("/campaigns")
def list_campaigns(brain: TheBrain) -> list[CampaignOut]:
    """List every campaign, last played first."""
    return [shown.campaign_out(row, brain) for row in brain.database.run(campaigns.all_of)]


@router.get("/themes")
def list_themes() -> list[dict[str, str]]:
    """List the themes an adventure can have."""
    return [
        {"key": key, "name": theme.name, "summary": theme.summary} for key, theme in THEMES.items()
    ]


@router.get("/pregenerated")
def list_pregenerated() -> list[dict[str, object]]:
    """List the ready-made heroes."""
    return [
        {
            "key": hero.key,
            "name": hero.name,
            "race": hero.race,
            "class": hero.class_name,
            "level": hero.level,
            "summary": hero.summary,
        }
        for hero in pregenerated()
    ]


@router.get("/campaigns/{campaign_id}")
def get_campaign(campaign_id: int, brain: TheBrain) -> CampaignOut:
    """Show a campaign."""
    row = brain.database.run(lambda held: campaigns.get(held, campaign_id))
    return shown.campaign_out(row, brain)


@router.patch("/campaigns/{campaign_id}")
def change_campaign(campaign_id: int, body: CampaignChanges, brain: TheBrain) -> CampaignOut:
    """Change the name, the lines, the veils, or how a model chooses its words."""
    changes = body.model_dump(exclude_none=True, exclude={"sampling"})
    numbers = body.sampling.model_dump(exclude_unset=True) if body.sampling else {}

    def write(held: connection) -> None:
        campaigns.change(held, campaign_id, changes)
        campaigns.set_sampling(held, campaign_id, numbers)

    brain.database.run(write)
    return get_campaign(campaign_id, brain)


@router.delete("/campaigns/{campaign_id}", status_code=204)
def delete_campaign(campaign_id: int, brain: TheBrain) -> Response:
    """Delete a campaign and everything of it."""
    if not brain.database.run(lambda held: campaigns.delete(held, campaign_id)):
        raise CampaignNotFound(campaign_id=campaign_id)
    return Response(status_code=204)


@router.post("/campaigns/{campaign_id}/characters", status_code=201)
def add_character(campaign_id: int, body: NewCharacter, brain: TheBrain) -> dict[str, object]:
    """Seat a ready-made hero, or one that somebody made."""
    if body.choices is not None:
        creature = seating.join_built(brain, campaign_id, body.choices)
    else:
        creature = founding.join(brain, campaign_id, body.pregenerated or "", body.name)
    return {"id": int(creature.ref[1:]), **creature.model_dump(mode="json")}


@router.get("/campaigns/{campaign_id}/state")
def get_state(campaign_id: int, brain: TheBrain) -> dict[str, object]:
    """Show the folded ledger, secrets and all: for developers, not for players."""
    state = brain.database.run(lambda held: projections.load(held, campaign_id))
    return state.model_dump(mode="json")


@router.get("/campaigns/{campaign_id}/table")
def get_table(campaign_id: int, brain: TheBrain) -> dict[str, object]:
    """Show what the players may see."""
    return brain.database.run(lambda held: campaigns.get(held, campaign_id)).table_view


@router.get("/campaigns/{campaign_id}/turns")
def list_turns(campaign_id: int, brain: TheBrain, after: int = 0, limit: int = 50) -> list[TurnOut]:
    """List turns, oldest first."""

    def read(held: connection) -> list[TurnOut]:
        campaigns.get(held, campaign_id)
        rows = conversations.after(held, campaign_id, after, max(1, min(limit, MOST_TURNS)))
        ledger = events.of_turns(held, campaign_id, [row.id for row in rows])
        return [shown.turn_out(row, ledger[row.id]) for row in rows]

    return brain.database.run(read)


@router.post("/campaigns/{campaign_id}/check")
def check_campaign(campaign_id: int, brain: TheBrain) -> CheckOut:
    """Replay the ledger against the tables, and every roll against the dice seed."""
    differences = brain.database.run(lambda held: check(held, campaign_id))
    return CheckOut(ok=not differences, differences=differences)


@router.post("/campaigns/{campaign_id}/reveal")
def reveal_dice(campaign_id: int, brain: TheBrain) -> dict[str, object]:
    """Show the dice seed, so that anybody can verify every roll; a new one rolls from here on."""
    return brain.database.run(lambda held: founding.reveal(held, campaign_id))
