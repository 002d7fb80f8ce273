"""What was answered to a message id is sealed. Of rows from before only the id stays: a retry gets no answer."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("texting", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="seen", name="answer"),
        migrations.RemoveField(model_name="seen", name="thread"),
        migrations.AddField(model_name="seen", name="body", field=models.BinaryField(default=b"")),
        migrations.AddField(model_name="seen", name="thread_tag", field=models.BinaryField(db_index=True, default=b"")),
    ]
