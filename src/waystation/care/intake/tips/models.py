"""Clear rows of public messages: lane, status and dates. What was written lies in capsules.

A message (kind `tip`) has three compartments, see shapes.py: `notice` (what a queue shows), `told` (what was written,
with the facts that link messages in `told.marks`) and `letters` (what went back and forth). Whoever builds on it reads
through selectors: `tip_row(actor, id)`, `open_tip(actor, id)`, `tips_of(actor)`, `marks_of(actor, tips)`.
"""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

TIP = "tip"
PARTS = ("notice", "told", "letters")


class Tip(models.Model):
    """One message from a public lane, help or tip. A contact of the same id comes to be when an advocate takes it.

    `lookup` and `door` are for its sender: the order number leads to `lookup`, and opens in `door` the key of the
    letters, as it was at `door_generation`. `set_aside`: it looked like a machine's and waits quietly. `wrote_hour`:
    its sender wrote again, cut to the hour, and nobody has answered that yet.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Received")
        READING = "reading", _("Being read")
        PASSED_ON = "passed_on", _("Passed on")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    lane = models.CharField(max_length=24)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.WAITING)
    set_aside = models.BooleanField(default=False)
    created_hour = models.DateTimeField()
    wrote_hour = models.DateTimeField(null=True, blank=True)
    updated_on = models.DateField()
    retention_on = models.DateField()
    pointer = models.UUIDField(default=uuid4, unique=True, editable=False)
    lookup = models.BinaryField(max_length=32, unique=True)
    door = models.BinaryField()
    door_generation = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "team", "status"], name="tip_queue"),
            models.Index(fields=["retention_on"], name="tip_retention"),
        ]


class Draft(models.Model):
    """A message being written, or the order number just given: sealed under a key that only one browser holds.

    `sent`: what was written has become a message, and only its order number is kept here until the hour is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.BinaryField()
    sent = models.BooleanField(default=False)
    expires_hour = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_hour"], name="tips_draft_expiry")]
