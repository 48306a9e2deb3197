"""The seat's tie to its campaign, in SQL: deleting the game's row leaves no orphan, whoever deletes it."""

from django.db import migrations


class Migration(migrations.Migration):
    """Adds the foreign key with its cascade."""

    dependencies = [("campaigns", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE seats ADD CONSTRAINT seats_campaign
                FOREIGN KEY (campaign_id) REFERENCES public.campaigns (id) ON DELETE CASCADE
            """,
            reverse_sql="ALTER TABLE seats DROP CONSTRAINT seats_campaign",
        )
    ]
