"""A game saved while it runs, wiped, and put back elsewhere; and every archive that must be refused."""

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from deploy.backup import archive
from deploy.backup.__main__ import restore, save
from deploy.backup.errors import BackupError, Damaged, WillNotOverwrite
from deploy.backup.play_installation import PlayInstallation
from deploy.play.credentials import load_or_make
from deploy.play.database import bring_up_to_date
from deploy.play.embedded_postgres import EmbeddedPostgres
from deploy.play.layout import Layout
from deploy.play.postgres_home import programs
from deploy.play.single import OnlyOne
from tests.running_table import folder_for_everybody

FIRST_RELEASE = Path(__file__).parent / "data" / "first_release.sql.gz"
TABLES = """
SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
WHERE schemaname IN ('public', 'web') AND tablename NOT IN ('campaign_leases', 'live_sentences', 'schema_history')
"""


@pytest.fixture
def folder():
    made = folder_for_everybody()
    yield made
    shutil.rmtree(made, ignore_errors=True)


def database_of(layout: Layout) -> EmbeddedPostgres:
    secrets = load_or_make(layout.secrets)
    return EmbeddedPostgres(layout.postgres, admin_password=secrets["DB_PASS"], is_disposable=True)


def play_at(layout: Layout) -> None:
    """Make a game with two campaigns, an account, pictures and clips, and stop it."""
    layout.make()
    with database_of(layout) as server:
        bring_up_to_date(server, load_or_make(layout.secrets))
        with closing(psycopg2.connect(server.dsn(database="postgres"))) as connection:
            connection.autocommit = True
            connection.cursor().execute("DROP DATABASE dungeon_data")
            connection.cursor().execute("CREATE DATABASE dungeon_data")
        done = subprocess.run(
            [programs(server.run_as) / "psql", "-q", "-v", "ON_ERROR_STOP=1", server.dsn()],
            input=gzip.decompress(FIRST_RELEASE.read_bytes()),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        bring_up_to_date(server, load_or_make(layout.secrets))
    for number in range(3):
        (layout.images / f"{number}.png").write_bytes(b"picture" * 10_000 + bytes([number]))
        (layout.audio / f"turn-{number}.wav").write_bytes(b"sound" * 5_000 + bytes([number]))


def hashes_of(layout: Layout) -> dict[str, str]:
    """Return a hash of every table and of every media file."""
    found = {}
    with database_of(layout) as server, closing(psycopg2.connect(server.dsn())) as connection:
        cursor = connection.cursor()
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(row, '|' ORDER BY row), '')) FROM (SELECT t::text AS row FROM {table} t) AS r"
            )
            found[table] = cursor.fetchone()[0]
    for path in [*layout.images.iterdir(), *layout.audio.iterdir()]:
        found[f"{path.parent.name}/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@pytest.fixture(scope="module")
def kept():
    made = folder_for_everybody()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def played(kept) -> Layout:
    """A game that no test changes."""
    layout = Layout(var=kept / "var")
    play_at(layout)
    return layout


@pytest.fixture(scope="module")
def saved(played, kept) -> Path:
    save(PlayInstallation(played), kept / "backup.tar")
    return kept / "backup.tar"


@pytest.fixture
def archived(saved, folder) -> Path:
    """A copy of the backup that a test may damage."""
    return Path(shutil.copy(saved, folder / "backup.tar"))


def test_what_is_put_back_elsewhere_is_what_was_saved(played, archived, folder):
    elsewhere = Layout(var=folder / "elsewhere")
    restore(PlayInstallation(elsewhere), archived)
    assert hashes_of(elsewhere) == hashes_of(played)
    assert load_or_make(elsewhere.secrets) != load_or_make(played.secrets)


def test_it_is_saved_while_the_game_runs(played, folder):
    with OnlyOne(played.lock), database_of(played):
        manifest = save(PlayInstallation(played), folder / "live.tar")
    assert len(manifest.files) == 7
    restore(PlayInstallation(Layout(var=folder / "elsewhere")), folder / "live.tar")
    assert hashes_of(Layout(var=folder / "elsewhere")) == hashes_of(played)


def test_no_secret_is_in_it(played, archived):
    content = archived.read_bytes()
    assert not [
        name for name, value in load_or_make(played.secrets).items() if value.encode() in content
    ]
    assert "WEB_SECRET_KEY" in archive.verify(archived).secret_names


def test_a_running_game_is_not_overwritten(played, archived):
    before = hashes_of(played)
    with OnlyOne(played.lock), pytest.raises(WillNotOverwrite, match="Ctrl-C"):
        restore(PlayInstallation(played), archived)
    assert hashes_of(played) == before


def test_a_game_with_campaigns_is_not_overwritten(played, archived):
    before = hashes_of(played)
    with pytest.raises(WillNotOverwrite, match="2 campaigns"):
        restore(PlayInstallation(played), archived)
    assert hashes_of(played) == before


def test_a_game_nobody_has_played_can_be_filled(archived, played, folder):
    empty = Layout(var=folder / "empty")
    empty.make()
    with database_of(empty) as server:
        bring_up_to_date(server, load_or_make(empty.secrets))
    restore(PlayInstallation(empty), archived)
    assert hashes_of(empty) == hashes_of(played)


@pytest.mark.parametrize("place", [0.3, 0.6, 0.95])
def test_one_turned_byte_is_noticed_before_anything_is_touched(archived, folder, place):
    content = bytearray(archived.read_bytes())
    content[int(len(content) * place)] ^= 1
    archived.write_bytes(bytes(content))
    with pytest.raises(Damaged):
        restore(PlayInstallation(Layout(var=folder / "elsewhere")), archived)
    assert not (folder / "elsewhere").exists()


def test_half_an_archive_is_none(archived, folder):
    archived.write_bytes(archived.read_bytes()[: archived.stat().st_size // 2])
    with pytest.raises(Damaged):
        restore(PlayInstallation(Layout(var=folder / "elsewhere")), archived)


def rewritten(source: Path, target: Path, **changes: object) -> None:
    """Copy an archive with another manifest."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = old.extractfile(member).read()
            if member.name == archive.MANIFEST:
                content = json.dumps(json.loads(content) | changes).encode()
                member.size = len(content)
            new.addfile(member, io.BytesIO(content))


def test_a_backup_of_a_newer_release_is_refused(archived, folder):
    rewritten(archived, folder / "newer.tar", revision="9999")
    with pytest.raises(BackupError, match="newer release"):
        restore(PlayInstallation(Layout(var=folder / "elsewhere")), folder / "newer.tar")


def test_a_name_that_leads_out_of_the_media_folders_is_refused(folder):
    dump = folder / "dump"
    dump.write_bytes(b"x")
    outside = archive.MediaFile("images/../../outside", 1, dump.open("rb"))
    empty = archive.Manifest("now", "play", "", {}, [])
    archive.write(folder / "evil.tar", empty, dump, [outside])
    with pytest.raises(Damaged, match="outside"):
        archive.verify(folder / "evil.tar")
