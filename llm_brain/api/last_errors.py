"""What went wrong lately, in words, for the operator's page. Behind the service token like every call but /health."""

from typing import Any

from fastapi import APIRouter, Request

from llm_brain.api.wiring import TheBrain
from llm_brain.errors import DatabaseAway
from llm_brain.store import vital_signs

router = APIRouter()
MOST_JOBS = 10


@router.get("/last_errors")
def last_errors(request: Request, brain: TheBrain) -> dict[str, list[dict[str, Any]]]:
    """List this process's last warnings and errors, and the pictures and voices given up last."""
    errors = request.app.state.troubles.newest_first()
    try:
        dead = brain.database.read(lambda held: vital_signs.dead_jobs(held, MOST_JOBS))
    except DatabaseAway:
        dead = []
    return {"errors": errors, "dead_jobs": dead}
