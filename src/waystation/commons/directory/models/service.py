"""Services, where they are offered, and how much room they have (HSDS service, service_at_location, capacity)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .record import Record, link, parent, text


class Service(Record):
    """One HSDS service with the fields of our profile.

    Ages are whole years; `assured_date` is the day somebody last verified the entry. The profile fields
    (directory profile of this project) leave the house as HSDS attributes.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")
        DEFUNCT = "defunct", _("Closed for good")
        PAUSED = "temporarily closed", _("Closed for now")

    class Gender(models.TextChoices):
        UNKNOWN = "", _("Not recorded")
        ALL = "all", _("All genders")
        WOMEN = "women", _("Women and girls")
        MEN = "men", _("Men and boys")

    class Confidentiality(models.TextChoices):
        OPEN = "open", _("Address may be shown")
        CONFIDENTIAL = "confidential", _("Address is never shown")

    hsds_name = "service"
    beyond = frozenset(
        {
            "gender_policy",
            "populations",
            "trafficking_types",
            "survivor_led",
            "no_police_report",
            "confidentiality",
            "intake",
            "verified_by",
        }
    )

    organization = parent("directory.Organization", "services", required=True)
    program = models.ForeignKey(
        "directory.Program", on_delete=models.SET_NULL, null=True, blank=True, related_name="services"
    )
    name = models.TextField()
    alternate_name = text()
    description = text()
    url = link()
    email = models.EmailField(blank=True, default="")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    interpretation_services = text()
    application_process = text()
    fees_description = text()
    wait_time = text()
    fees = text()
    accreditations = text()
    eligibility_description = text()
    minimum_age = models.FloatField(null=True, blank=True)
    maximum_age = models.FloatField(null=True, blank=True)
    assured_date = models.DateField(null=True, blank=True)
    assurer_email = models.EmailField(blank=True, default="")
    licenses = text()
    alert = text()
    last_modified = models.DateTimeField(null=True, blank=True)

    gender_policy = models.CharField(max_length=10, choices=Gender.choices, blank=True, default="")
    populations = models.JSONField(default=list, blank=True)
    trafficking_types = models.JSONField(default=list, blank=True)
    survivor_led = models.BooleanField(null=True, blank=True)
    no_police_report = models.BooleanField(null=True, blank=True)
    confidentiality = models.CharField(max_length=12, choices=Confidentiality.choices, default=Confidentiality.OPEN)
    intake = text()
    verified_by = text()

    def __str__(self) -> str:
        return self.name

    @property
    def is_confidential(self) -> bool:
        return self.confidentiality == self.Confidentiality.CONFIDENTIAL


class ServiceAtLocation(Record):
    hsds_name = "service_at_location"

    service = parent("directory.Service", "service_at_locations", required=True)
    location = parent("directory.Location", "service_at_locations", required=True)
    description = text()


class Unit(Record):
    """What capacity counts: a bed, a room, an hour (HSDS 3.1 unit)."""

    hsds_name = "unit"
    hsds_since = "3.1"

    name = models.TextField()
    scheme = text()
    identifier = text()
    uri = link()


class ServiceCapacity(Record):
    """Free places of a service at one moment (HSDS 3.1 service_capacity); `held` is ours."""

    hsds_name = "service_capacity"
    hsds_since = "3.1"
    beyond = frozenset({"held"})

    service = parent("directory.Service", "capacities", required=True)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="capacities")
    available = models.FloatField()
    maximum = models.FloatField(null=True, blank=True)
    held = models.FloatField(default=0)
    description = text()
    updated = models.DateTimeField()
