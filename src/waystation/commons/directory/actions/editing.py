"""Saving entries one at a time: organizations, services with what hangs on them, room, verification, safe sites."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from waystation.core.vault import keys
from waystation.foundation import clock
from waystation.foundation.gate.actor import Actor

from ..languages import name_of
from ..leaks.linter import SafeFacts, refuse_leaks
from ..models import (
    Address,
    Attribute,
    Language,
    Location,
    Organization,
    Phone,
    SafeSite,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Unit,
)
from ..policies import NotAllowed, may_count
from ..search.indexing import index_services
from ..vocabulary import TAXONOMY, services
from .recording import recorded

SITE_LABEL = b"waystation safe site"


def save_organization(actor: Actor | None, *, organization: Organization) -> Organization:
    """Add or change an organization; its services are indexed again. Raises LeakFound."""
    with recorded(actor, "directory.organization_saved", organization.pk):
        organization.full_clean(exclude=["parent_organization"])
        organization.save()
        for service in organization.services.all():
            refuse_leaks(service)
        index_services(organization.services.values_list("pk", flat=True))
    return organization


def save_service(
    actor: Actor | None,
    *,
    service: Service,
    codes: Sequence[str] = (),
    languages: Sequence[str] = (),
    phone: str = "",
    places: Sequence[Mapping[str, Any]] = (),
    hours: Sequence[Mapping[str, str]] = (),
    safe_facts: SafeFacts | None = None,
) -> Service:
    """Add or change a service and what hangs on it, and publish it.

    `codes` are of our own vocabulary; `languages` ISO 639-3; `places` dicts of Location and Address columns; `hours`
    dicts of byday, opens_at, closes_at. A list given replaces the old one, an empty list leaves it. Raises LeakFound
    when anything public of a confidential service points to its address.
    """
    with recorded(actor, "directory.service_saved", service.pk):
        service.last_modified = clock.now()
        service.full_clean(exclude=["organization", "program"])
        service.save()
        if codes:
            _classify(service, codes)
        if languages:
            service.languages.all().delete()
            Language.objects.bulk_create(Language(service=service, code=c, name=name_of(c)) for c in languages)
        if phone:
            service.phones.all().delete()
            Phone.objects.create(service=service, number=phone, type="voice")
        if places:
            _place(service, places)
        if hours:
            service.schedules.all().delete()
            Schedule.objects.bulk_create(Schedule(service=service, freq="WEEKLY", **h) for h in hours)
        refuse_leaks(service, safe_facts)
        index_services([service.pk])
    return service


def _classify(service: Service, codes: Sequence[str]) -> None:
    listed, _ = Taxonomy.objects.get_or_create(
        id=uuid.uuid5(uuid.NAMESPACE_URL, TAXONOMY),
        defaults={"name": TAXONOMY, "description": "Services and needs, the project's own list."},
    )
    Attribute.objects.filter(link_id=service.pk, taxonomy_term__taxonomy_detail=listed).delete()
    for code in codes:
        term, _ = TaxonomyTerm.objects.get_or_create(
            id=uuid.uuid5(listed.pk, code),
            defaults={
                "code": code,
                "name": services()[code].en,
                "taxonomy": TAXONOMY,
                "taxonomy_detail": listed,
                "language": "eng",
            },
        )
        Attribute.objects.create(link_id=service.pk, link_entity="service", link_type="service", taxonomy_term=term)


def _place(service: Service, places: Sequence[Mapping[str, Any]]) -> None:
    address_columns = {f.name for f in Address._meta.concrete_fields} - {"id", "source", "source_id", "location"}
    Location.objects.filter(service_at_locations__service=service).delete()
    for given in places:
        own = {k: v for k, v in given.items() if k not in address_columns}
        location = Location.objects.create(organization=service.organization, **own)
        address = {k: v for k, v in given.items() if k in address_columns}
        if address:
            Address.objects.create(location=location, **address)
        ServiceAtLocation.objects.create(service=service, location=location)


def set_capacity(
    actor: Actor | None,
    *,
    service: Service,
    available: float,
    maximum: float | None = None,
    held: float = 0,
    unit: str = "bed",
    at: dt.datetime | None = None,
) -> ServiceCapacity:
    """Say how much room there is now. Older than 24 hours it is shown as unknown. Raises NotAllowed."""
    if actor is not None and not may_count(actor, service.organization.agency):
        raise NotAllowed("directory.capacity_set")
    counted, _ = Unit.objects.get_or_create(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"waystation-unit:{unit}"), defaults={"name": unit}
    )
    with recorded(
        None, "directory.capacity_set", service.pk, {"available": available, "by": str(actor.id) if actor else ""}
    ):
        capacity, _ = ServiceCapacity.objects.update_or_create(
            service=service,
            unit=counted,
            defaults={"available": available, "maximum": maximum, "held": held, "updated": at or clock.now()},
        )
        index_services([service.pk])
    return capacity


def verify_service(actor: Actor | None, *, service: Service, on: dt.date | None = None, by: str = "") -> Service:
    """Somebody checked the entry with the provider."""
    with recorded(actor, "directory.service_verified", service.pk):
        service.assured_date = on or clock.today()
        service.verified_by = by or (actor.member.display_name if actor else "")
        service.save(update_fields=["assured_date", "verified_by"])
        index_services([service.pk])
    return service


def declare_safe_site(
    actor: Actor | None,
    *,
    service: Service,
    agency: uuid.UUID,
    area_name: str,
    area_cells: Sequence[str],
    facts: SafeFacts,
    team: uuid.UUID,
    team_exchange: bytes,
    team_generation: int = 1,
) -> SafeSite:
    """Keep a confidential address: sealed to a team of the owning agency, known to the directory by its area only.

    `team_exchange` is the team's public X25519 key, `area_cells` are H3 cells of resolution 5 that the provider chose.
    Raises LeakFound when the public entry, its siblings or its texts give the address away.
    """
    with recorded(actor, "directory.safe_site_declared", service.pk):
        site, _ = SafeSite.objects.update_or_create(
            service=service,
            defaults={
                "agency": agency,
                "area_name": area_name,
                "area_cells": list(area_cells),
                "team": team,
                "team_generation": team_generation,
                "declared_on": clock.today(),
                "body": keys.seal_to(
                    team_exchange, json.dumps(facts.as_json()).encode(), SITE_LABEL + service.pk.bytes
                ),
            },
        )
        service.confidentiality = Service.Confidentiality.CONFIDENTIAL
        service.save(update_fields=["confidentiality"])
        refuse_leaks(service, facts)
        index_services([service.pk])
    return site
