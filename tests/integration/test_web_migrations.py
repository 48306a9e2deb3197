"""The website's own migrations, run by several websites at once."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2

from deploy.play.database import WEB_USER, bring_up_to_date
from deploy.play.embedded_postgres import DATABASE, temporary_postgres

PASSWORDS = {"APP_DB_PASS": "of the game", "WEB_DB_PASS": "of the web"}
MIGRATE = [sys.executable, "-m", "web_service.manage", "migrate", "--no-input"]


def test_three_websites_starting_at_once_make_the_tables_once():
    with temporary_postgres() as server:
        bring_up_to_date(server, PASSWORDS)
        environment = os.environ | PASSWORDS | {
            "DB_HOST": "127.0.0.1", "DB_PORT": str(server.port), "DB_NAME": DATABASE,
            "WEB_DB_USER": WEB_USER, "WEB_SECRET_KEY": "x" * 50,
        }  # fmt: skip
        runs = [
            subprocess.Popen(
                MIGRATE, env=environment, cwd=Path(__file__).parents[2],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )
            for _ in range(3)
        ]  # fmt: skip
        said = [run.communicate()[0] for run in runs]
        assert [run.returncode for run in runs] == [0, 0, 0], "\n".join(said)
        with closing(psycopg2.connect(server.dsn())) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), count(DISTINCT (app, name)) FROM web.django_migrations"
            )
            every, different = cursor.fetchone()
    assert every == different > 10
