"""Named places of the county, and the safe sites that show nothing but a declared area."""

from __future__ import annotations

import uuid

from django.db import models


class Place(models.Model):
    """A place people name when they search: a district or a ZIP of the installation's own county.

    `cells` are H3 cells of resolution 5 that make up an area ("north half of the county"); a point has one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    postal_code = models.CharField(max_length=12, blank=True, default="", db_index=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    cells = models.JSONField(default=list, blank=True)
    is_area = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SafeSite(models.Model):
    """A confidential location. The address and coordinates are in `body`, sealed to a team of the agency.

    Clear are the service it belongs to and the area that the provider declared, both public by its own choice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.OneToOneField("directory.Service", on_delete=models.CASCADE, related_name="safe_site")
    agency = models.UUIDField(db_index=True)
    area_name = models.CharField(max_length=120)
    area_cells = models.JSONField(default=list)
    body = models.BinaryField()
    team = models.UUIDField()
    team_generation = models.PositiveIntegerField(default=1)
    declared_on = models.DateField()

    def __str__(self) -> str:
        return self.area_name
