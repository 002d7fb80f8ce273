"""A published estimate. Clear: it was made to be read by others, and holds rounded numbers only."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Publication(models.Model):
    """A version of an estimate as others read it. `found` is made by `rounding.public_part`, never the panel itself.

    `overlap` and `run` name what it was made of; only the agency that keeps them can follow.
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        COALITION = "coalition", _("Coordinators and analysts of the coalition")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    overlap = models.UUIDField()
    run = models.UUIDField()
    number = models.PositiveIntegerField()
    audience = models.CharField(max_length=16, choices=Audience.choices)
    population = models.CharField(max_length=200)
    period = models.CharField(max_length=80)
    place = models.CharField(max_length=120)
    matching = models.CharField(max_length=300)
    found = models.JSONField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        ordering = ["-published_on", "-number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "audience"], condition=models.Q(withdrawn_on=None), name="published_once_for_each"
            )
        ]
