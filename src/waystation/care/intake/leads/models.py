"""Clear rows of leads, releases and alerts: identifiers, state, staff and dates. What was seen lies in capsules."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LEAD, RELEASE, DESK, ALERT = "lead", "lead_release", "lead_desk", "missing_alert"


class Desk(models.Model):
    """One for each intake team: its capsule holds the pairs of tips that a member said do not belong together."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.OneToOneField("agencies.Team", on_delete=models.PROTECT, related_name="+")


class Lead(models.Model):
    """Tips about the same thing, put together by a member. Nobody who is accused has a row, a list or a search."""

    class Status(models.TextChoices):
        OPEN = "open", _("Being worked on")
        RELEASED = "released", _("Passed on")
        CLOSED = "closed", _("Ended, nothing passed on")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    created_on = models.DateField()
    updated_on = models.DateField()
    retention_on = models.DateField()
    """The last day: after it the keys are destroyed. Of a released lead, the day of the next retention review."""
    released_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "team", "status"], name="lead_of_team"),
            models.Index(fields=["retention_on"], name="lead_retention"),
        ]


class LeadTip(models.Model):
    """A tip stands in one lead at most. Why it was linked is sealed with the lead."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="tips")
    tip = models.UUIDField(unique=True)
    passed_on = models.BooleanField(default=False)


class Release(models.Model):
    """A lead on its way to one named liaison: proposed by one member, confirmed by another, open until a day.

    `body` is the packet, sealed to the liaison's own key; it is destroyed at the end and at withdrawal.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second person")
        DECLINED = "declined", _("The second person said no")
        LAPSED = "lapsed", _("Lapsed before it was confirmed")
        LIVE = "live", _("Released")
        ANSWERED = "answered", _("Answered by the liaison")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Time is over")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="releases")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    liaison = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PROPOSED)
    proposed_on = models.DateField()
    confirmed_on = models.DateField(null=True)
    expires_on = models.DateField()
    ended_on = models.DateField(null=True)
    body = models.BinaryField(null=True)
    taken_in = models.BooleanField(default=False)
    """Whether the answer has reached the tips: their letters open to the team alone, which takes it in."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["liaison", "status"], name="lead_release_given")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("proposed_by")),
                name="lead_release_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=("live", "answered")) | models.Q(body=None),
                name="lead_release_ended_is_empty",
            ),
            models.UniqueConstraint(
                fields=["lead", "liaison"], condition=models.Q(status="proposed"), name="lead_release_proposed_once"
            ),
        ]


class Opening(models.Model):
    """One opening by the liaison, by day; the dissemination log."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="openings")
    on = models.DateField()


class Answer(models.Model):
    """What came of it, by the liaison: the code sealed to the sender's team of that key generation, and to himself."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="answers")
    on = models.DateField()
    generation = models.PositiveIntegerField(default=1)
    body = models.BinaryField()
    own = models.BinaryField()


class LiaisonStanding(models.Model):
    """Whether this agency releases leads to this liaison. Without a row, and until two people said so, it does not."""

    class State(models.TextChoices):
        OFF = "off", _("Off")
        ASKED = "asked", _("Waits for a second person")
        ON = "on", _("On")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    liaison = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    enforcement = models.CharField(max_length=16, default="not_known")
    """yes, no or not_known: whether the liaison's agency enforces immigration law."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.OFF)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    updated_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "liaison"], name="liaison_standing_once"),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="liaison_standing_second_person",
            ),
        ]


class MissingAlert(models.Model):
    """An alert that another agency issued. Nothing of it is ever published here."""

    class Status(models.TextChoices):
        OPEN = "open", _("Running")
        CLOSED = "closed", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    created_on = models.DateField()
    updated_on = models.DateField()
    retention_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
