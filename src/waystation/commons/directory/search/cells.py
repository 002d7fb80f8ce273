"""Geo cells: points and areas as H3 cells written as index words, distances in kilometres.

H3 resolution 5 (edge 8.5 km) serves radii up to 15 km, resolution 4 (edge 22.6 km) the wider ones. The same words are
the border of privacy: a safe site is indexed by the cells of its declared area only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import h3

FINE, WIDE = 5, 4
EDGE_KM = {FINE: 8.544, WIDE: 22.606}
FINE_UP_TO_KM = 15
MAX_KM = 100


def cell_of(latitude: float, longitude: float) -> str:
    """The H3 cell of resolution 5 that holds a point (WGS84 degrees)."""
    return str(h3.latlng_to_cell(latitude, longitude, FINE))


def words_for(cells: Iterable[str]) -> list[str]:
    """Index words for cells of resolution 5 and for the resolution 4 cells around them."""
    fine = sorted(set(cells))
    wide = sorted({str(h3.cell_to_parent(cell, WIDE)) for cell in fine})
    return [f"xc{cell}0" for cell in fine] + [f"xd{cell}0" for cell in wide]


def words_near(latitude: float, longitude: float, km: float) -> list[str]:
    """Index words of every cell that may hold a point within `km` of here."""
    level = FINE if km <= FINE_UP_TO_KM else WIDE
    edge = EDGE_KM[level]
    rings = math.ceil((min(km, MAX_KM) + 2 * edge) / (1.5 * edge))
    centre = h3.latlng_to_cell(latitude, longitude, level)
    mark = "c" if level == FINE else "d"
    return [f"x{mark}{cell}0" for cell in sorted(h3.grid_disk(centre, rings))]


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) points."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 6371.0088 * 2 * math.asin(min(1.0, math.sqrt(h)))
