"""A case had a day of erasure that nobody set and nothing obeyed: how long one is kept is for the agency's counsel."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RemoveField(model_name="case", name="retention_on")]
