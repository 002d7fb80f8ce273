"""From services to index documents: everything a search needs, gathered in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from waystation.foundation import clock

from ..languages import code_of, fold, name_of
from ..models import (
    Address,
    Attribute,
    Document,
    Language,
    OpenInterval,
    Phone,
    SafeSite,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
)
from ..vocabulary import label_words
from .cells import cell_of, words_for
from .hours import intervals
from .places import zip_point

STALE_DAYS = 456


@dataclass
class Around:
    """What hangs on each service, by its id."""

    languages: dict[uuid.UUID, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    labels: dict[uuid.UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    points: dict[uuid.UUID, list[list[Any]]] = field(default_factory=lambda: defaultdict(list))
    towns: dict[uuid.UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    schedules: dict[uuid.UUID, list[Schedule]] = field(default_factory=lambda: defaultdict(list))
    phones: dict[uuid.UUID, str] = field(default_factory=dict)
    capacity: dict[uuid.UUID, ServiceCapacity] = field(default_factory=dict)
    sites: dict[uuid.UUID, SafeSite] = field(default_factory=dict)


def gather(services: Sequence[Service], everything: bool) -> Around:
    """`everything` leaves out the filter by id, which is quicker when most services are asked for."""
    found = Around()
    ids = [s.pk for s in services]

    def of(rows: QuerySet[Any], column: str = "service_id") -> Iterable[Any]:
        return rows.filter(**{f"{column}__isnull": False}) if everything else rows.filter(**{f"{column}__in": ids})

    for key, name, code in of(Language.objects.values_list("service_id", "name", "code")):
        found.languages[key][code_of(code or name) or code] = name
    for key, code, name in of(
        Attribute.objects.filter(link_entity="service").values_list(
            "link_id", "taxonomy_term__code", "taxonomy_term__name"
        ),
        "link_id",
    ):
        if code or name:
            found.labels[key].append(code if code and code == name else f"{code}\x1f{name}")
    _places(found, of(ServiceAtLocation.objects.select_related("location")))
    for schedule in of(Schedule.objects.all()):
        found.schedules[schedule.service_id].append(schedule)
    for key, number in of(Phone.objects.exclude(type="fax").order_by("id").values_list("service_id", "number")):
        found.phones.setdefault(key, number)
    for capacity in of(ServiceCapacity.objects.select_related("unit").order_by("updated")):
        found.capacity[capacity.service_id] = capacity
    for site in of(SafeSite.objects.all()):
        found.sites[site.service_id] = site
    return found


def _places(found: Around, links: Iterable[ServiceAtLocation]) -> None:
    links = list(links)
    towns: dict[uuid.UUID, tuple[str, str]] = {}
    wanted = {link.location_id for link in links}
    for key, city, code in Address.objects.values_list("location_id", "city", "postal_code"):
        if key in wanted:
            towns.setdefault(key, (city, code))
    for link in links:
        place = link.location
        city, code = towns.get(place.pk, ("", ""))
        if city:
            found.towns[link.service_id].append(city)
        if place.latitude is not None and place.longitude is not None:
            found.points[link.service_id].append([round(place.latitude, 5), round(place.longitude, 5), city, True])
        elif code and (point := zip_point(code[:5])):
            found.points[link.service_id].append([point.latitude, point.longitude, city, False])


def document(service: Service, around: Around) -> tuple[Document, list[OpenInterval]]:
    """The document of one active service and its open intervals. Nothing of a safe site but its area goes in."""
    key = service.pk
    site, capacity = around.sites.get(key), around.capacity.get(key)
    hidden = service.is_confidential or site is not None
    points = [] if hidden else around.points.get(key, [])
    towns = [] if hidden else list(dict.fromkeys(around.towns.get(key, [])))
    spoken = around.languages.get(key, {})
    week = intervals(around.schedules.get(key, []))
    found = Document(
        id=_rank(service, capacity, bool(week)),
        service_id=key,
        names=fold(f"{service.name} {service.alternate_name}"),
        owner=fold(_owner(service)),
        labels=fold(label_words(around.labels.get(key, []))),
        body=fold(_text(service, towns, spoken, site)),
        marks=" ".join(_marks(spoken, points, site)),
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        gender_policy=service.gender_policy,
        populations=" ".join(service.populations)[:400],
        languages=" ".join(filter(None, spoken))[:400],
        free_places=capacity.available if capacity else None,
        counted_at=capacity.updated if capacity else None,
        verified_on=service.assured_date,
        has_hours=bool(week),
        is_confidential=hidden,
        points=points,
        card=_card(service, around, towns, site, capacity),
    )
    open_intervals = [
        OpenInterval(document_id=found.pk, start=i.start, end=i.end, valid_from=i.valid_from, valid_to=i.valid_to)
        for i in week
    ]
    return found, open_intervals


def _text(service: Service, towns: list[str], spoken: dict[str, str], site: SafeSite | None) -> str:
    said = [service.description, service.eligibility_description, service.application_process]
    return "\n".join(filter(None, [*said, *towns, *spoken.values(), site.area_name if site else ""]))


def _owner(service: Service) -> str:
    owner = service.organization
    return f"{owner.name} {owner.alternate_name}"


def _marks(spoken: dict[str, str], points: list[list[Any]], site: SafeSite | None) -> list[str]:
    marks = [f"xl{code}0" for code in spoken if code] or ["xlunknown0"]
    if site:
        return marks + words_for(site.area_cells)
    return marks + (words_for(cell_of(p[0], p[1]) for p in points) or ["xnoplace0"])


def _rank(service: Service, capacity: ServiceCapacity | None, hours: bool) -> int:
    """The static order: verified, with room known, hours known, described. The lower, the better."""
    verified = service.assured_date is not None and (clock.today() - service.assured_date) < dt.timedelta(
        days=STALE_DAYS
    )
    points = 8 * verified + 4 * (capacity is not None) + 2 * hours + (len(service.description) > 80)
    return ((15 - points) << 48) | (service.pk.int & ((1 << 48) - 1))


def _card(
    service: Service, around: Around, towns: list[str], site: SafeSite | None, capacity: ServiceCapacity | None
) -> dict[str, Any]:
    return {
        "name": service.name,
        "owner": service.organization.name,
        "owner_id": str(service.organization_id),
        "agency": str(service.organization.agency) if service.organization.agency else "",
        "summary": service.description[:280],
        "phone": around.phones.get(service.pk, ""),
        "towns": towns[:4],
        "languages": {c: n or name_of(c) for c, n in around.languages.get(service.pk, {}).items()},
        "area": site.area_name if site else "",
        "verified_by": service.verified_by,
        "alert": service.alert,
        "maximum": capacity.maximum if capacity else None,
        "held": capacity.held if capacity else 0,
        "unit": capacity.unit.name if capacity else "",
        "codes": [c for c in around.labels.get(service.pk, []) if "\x1f" in c][:8],
    }
