"""Places and services of the county, saved through the directory's own actions."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from waystation.commons.directory.actions.editing import (
    declare_safe_site,
    save_organization,
    save_service,
    set_capacity,
)
from waystation.commons.directory.actions.places import save_place
from waystation.commons.directory.leaks.linter import SafeFacts
from waystation.commons.directory.models import Organization, Place, Service
from waystation.demo.reading import ident, toml
from waystation.foundation import clock
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import Actor
from waystation.foundation.keyring import trust

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
SHORT = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
NORTH = ("Millrace", "Lakeshore")
LONG_AGO, LATELY, NEW = 215, 33, 2
"""Days since organizations were listed, the last ones lately."""


def seed_county(shelter_worker: Actor) -> None:
    """Six districts, one declared area, 68 services; the shelter's address is sealed by its own worker."""
    places = _places()
    entries = toml("directory")["organization"]
    for entry in entries:
        organization = save_organization(None, organization=Organization(
            id=ident("organization", entry["name"]), name=entry["name"], description=entry["says"],
            agency=ident("agency", entry["agency"]) if "agency" in entry else None,
            listed_on=clock.today() - dt.timedelta(days=LATELY if entry in entries[-NEW:] else LONG_AGO),
        ))  # fmt: skip
        for offer in entry["services"]:
            service = _service(organization, entry, offer, places)
            if entry.get("confidential"):
                _hide(shelter_worker, service, places)


def _places() -> dict[str, Place]:
    found = {
        row["zip"]: save_place(
            None, name=row["name"], latitude=row["latitude"], longitude=row["longitude"], postal_code=row["zip"]
        )
        for row in toml("county")["place"]
    }
    north = [place for place in found.values() if place.name in NORTH]
    middle = sum(place.latitude for place in north) / len(north), sum(place.longitude for place in north) / len(north)
    found["north"] = save_place(
        None, name="North half of the county", latitude=middle[0], longitude=middle[1], area_of=north
    )
    return found


def _service(
    organization: Organization, entry: dict[str, Any], offer: dict[str, Any], places: dict[str, Place]
) -> Service:
    low, high = offer.get("ages", (None, None))
    service = save_service(
        None,
        service=Service(
            id=ident("service", entry["name"], offer["name"]), organization=organization, name=offer["name"],
            description=offer["says"], minimum_age=low, maximum_age=None if high == 120 else high,
            gender_policy=offer.get("gender", "all"), assured_date=clock.today() - dt.timedelta(days=offer["verified"]),
            verified_by="Lucia",
        ),
        codes=offer["needs"], languages=offer["languages"], phone=entry["phone"], hours=_hours(offer["hours"]),
        places=[] if entry.get("confidential") else [_location(entry, places[entry["place"]])],
    )  # fmt: skip
    if "beds" in offer:
        all_beds, free = offer["beds"]
        set_capacity(None, service=service, available=free, maximum=all_beds, at=clock.now() - dt.timedelta(hours=2))
    return service


def _location(entry: dict[str, Any], place: Place) -> dict[str, Any]:
    return {
        "name": place.name, "latitude": place.latitude, "longitude": place.longitude, "address_1": "(invented street)",
        "city": place.name, "state_province": "OH", "postal_code": place.postal_code, "country": "US",
        "address_type": "physical",
    }  # fmt: skip


def _hours(text: str) -> list[dict[str, str]]:
    """`always`, `daily 10:00-20:00`, `mon-fri 09:00-17:00`, `tue,thu 10:00-14:00`."""
    if text == "always":
        return [{"byday": ",".join(DAYS), "opens_at": "00:00", "closes_at": "23:59"}]
    days, opens, closes = re.fullmatch(r"([a-z,-]+) (\d\d:\d\d)-(\d\d:\d\d)", text).groups()  # type: ignore[union-attr]
    if days == "daily":
        chosen = DAYS
    elif "-" in days:
        first, last = (SHORT[day] for day in days.split("-"))
        chosen = DAYS[first : last + 1]
    else:
        chosen = [DAYS[SHORT[day]] for day in days.split(",")]
    return [{"byday": ",".join(chosen), "opens_at": opens, "closes_at": closes}]


def _hide(worker: Actor, service: Service, places: dict[str, Place]) -> None:
    team = Team.objects.get(agency=worker.agency, kind="intake")
    key = trust.team_key(worker.keyring, team)
    declare_safe_site(
        None, service=service, agency=worker.agency_id, area_name=places["north"].name,
        area_cells=places["north"].cells, facts=SafeFacts(address_lines=("7 Invented Lane",), postal_code="00005"),
        team=team.pk, team_exchange=key.exchange, team_generation=key.generation,
    )  # fmt: skip
