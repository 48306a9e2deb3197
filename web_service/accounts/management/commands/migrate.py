"""Django's `migrate`, one at a time: several websites starting at once must not make the same tables twice.

The lock is the database's and ends with the connection that holds it, however that ends.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

LOCK_KEY = 5_005_002


class Command(migrate.Command):
    """Waits for whoever migrates this database, then migrates what is left."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the lock, migrate, let go."""
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
            try:
                super().handle(*args, **options)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])
