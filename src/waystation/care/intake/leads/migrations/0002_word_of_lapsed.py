"""The word of a proposal that lapsed; nothing in the database changes."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="release",
            name="status",
            field=models.CharField(
                choices=[
                    ("proposed", "Waits for a second person"),
                    ("declined", "The second person said no"),
                    ("lapsed", "Lapsed before it was confirmed"),
                    ("live", "Released"),
                    ("answered", "Answered by the liaison"),
                    ("withdrawn", "Withdrawn"),
                    ("expired", "Time is over"),
                ],
                default="proposed",
                max_length=16,
            ),
        )
    ]
