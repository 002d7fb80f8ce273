"""Who is on call: every week, on single days, and who took over whose shift."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from waystation.care.intake.lines.models.line import WEEKDAYS, Line, span


class Standing(models.TextChoices):
    """Whether a member is on a shift: asked, agreed, put there by a supervisor, or not."""

    ASKED = "asked", _("Asked")
    AGREED = "agreed", _("Agreed")
    SET = "set", _("Set by a supervisor")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class Duty(models.Model):
    """What weekly and single shifts share. `rank` 1 answers first, 2 next; `asked_by` put the shift forward."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    rank = models.PositiveSmallIntegerField(default=1)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Weekly(Duty):
    """A shift of every week, from `since` until `until` (both days included; no end when empty)."""

    weekday = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["weekday", "starts", "rank"]
        indexes = [models.Index(fields=["line", "standing"], name="weekly_of_line")]
        constraints = [
            models.CheckConstraint(condition=WEEKDAYS, name="weekly_weekday"),
            models.CheckConstraint(condition=span("starts", "ends"), name="weekly_span"),
        ]


class Shift(Duty):
    """A shift of one day; it begins on the day `on`."""

    on = models.DateField()

    class Meta:
        ordering = ["on", "starts", "rank"]
        indexes = [models.Index(fields=["line", "on"], name="shift_of_day")]
        constraints = [models.CheckConstraint(condition=span("starts", "ends"), name="shift_span")]


class Swap(models.Model):
    """`asked_by` asks `asked_of` to take one shift: `duty` is the id of the weekly or single one, `on` its day.

    With `back_duty` the other one's shift comes in return. It counts once accepted (or set by a supervisor).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="+")
    duty = models.UUIDField()
    on = models.DateField()
    back_duty = models.UUIDField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "asked_at"]
        indexes = [models.Index(fields=["line", "standing"], name="swap_of_line")]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "on", "asked_of"], condition=models.Q(standing="asked"), name="swap_asked_once"
            )
        ]
