"""What hangs on services, places and organizations: contacts, phones, hours, languages, costs and the like."""

from __future__ import annotations

from django.db import models

from .record import Record, link, parent, text


class Contact(Record):
    hsds_name = "contact"

    organization = parent("directory.Organization", "contacts")
    service = parent("directory.Service", "contacts")
    service_at_location = parent("directory.ServiceAtLocation", "contacts")
    location = parent("directory.Location", "contacts")
    name = text()
    title = text()
    department = text()
    email = models.EmailField(blank=True, default="")


class Phone(Record):
    hsds_name = "phone"

    location = parent("directory.Location", "phones")
    service = parent("directory.Service", "phones")
    organization = parent("directory.Organization", "phones")
    contact = parent("directory.Contact", "phones")
    service_at_location = parent("directory.ServiceAtLocation", "phones")
    number = models.TextField()
    extension = models.BigIntegerField(null=True, blank=True)
    type = text()
    description = text()


class Schedule(Record):
    """Opening hours as parts of an iCalendar rule (RFC 5545); times are HH:MM on the clock of the place.

    `timezone` is the offset from UTC in hours, as HSDS has it.
    """

    hsds_name = "schedule"

    service = parent("directory.Service", "schedules")
    location = parent("directory.Location", "schedules")
    service_at_location = parent("directory.ServiceAtLocation", "schedules")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    timezone = models.FloatField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    count = models.IntegerField(null=True, blank=True)
    wkst = models.CharField(max_length=2, blank=True, default="")
    freq = models.CharField(max_length=7, blank=True, default="")
    interval = models.IntegerField(null=True, blank=True)
    byday = text()
    byweekno = text()
    bymonthday = text()
    byyearday = text()
    description = text()
    opens_at = text()
    closes_at = text()
    schedule_link = link()
    attending_type = text()
    notes = text()


class ServiceArea(Record):
    hsds_name = "service_area"

    service = parent("directory.Service", "service_areas")
    service_at_location = parent("directory.ServiceAtLocation", "service_areas")
    name = text()
    description = text()
    extent = text()
    extent_type = text()
    uri = text()


class Language(Record):
    hsds_name = "language"

    service = parent("directory.Service", "languages")
    location = parent("directory.Location", "languages")
    phone = parent("directory.Phone", "languages")
    name = text()
    code = text()
    note = text()


class Funding(Record):
    hsds_name = "funding"

    organization = parent("directory.Organization", "funding")
    service = parent("directory.Service", "funding")
    # HSDS calls this column `source`, a name that Record already has for the package.
    paid_by = models.TextField(blank=True, default="", db_column="funding_source")


class CostOption(Record):
    hsds_name = "cost_option"

    service = parent("directory.Service", "cost_options", required=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    option = text()
    currency = text()
    amount = models.FloatField(null=True, blank=True)
    amount_description = text()


class RequiredDocument(Record):
    hsds_name = "required_document"

    service = parent("directory.Service", "required_documents")
    document = text()
    uri = link()


class Url(Record):
    hsds_name = "url"
    hsds_since = "3.1"

    organization = parent("directory.Organization", "additional_websites")
    service = parent("directory.Service", "additional_urls")
    label = text()
    url = models.URLField(max_length=2000)
