"""The clear row of a case: identifiers, workflow state and dates. Everything a person told lies in capsules."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KIND = "case"
COMPARTMENTS = (
    "header", "identity", "safe_contact", "narrative", "legal", "health", "referrals", "others", "statistics",
)  # fmt: skip


class Case(models.Model):
    """One person's way with one agency. The columns are the closed list of clear metadata, nothing else."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Stage(models.TextChoices):
        INTAKE = "intake", _("Intake")
        EMERGENCY = "emergency", _("Emergency")
        TRANSITIONAL = "transitional", _("Transitional")
        LONG_TERM = "long_term", _("Long term")
        CLOSING = "closing", _("Closing")
        AFTERCARE = "aftercare", _("Aftercare")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.INTAKE)
    opened_on = models.DateField()
    updated_on = models.DateField()
    next_due_on = models.DateField(null=True, blank=True)
    pointer = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "team", "assignee", "status"], name="case_worklist")]


class Line(NamedTuple):
    """What a list needs of the clear row of a case: twenty thousand are made for one search."""

    pk: UUID
    agency_id: UUID
    team_id: UUID
    assignee_id: UUID | None
    stage: str
    next_due_on: dt.date | None
    updated_on: dt.date
    worker: str
