"""Instruments that an agency loaded, and the owner's permission to use them. About no person: clear by design."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models


class LoadedInstrument(models.Model):
    """One version of one instrument. `document` is what `core.screening.instruments.parse` reads back.

    `permitted_by`, `permitted_on` and `permission` say who of the owner allowed the use, when, and in which words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    edition = models.CharField(max_length=40)
    document = models.JSONField()
    permitted_by = models.CharField(max_length=200)
    permitted_on = models.DateField()
    permission = models.TextField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    loaded_on = models.DateField()
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "code", "edition"], name="instrument_edition_once")]
