"""Drop the service from the clear row: nothing reads it, and its name lies in the sealed header.

Backwards the column comes back with the nil UUID in every row: which service it was is not known here any more.
"""

from __future__ import annotations

from uuid import UUID

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]
    operations = [
        migrations.AlterField("referral", "service_id", models.UUIDField(default=UUID(int=0))),
        migrations.RemoveField("referral", "service_id"),
    ]
