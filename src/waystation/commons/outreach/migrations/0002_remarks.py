"""Codes in place of a note in words: what somebody types could lead to a person, and this is clear.

No released version kept such notes. The words are not carried over: nobody but a reader could tell which of them lead to
somebody. Going back makes the column again, empty.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_initial")]

    operations = [
        operation
        for model in ("night", "outcome")
        for operation in (
            migrations.AddField(model, "remarks", models.JSONField(default=list)),
            migrations.RemoveField(model, "note"),
        )
    ]
