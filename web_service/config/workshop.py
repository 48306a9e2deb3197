"""What the operator's page shows besides health: who plays, who told lately, what is queued, how full the disks are."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from web_service.accounts.models import User
from web_service.campaigns.models import Campaign
from web_service.play.models import MediaJob, Turn

LATELY = 200
NEARLY_FULL_GB = 2.0
JOB_WORDS = {"image": "pictures", "audio": "voices"}


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk under a folder, in gigabytes; `used_gb` is what the game itself takes there, if known."""

    name: str
    free_gb: float = 0.0
    is_there: bool = True
    used_gb: float | None = None

    @property
    def is_nearly_full(self) -> bool:
        """Whether somebody should make room soon."""
        return self.is_there and self.free_gb < NEARLY_FULL_GB


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs of one kind; `oldest_s` is the age of the oldest that waits or runs."""

    kind: str
    waiting: int
    running: int
    dead: int
    done: int
    oldest_s: int


@dataclass(frozen=True, slots=True)
class Teller:
    """How many of the last turns somebody told, and how many of those as a stand-in."""

    narrator: str
    turns: int
    stood_in: int


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything for the operator that is in the database or on the disks."""

    users: int
    campaigns: int
    turns: int
    untold: int
    queues: list[Queue]
    tellers: list[Teller]
    last_stand_in: str
    disks: list[Disk]


def _disk(name: str, folder: Path, used_gb: float | None = None) -> Disk:
    if not folder.is_dir():
        return Disk(name, is_there=False, used_gb=used_gb)
    return Disk(name, round(shutil.disk_usage(folder).free / 1e9, 1), used_gb=used_gb)


def _disks() -> list[Disk]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()
    database_gb = round(size[0] / 1e9, 2) if size else None
    return [
        _disk("pictures", settings.IMAGES_DIR),
        _disk("sounds", settings.AUDIO_DIR),
        _disk("database", settings.DATABASE_DISK_DIR, database_gb),
    ]


def _queues() -> list[Queue]:
    open_jobs = Q(status__in=("queued", "leased"))
    rows = MediaJob.objects.values("kind").annotate(
        waiting=Count("id", filter=Q(status="queued")),
        running=Count("id", filter=Q(status="leased")),
        dead=Count("id", filter=Q(status="dead")),
        done=Count("id", filter=Q(status="done")),
        oldest=Min("created_at", filter=open_jobs),
    )
    return [_queue(row) for row in rows.order_by("kind")]


def _queue(row: Mapping[str, Any]) -> Queue:
    oldest = row["oldest"]
    age_s = int((timezone.now() - oldest).total_seconds()) if oldest else 0
    kind = JOB_WORDS.get(row["kind"], row["kind"])
    return Queue(kind, row["waiting"], row["running"], row["dead"], row["done"], age_s)


def _tellers() -> tuple[list[Teller], str]:
    """Return who told the last turns, and why somebody stood in last."""
    newest = Turn.objects.aggregate(newest=Max("id"))["newest"] or 0
    lately = Turn.objects.filter(id__gt=newest - LATELY, told_at__isnull=False)
    rows = lately.values("narrator").annotate(
        turns=Count("id"), stood_in=Count("id", filter=Q(degraded_reason__isnull=False))
    )
    last = lately.filter(degraded_reason__isnull=False).order_by("-id").first()
    tellers = [Teller(r["narrator"], r["turns"], r["stood_in"]) for r in rows.order_by("-turns")]
    return tellers, (last.degraded_reason or "") if last else ""


def workshop_state() -> Workshop:
    """Return everything as it is now."""
    tellers, last_stand_in = _tellers()
    return Workshop(
        users=User.objects.count(),
        campaigns=Campaign.objects.count(),
        turns=Turn.objects.count(),
        untold=Turn.objects.filter(status="resolved").count(),
        queues=_queues(),
        tellers=tellers,
        last_stand_in=last_stand_in,
        disks=_disks(),
    )
