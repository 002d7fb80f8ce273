"""Clear rows of contacts and situations: lane, status, assignee and dates. What was said lies in capsules."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

CONTACT = "contact"
SITUATION = "situation"
DESK_NOTE = "desk_note"
CONTACT_COMPARTMENTS = ("header", "account", "statistics")
DANGER = "danger"
"""The compartment of a contact that its danger card fills; it is made when a card opens."""
SITUATION_COMPARTMENTS = ("header", "facts", "statistics")


class Contact(models.Model):
    """One call, text, chat or form. `created_hour` is cut to the hour, and to the week's Monday at close.

    `taken_by` answered; `assignee` is the worker it was handed over to.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        OPEN = "open", _("Open")
        HANDED_OVER = "handed_over", _("Handed over")
        CLOSED = "closed", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    lane = models.CharField(max_length=24)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    created_hour = models.DateTimeField()
    updated_on = models.DateField()
    next_due_on = models.DateField(null=True, blank=True)
    pointer = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "team", "status"], name="contact_queue")]


class Situation(models.Model):
    """What may be happening, with 0..n persons inside its facts capsule."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        HANDED_OVER = "handed_over", _("Handed over")
        CLOSED = "closed", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    created_on = models.DateField()
    updated_on = models.DateField()
    pointer = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    contacts = models.ManyToManyField(Contact, through="ContactSituation", related_name="situations")

    class Meta:
        indexes = [models.Index(fields=["agency", "team", "assignee", "status"], name="situation_queue")]


class ContactSituation(models.Model):
    """Which contacts speak of which situation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "situation"], name="contact_situation_once")]


class SituationCase(models.Model):
    """Which cases were opened out of a situation; which person each is stands only in sealed data."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="+")
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+")


class QueuePlace(models.Model):
    """Where somebody put a waiting message by hand, against the order. `what` is the kind of message, a word of ours.

    Why it was moved and by whom stands sealed in the journal. A row older than `KEPT_DAYS` counts no more.
    """

    KEPT_DAYS = 7

    class Priority(models.IntegerChoices):
        FIRST = -1, _("Put first")
        LAST = 1, _("Put last")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=16)
    subject = models.UUIDField()
    priority = models.SmallIntegerField(choices=Priority.choices)
    updated_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "what", "subject"], name="queue_place_once")]


class DangerCard(models.Model):
    """Somebody is in danger now: that a card stands open, who opened it and who joined. All else is sealed."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="danger_card")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    created_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["team", "status"], name="danger_open")]


class DeskNote(models.Model):
    """A note of the help line that is about no single contact: of a shift, or of a pattern of contacts."""

    class Kind(models.TextChoices):
        SHIFT = "shift", _("Shift")
        PATTERN = "pattern", _("Known pattern")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    created_on = models.DateField()
    retention_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["team", "kind", "retention_on"], name="desk_notes")]
