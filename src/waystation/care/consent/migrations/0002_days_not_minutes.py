"""Of a packet's way only days stay clear; who opened it, and when, is sealed from now on."""

import datetime as dt

from django.db import migrations, models
from django.utils import timezone


def _day(moment):
    return timezone.localdate(moment) if moment else None


def to_days(apps, schema_editor):
    Packet, Opening = apps.get_model("consent", "Packet"), apps.get_model("consent", "Opening")
    for packet in Packet.objects.iterator():
        packet.sent_on = _day(packet.sent_at)
        packet.closed_on, packet.withdrawn_on = _day(packet.closed_at), _day(packet.withdrawn_at)
        packet.save(update_fields=["sent_on", "closed_on", "withdrawn_on"])
    for opening in Opening.objects.iterator():
        opening.on = _day(opening.at)
        opening.save(update_fields=["on"])


class Migration(migrations.Migration):

    dependencies = [("consent", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("packet", "withdrawn_packet_is_empty"),
        migrations.RemoveIndex("packet", "packet_inbox"),
        migrations.AlterModelOptions("opening", {}),
        migrations.AddField("packet", "sent_on", models.DateField(default=dt.date(2000, 1, 1)), preserve_default=False),
        migrations.AddField("packet", "closed_on", models.DateField(null=True)),
        migrations.AddField("packet", "withdrawn_on", models.DateField(null=True)),
        migrations.AddField("opening", "on", models.DateField(default=dt.date(2000, 1, 1)), preserve_default=False),
        migrations.AddField("opening", "generation", models.PositiveIntegerField(default=1)),
        migrations.AddField("opening", "body", models.BinaryField(default=b"")),
        migrations.RunPython(to_days, migrations.RunPython.noop),
        migrations.RemoveField("packet", "sent_at"),
        migrations.RemoveField("packet", "closed_at"),
        migrations.RemoveField("packet", "withdrawn_at"),
        migrations.RemoveField("packet", "opened_at"),
        migrations.RemoveField("opening", "at"),
        migrations.RemoveField("opening", "role"),
        migrations.AddIndex("packet", models.Index(fields=["recipient", "sent_on"], name="packet_inbox")),
        migrations.AddConstraint(
            "packet",
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None) | models.Q(body=None), name="withdrawn_packet_is_empty"
            ),
        ),
    ]
