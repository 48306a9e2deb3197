"""Words that wait, presence and whispers; in SQL, each goes with its seat, whoever deletes that."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def cascade(table: str) -> migrations.RunSQL:
    """Tie a table's rows to their seats."""
    return migrations.RunSQL(
        sql=f"ALTER TABLE {table} ADD CONSTRAINT {table}_seat FOREIGN KEY (seat_id)"
        " REFERENCES seats (id) ON DELETE CASCADE",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {table}_seat",
    )


def a_seat(name: str) -> "models.ForeignKey[Any, Any]":
    """Return the reference to a seat; its constraint is written in SQL."""
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name=name,
        to="campaigns.seat",
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [("campaigns", "0002_seats_go_with_their_campaign")]

    operations = [
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("campaign_id", models.BigIntegerField()),
                ("character_id", models.IntegerField()),
                ("message", models.TextField()),
                ("key", models.TextField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("batch", models.TextField(null=True)),
                ("taken_until", models.DateTimeField(null=True)),
                ("outcome", models.JSONField(null=True)),
                ("seat", a_seat("declarations")),
            ],
            options={
                "db_table": "declarations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign_id", "key"), name="one_declaration_a_key"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome__isnull", True)),
                        fields=("seat",),
                        name="one_declaration_waiting_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("page", models.TextField(primary_key=True, serialize=False)),
                ("campaign_id", models.BigIntegerField(db_index=True)),
                ("seen_at", models.DateTimeField()),
                ("typing_until", models.DateTimeField(null=True)),
                ("seat", a_seat("presences")),
            ],
            options={"db_table": "presences"},
        ),
        migrations.CreateModel(
            name="Whisper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.TextField()),
                ("answer", models.TextField()),
                ("is_for_aloud", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("seat", a_seat("whispers")),
            ],
            options={"db_table": "whispers"},
        ),
        *(cascade(table) for table in ("declarations", "presences", "whispers")),
    ]
