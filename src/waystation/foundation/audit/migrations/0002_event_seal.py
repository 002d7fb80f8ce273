from __future__ import annotations

from django.db import migrations, models


def seal_what_is_there(apps, schema_editor):
    """Events of before get the seal they would have had; nothing older than this is ever sealed later."""
    from waystation.foundation.audit import seals

    events = apps.get_model("audit", "Event").objects
    if not events.exists():
        return
    key = seals.sealing_key()
    for event in events.order_by("pk").iterator(chunk_size=2000):
        events.filter(pk=event.pk).update(seal=seals.seal(key, bytes(event.hash)))


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField("event", "seal", models.BinaryField(default=b"", max_length=32)),
        migrations.RunPython(seal_what_is_there, migrations.RunPython.noop),
    ]
