"""Outreach of one agency: places, nights, what was given out, and who is still out.

Clear, and about no person served: counts and codes only. Presence is about staff and is deleted after a week.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _key() -> models.UUIDField[Any, Any]:
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


def _member(name: str = "+") -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("agencies.Member", models.PROTECT, related_name=name)


class Hotspot(models.Model):
    """A kind of place in a declared area, as one would say it in public. No address and no point on a map."""

    id = _key()
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    area = models.CharField(max_length=80)
    kind = models.CharField(max_length=24)
    is_active = models.BooleanField(default=True)
    created_on = models.DateField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="hotspot_name_once")]

    def __str__(self) -> str:
        return self.name


class Clearance(models.Model):
    """Whether a volunteer may be planned for: the state of the check and how long it holds, nothing of what it said."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Check pending")
        CLEARED = "cleared", _("Cleared")
        ENDED = "ended", _("Not cleared")

    member = models.OneToOneField("agencies.Member", models.PROTECT, primary_key=True, related_name="clearance")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PENDING)
    until = models.DateField(null=True, blank=True)
    noted_by = _member()
    noted_on = models.DateField()

    def holds_on(self, day: dt.date) -> bool:
        """Whether the member is cleared on a day."""
        return self.status == self.Status.CLEARED and (self.until is None or day <= self.until)


class Night(models.Model):
    """An outing to a hotspot, planned or done. `ends` at or before `starts` is on the day after. Lists hold codes."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Called off")

    id = _key()
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    hotspot = models.ForeignKey(Hotspot, models.PROTECT, related_name="nights")
    on = models.DateField(db_index=True)
    starts = models.TimeField()
    ends = models.TimeField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PLANNED)
    crew: models.ManyToManyField[Any, Any] = models.ManyToManyField("agencies.Member", related_name="+")
    materials = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    planned_by = _member()
    entered_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["on", "starts"]

    @property
    def due_at(self) -> dt.datetime:
        """When its crew is due back, in the installation's time zone."""
        day = self.on if self.ends > self.starts else self.on + dt.timedelta(days=1)
        return timezone.make_aware(dt.datetime.combine(day, self.ends))

    @property
    def minutes(self) -> int:
        """How long it lasts, in minutes."""
        start = timezone.make_aware(dt.datetime.combine(self.on, self.starts))
        return round((self.due_at - start).total_seconds() / 60)


class Outcome(models.Model):
    """What came of a night: whole numbers and codes. `entered_on` is the day it was written, `Night.on` the night."""

    night = models.OneToOneField(Night, models.CASCADE, primary_key=True, related_name="outcome")
    contacts = models.PositiveIntegerField()
    referrals = models.PositiveIntegerField(default=0)
    materials = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    needs = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    entered_by = _member()
    entered_on = models.DateField()


class Presence(models.Model):
    """A member of staff who went out and is due back; `watcher` is told when they are late. Deleted after a week."""

    id = _key()
    night = models.ForeignKey(Night, models.CASCADE, related_name="presences")
    member = _member()
    watcher = _member()
    out_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    back_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=models.Q(back_at=None), name="out_once_at_a_time")
        ]
