"""Pictures and voices, whole or in part, to those at the table only."""

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from web_service.media.selectors import file_for

RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")
PRIVATE = "private, max-age=31536000, immutable"


def _wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for, None for all of them. Raises ValueError past the end."""
    found = RANGE.match(header)
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    start, end = int(first), min(int(last or size - 1), size - 1)
    if start > end:
        raise ValueError("past the end")
    return start, end


def _part_of(path: Path, content_type: str, header: str) -> HttpResponse:
    size = path.stat().st_size
    try:
        wanted = _wanted_range(header, size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = wanted or (0, size - 1)
    with path.open("rb") as file:
        file.seek(start)
        content = file.read(end - start + 1)
    response = HttpResponse(content, content_type=content_type, status=206 if wanted else 200)
    if wanted:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


@require_safe
def show(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Serve one file."""
    path, content_type = file_for(request.user.pk, kind, name)
    response = _part_of(path, content_type, request.headers.get("Range", ""))
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = PRIVATE
    return response
