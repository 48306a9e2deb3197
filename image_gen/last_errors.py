"""What went wrong lately, in words, for the operator's page. Behind the service token like every call but /health."""

from fastapi import APIRouter, Request

from image_gen.troubles import Troubles

router = APIRouter()


@router.get("/last_errors")
async def last_errors(request: Request) -> dict[str, list[dict[str, str]]]:
    """List this process's last warnings and errors, newest first."""
    troubles: Troubles = request.app.state.troubles
    return {"errors": troubles.newest_first()}
