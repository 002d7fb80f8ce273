"""Where "near" is: our own places first, then US ZIP centroids (package `zipcodes`, GeoNames data), all offline."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import zipcodes

from ..languages import fold
from ..models import Place

_zips: Any = zipcodes
ZIP = re.compile(r"^\d{5}(-\d{4})?$")


@dataclass(frozen=True)
class Point:
    name: str
    latitude: float
    longitude: float


def find_place(text: str) -> Point | None:
    """A district, a ZIP or a city by name. None when nobody knows it."""
    wanted = text.strip()
    if not wanted:
        return None
    for place in Place.objects.filter(is_area=False):
        if fold(place.name) == fold(wanted) or (place.postal_code and place.postal_code == wanted[:5]):
            return Point(place.name, place.latitude, place.longitude)
    return zip_point(wanted[:5]) if ZIP.match(wanted) else _city(wanted)


@lru_cache(maxsize=4096)
def zip_point(code: str) -> Point | None:
    found = _zips.matching(code) if ZIP.match(code) else []
    return Point(f"{found[0]['city']} {code}", float(found[0]["lat"]), float(found[0]["long"])) if found else None


@cache
def _cities() -> dict[str, list[tuple[str, float, float]]]:
    """{folded city: [(state, latitude, longitude)]} of all US ZIPs; built once a process."""
    found: dict[str, list[tuple[str, float, float]]] = {}
    for row in _zips.list_all():
        if row["lat"] and row["long"]:
            found.setdefault(fold(row["city"]), []).append((row["state"], float(row["lat"]), float(row["long"])))
    return found


def _city(text: str) -> Point | None:
    """'Miami' or 'Miami, FL': the middle of the ZIPs of that name; without a state, of the state that has the most."""
    name, _, state = (part.strip() for part in text.partition(","))
    rows = [row for row in _cities().get(fold(name), []) if not state or row[0] == state.upper()]
    if not rows:
        return None
    most = Counter(row[0] for row in rows).most_common(1)[0][0]
    rows = [row for row in rows if row[0] == most]
    return Point(text, sum(r[1] for r in rows) / len(rows), sum(r[2] for r in rows) / len(rows))
