"""What the operator's page shows besides health: who plays, what is queued, how full the disk is."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from web_service.accounts.models import User
from web_service.campaigns.models import Campaign
from web_service.play.models import MediaJob, Turn


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder of media, in gigabytes."""

    folder: str
    free_gb: float
    is_there: bool


@dataclass(frozen=True, slots=True)
class Workshop:
    """Counts for the operator."""

    users: int
    campaigns: int
    turns: int
    jobs: list[dict[str, object]]
    disks: list[Disk]


def _disk(folder: Path) -> Disk:
    if not folder.is_dir():
        return Disk(folder.name, 0.0, is_there=False)
    return Disk(folder.name, round(shutil.disk_usage(folder).free / 1e9, 1), is_there=True)


def workshop_state() -> Workshop:
    """Return the counts as they are now."""
    jobs = MediaJob.objects.values("kind", "status").annotate(jobs=Count("id"))
    return Workshop(
        users=User.objects.count(),
        campaigns=Campaign.objects.count(),
        turns=Turn.objects.count(),
        jobs=[dict(row) for row in jobs.order_by("kind", "status")],
        disks=[_disk(settings.IMAGES_DIR), _disk(settings.AUDIO_DIR)],
    )
