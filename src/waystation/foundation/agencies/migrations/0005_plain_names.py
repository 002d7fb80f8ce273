"""Sign-in names that look alike are one name to the database too. Who came second before keeps theirs, without a mark."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import migrations, models


def plain(text: str) -> str:
    """As the model does on the day of this migration."""
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return unicodedata.normalize("NFKC", folded)


def fill(apps: Any, _editor: Any) -> None:
    """Whoever joined first has the name; the others stay null, and sign in with theirs as written."""
    taken: set[str] = set()
    members = apps.get_model("agencies", "Member").objects
    for pk, name in members.order_by("joined_on", "pk").values_list("pk", "sign_in_name"):
        if (key := plain(name)) not in taken:
            taken.add(key)
            members.filter(pk=pk).update(plain_name=key)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_agency_settings")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="plain_name",
            field=models.CharField(editable=False, max_length=1500, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="member",
            name="plain_name",
            field=models.CharField(editable=False, max_length=1500, null=True, unique=True),
        ),
    ]
