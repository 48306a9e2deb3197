"""How often somebody did something lately: unlogged, for it is worth nothing after a crash."""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE rate_counts (
    key text PRIMARY KEY,
    count integer NOT NULL,
    ends_at timestamptz NOT NULL
)"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(sql=CREATE, reverse_sql="DROP TABLE rate_counts")]
