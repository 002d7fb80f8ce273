"""Public places (HSDS location, address, accessibility). A confidential place is a SafeSite, never one of these."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .record import Record, link, parent, text


class Location(Record):
    """A place the public may know; coordinates are WGS84 degrees."""

    class Kind(models.TextChoices):
        PHYSICAL = "physical", _("A place")
        POSTAL = "postal", _("A postal address")
        VIRTUAL = "virtual", _("By phone or online")

    hsds_name = "location"

    location_type = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PHYSICAL)
    url = link()
    organization = parent("directory.Organization", "locations")
    name = text()
    alternate_name = text()
    description = text()
    transportation = text()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    external_identifier = text()
    external_identifier_type = text()


class Address(Record):
    class Kind(models.TextChoices):
        PHYSICAL = "physical", _("A place")
        POSTAL = "postal", _("A postal address")
        VIRTUAL = "virtual", _("By phone or online")

    hsds_name = "address"

    location = parent("directory.Location", "addresses", required=True)
    attention = text()
    address_1 = text()
    address_2 = text()
    city = text()
    region = text()
    state_province = text()
    postal_code = text()
    country = text()
    address_type = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PHYSICAL)


class Accessibility(Record):
    hsds_name = "accessibility"

    location = parent("directory.Location", "accessibility", required=True)
    description = text()
    details = text()
    url = link()
