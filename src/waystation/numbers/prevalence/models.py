"""Clear rows of overlap tables and their runs: identifiers, state and dates. Counts and words lie in capsules."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

OVERLAP, ESTIMATE = "overlap", "estimate"


class Overlap(models.Model):
    """A table of capture histories. Lists, counts, people, place and period are sealed to the statistics team."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    created_on = models.DateField()
    updated_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["agency", "updated_on"], name="overlap_of_agency")]


class Run(models.Model):
    """One run over a table: a version that stays. What it found, its seed and the mark of its input are sealed."""

    class Task(models.TextChoices):
        PANEL = "panel", _("Panel of estimates")
        COVERAGE = "coverage", _("Trial on invented populations")

    class State(models.TextChoices):
        RUNNING = "running", _("Being computed")
        DONE = "done", _("Done")
        PARTIAL = "partial", _("Ended early, with what was there")
        STOPPED = "stopped", _("Stopped, nothing came of it")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    overlap = models.ForeignKey(Overlap, on_delete=models.PROTECT, related_name="runs")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    task = models.CharField(max_length=16, choices=Task.choices, default=Task.PANEL)
    state = models.CharField(max_length=16, choices=State.choices, default=State.RUNNING)
    program = models.CharField(max_length=32)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["overlap", "number"], name="run_number_once")]
