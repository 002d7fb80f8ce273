"""Named places of the county."""

from __future__ import annotations

from collections.abc import Sequence

from waystation.foundation.gate.actor import Actor

from ..models import Place
from ..search.cells import cell_of
from .recording import recorded


def save_place(
    actor: Actor | None,
    *,
    name: str,
    latitude: float,
    longitude: float,
    postal_code: str = "",
    area_of: Sequence[Place] = (),
) -> Place:
    """A place to search near, or an area made of other places (then it is offered for declaring, not for searching)."""
    cells = sorted({cell_of(p.latitude, p.longitude) for p in area_of}) or [cell_of(latitude, longitude)]
    with recorded(actor, "directory.place_saved", detail={"name": name}):
        place, _ = Place.objects.update_or_create(
            name=name,
            defaults={
                "postal_code": postal_code,
                "latitude": latitude,
                "longitude": longitude,
                "cells": cells,
                "is_area": bool(area_of),
            },
        )
    return place
