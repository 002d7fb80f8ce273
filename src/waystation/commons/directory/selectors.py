"""The public door of the directory: everything here is public, so no actor is asked for.

`search` never touches a sealed body; a safe site shows as its declared area.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from waystation.foundation import clock

from .languages import choices as language_choices
from .models import Organization, Place, Service
from .search.finding import find
from .search.query import Hit, Query, Reason, Results, Room, Why

__all__ = [
    "Hit",
    "Query",
    "Reason",
    "Results",
    "Room",
    "Why",
    "areas",
    "language_choices",
    "organization_count",
    "organization_of_agency",
    "place_names",
    "search",
    "service",
    "service_count",
    "services_of",
    "services_of_agency",
]


def search(query: Query, at: dt.datetime | None = None) -> Results:
    """Find services. `at` (aware) decides what is open and how old knowledge is; default now."""
    return find(query, at or clock.now())


def service(service_id: uuid.UUID | str) -> Service:
    """One active service with its organization. Raises Service.DoesNotExist."""
    return Service.objects.select_related("organization").exclude(status=Service.Status.DEFUNCT).get(pk=service_id)


def services_of(organization_id: uuid.UUID | str) -> QuerySet[Service]:
    """The active services of an organization, by name."""
    return Service.objects.filter(organization_id=organization_id, status=Service.Status.ACTIVE).order_by("name")


def services_of_agency(agency: uuid.UUID) -> QuerySet[Service]:
    """The active services of an agency of this installation."""
    return Service.objects.filter(organization__agency=agency, status=Service.Status.ACTIVE).order_by("name")


def organization_of_agency(agency: uuid.UUID) -> Organization | None:
    return Organization.objects.filter(agency=agency).first()


def service_count() -> int:
    """Active services in the directory."""
    return Service.objects.filter(status=Service.Status.ACTIVE).count()


def place_names() -> list[str]:
    """The installation's own places, for the "Near" field."""
    return list(Place.objects.filter(is_area=False).values_list("name", flat=True))


def areas() -> QuerySet[Place]:
    """Areas that a confidential service may declare."""
    return Place.objects.filter(is_area=True)


def organization_count(by: dt.date | None = None, since: dt.date | None = None) -> int:
    """How many organizations are listed by a day, and of these since another; the undated were there before."""
    rows = Organization.objects.all()
    if by is not None:
        rows = rows.filter(Q(listed_on=None) | Q(listed_on__lte=by))
    if since is not None:
        rows = rows.filter(listed_on__gte=since)
    return rows.count()
