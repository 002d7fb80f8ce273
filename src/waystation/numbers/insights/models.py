"""The daily batch: which day's figures an agency shows. Nothing here concerns a person."""

from __future__ import annotations

from django.db import models


class Batch(models.Model):
    """Figures of an agency as of the end of the day before `on`. `ran_at` is when the batch was made."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    ran_at = models.DateTimeField()

    class Meta:
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["agency", "on"], name="batch_once_a_day")]
