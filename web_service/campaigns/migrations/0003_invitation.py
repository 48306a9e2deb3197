"""A nonce for each campaign's invitation, so that a link can be taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_seats_go_with_their_campaign")]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to="campaigns.campaign",
                    ),
                ),
                ("nonce", models.TextField()),
                ("made_at", models.DateTimeField()),
            ],
            options={"db_table": "invitations"},
        ),
        migrations.RunSQL(
            sql="""
                ALTER TABLE invitations ADD CONSTRAINT invitations_campaign
                FOREIGN KEY (campaign_id) REFERENCES public.campaigns (id) ON DELETE CASCADE
            """,
            reverse_sql="ALTER TABLE invitations DROP CONSTRAINT invitations_campaign",
        ),
    ]
