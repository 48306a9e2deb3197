"""Which media file belongs to a table somebody sits at."""

import re
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.http import Http404

from web_service.campaigns.models import Seat
from web_service.play.models import Portrait, Turn

TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
    ".wav": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".flac": "audio/flac",
}  # fmt: skip
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}\Z")


def file_for(user_id: int | None, kind: str, name: str) -> tuple[Path, str]:
    """Return a file's path and content type. Raises Http404 unless a turn or a portrait of one's own tables shows it."""
    content_type = TYPES.get(Path(name).suffix.lower(), "")
    if user_id is None or not SAFE_NAME.match(name) or not content_type.startswith(kind[:5]):
        raise Http404
    url = f"/media/{kind}/{name}"
    shown = (
        Q(image_url=url) if kind == "images" else Q(audio_url=url) | Q(audio_clips__contains=[url])
    )
    tables = Seat.objects.filter(user_id=user_id).values("campaign_id")
    is_shown = Turn.objects.filter(shown, campaign_id__in=tables).exists()
    if not is_shown and kind == "images":
        is_shown = Portrait.objects.filter(url=url, campaign_id__in=tables).exists()
    if not is_shown:
        raise Http404
    folder: Path = settings.IMAGES_DIR if kind == "images" else settings.AUDIO_DIR
    path = (folder / name).resolve()
    if path.parent != folder.resolve() or not path.is_file():
        raise Http404
    return path, content_type
