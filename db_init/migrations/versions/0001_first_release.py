"""The schema of the first release."""

from alembic import op

from db_init import sql_files

revision = "0001"
down_revision = None

RELEASED = {
    "02_campaigns.sql": "3e2c8c831c458f4f807ce50257c007b0228564fceced4bd78a958bb2a4bacb1f",
    "03_conversations.sql": "484334f742a9e6b5e0222e549ffb7aacd55d5ce2c845234ab20aae1480ee02a8",
    "04_events.sql": "b8c2c8e863e49e6e248fbc3e7539e5cc6f09af100828eeb840dc0ead98cd2381",
    "05_projections.sql": "7dd0589115c2e3c4fc909c7b896ae36c663c34191c8958f836f2b8b743ea92e2",
    "06_memory.sql": "b55fd0b043ff28cc058a344f0397da2d1830f12907744c627e7b8dcf7384cb26",
    "07_media_jobs.sql": "121fea59d0c189feac46f10355c32de0cb207eaaf90efe31b25f4801b726db7d",
    "08_web_views.sql": "9615ae5a4cbf4d401cb6c4847c2f23a78035969c0eeef6c128d04de37921261b",
}


def upgrade() -> None:
    """Make every table and view."""
    sql_files.apply(op.get_bind(), RELEASED)
