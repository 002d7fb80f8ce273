"""A line says whether it takes calls; every line so far did."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lines", "0002_marks_of_lines")]

    operations = [migrations.AddField("line", "takes_calls", models.BooleanField(default=True))]
