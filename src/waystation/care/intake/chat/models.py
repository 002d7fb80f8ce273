"""Clear rows of chats: status, hour and the sealed door of the visitor. What was written lies in capsules for a day."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waystation.foundation import clock

CHAT = "chat"
LIFE = dt.timedelta(hours=24)
"""How long what was written is kept, counted from the hour it began in."""


class Chat(models.Model):
    """One chat. Its id and pointer are those of the contact it becomes; `version` counts what was written.

    `door`: the key of what was written, under a key that only the visitor's cookie holds; empty once it is destroyed.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("lines.Line", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    created_hour = models.DateTimeField()
    updated_on = models.DateField()
    pointer = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    door = models.BinaryField(default=b"")

    class Meta:
        indexes = [
            models.Index(fields=["agency", "team", "status"], name="chat_queue"),
            models.Index(fields=["created_hour"], name="chat_age"),
        ]

    @property
    def code(self) -> str:
        """What staff call it: nothing of the visitor."""
        return self.pk.hex[:4].upper()

    @property
    def is_kept(self) -> bool:
        """Whether what was written can still be read: its day is not over, whether or not tick has run."""
        return bool(self.door) and not self.is_over(clock.now())

    def is_over(self, now: dt.datetime) -> bool:
        """Whether its day is over; a row that is not stored yet has none."""
        began: dt.datetime | None = self.created_hour
        return began is not None and began + LIFE <= now

    def close(self) -> None:
        """Set the row to its end."""
        self.status, self.updated_on = self.Status.CLOSED, clock.today()
        self.version += 1

    def forget(self) -> None:
        """Let the door go, and say the week only."""
        day = timezone.localdate(self.created_hour)
        self.created_hour = dt.datetime.combine(day - dt.timedelta(days=day.weekday()), dt.time(12), dt.UTC)
        self.door = b""
