"""Organizations, their programs and identifiers (HSDS organization, program, organization_identifier)."""

from __future__ import annotations

from django.db import models

from waystation.foundation import clock

from .record import Record, link, parent, text


class Organization(Record):
    """One HSDS organization; `agency` is set when it is an agency of this installation and receives referrals.

    `listed_on` is the day it came into this directory; none where that was before the day was noted.
    """

    hsds_name = "organization"
    beyond = frozenset({"agency", "listed_on"})

    name = models.TextField()
    alternate_name = text()
    description = text()
    email = models.EmailField(blank=True, default="")
    website = link()
    tax_status = text()
    tax_id = text()
    year_incorporated = models.IntegerField(null=True, blank=True)
    legal_status = text()
    logo = text()
    uri = link()
    parent_organization = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )
    agency = models.UUIDField(null=True, blank=True, db_index=True)
    listed_on = models.DateField(null=True, blank=True, default=clock.today, editable=False)

    def __str__(self) -> str:
        return self.name


class OrganizationIdentifier(Record):
    hsds_name = "organization_identifier"

    organization = parent("directory.Organization", "organization_identifiers", required=True)
    identifier_scheme = text()
    identifier_type = text()
    identifier = text()


class Program(Record):
    hsds_name = "program"

    organization = parent("directory.Organization", "programs", required=True)
    name = models.TextField()
    alternate_name = text()
    description = text()
