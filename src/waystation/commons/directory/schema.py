"""HSDS as this project holds it: its tables in the order in which keys can be followed, and their columns.

Source: Open Referral HSDS 3.0 and 3.1 (specification CC BY-SA 4.0). The models are the one description from which
tables, JSON and CSV are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from .models import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Funding,
    Language,
    Location,
    Metadata,
    MetaTableDescription,
    Organization,
    OrganizationIdentifier,
    Phone,
    Program,
    Record,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Unit,
    Url,
)

HSDS: list[type[Record]] = [
    Taxonomy,
    TaxonomyTerm,
    Unit,
    Organization,
    OrganizationIdentifier,
    Program,
    Location,
    Service,
    ServiceAtLocation,
    Contact,
    Phone,
    Address,
    Schedule,
    ServiceArea,
    Language,
    Accessibility,
    CostOption,
    Funding,
    RequiredDocument,
    Url,
    ServiceCapacity,
    Attribute,
    Metadata,
    MetaTableDescription,
]
OURS = {"id", "source", "source_id"}
# Our attribute -> the HSDS column, where they differ.
COLUMN = {"taxonomy_detail_id": "taxonomy_id", "paid_by": "source"}
NEW_IN_31 = {("attribute", "label"), ("service_area", "service_at_location_id")}


@dataclass(frozen=True)
class Column:
    """One HSDS column: our attribute, its HSDS name, and whether it is a key, a number or plain."""

    attribute: str
    name: str
    is_key: bool
    is_number: bool
    since: str = "3.0"


@cache
def columns(model: type[Record], version: str) -> tuple[Column, ...]:
    """The HSDS columns of a model in one version ("3.0" or "3.1"), `id` first."""
    found = [Column("id", "id", True, False)]
    for field in model._meta.concrete_fields:
        if field.name in OURS or (field.name in model.beyond and not field.is_relation):
            continue
        name = COLUMN.get(field.attname, field.attname)
        if version == "3.0" and (model.hsds_name, name) in NEW_IN_31:
            continue
        is_key = field.is_relation or isinstance(field, models.UUIDField)
        found.append(Column(field.attname, name, is_key, isinstance(field, models.FloatField | models.IntegerField)))
    return tuple(found)


def tables(version: str) -> list[type[Record]]:
    return [model for model in HSDS if model.hsds_since <= version]


def plain(value: Any) -> Any:
    """A value as JSON has it: whole floats without a point, dates and moments in ISO 8601, UUIDs as text."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
