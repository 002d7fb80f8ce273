"""Every record of the directory as flat HSDS rows, and as the nested documents of the JSON form."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ..models import SafeSite, Service
from ..profile import TAXONOMY_ID, profile_rows, taxonomy_rows
from ..schema import columns, plain, tables

Row = dict[str, Any]

# HSDS requires these even when we know nothing: they go out as empty text.
REQUIRED: dict[str, tuple[str, ...]] = {
    "organization": ("name", "description"),
    "program": ("name", "description"),
    "address": ("address_1", "city", "state_province", "postal_code", "country"),
    "taxonomy": ("name", "description"),
    "taxonomy_term": ("name", "description"),
    "phone": ("number",),
    "organization_identifier": ("identifier_type", "identifier"),
    "metadata": ("last_action_type", "field_name", "previous_value", "replacement_value", "updated_by"),
}
# Document -> [(name of the list, table, key column)]; the second part of the name after | is the version it came with.
LISTS: dict[str, list[tuple[str, str, str]]] = {
    "service": [
        ("phones", "phone", "service_id"),
        ("schedules", "schedule", "service_id"),
        ("service_areas", "service_area", "service_id"),
        ("service_at_locations", "service_at_location", "service_id"),
        ("languages", "language", "service_id"),
        ("funding", "funding", "service_id"),
        ("cost_options", "cost_option", "service_id"),
        ("required_documents", "required_document", "service_id"),
        ("contacts", "contact", "service_id"),
        ("capacities", "service_capacity", "service_id"),
        ("additional_urls", "url", "service_id"),
    ],
    "service_at_location": [
        ("contacts", "contact", "service_at_location_id"),
        ("phones", "phone", "service_at_location_id"),
        ("schedules", "schedule", "service_at_location_id"),
        ("service_areas", "service_area", "service_at_location_id"),
    ],
    "location": [
        ("languages", "language", "location_id"),
        ("addresses", "address", "location_id"),
        ("contacts", "contact", "location_id"),
        ("accessibility", "accessibility", "location_id"),
        ("phones", "phone", "location_id"),
        ("schedules", "schedule", "location_id"),
    ],
    "organization": [
        ("funding", "funding", "organization_id"),
        ("contacts", "contact", "organization_id"),
        ("phones", "phone", "organization_id"),
        ("locations", "location", "organization_id"),
        ("programs", "program", "organization_id"),
        ("organization_identifiers", "organization_identifier", "organization_id"),
        ("additional_websites", "url", "organization_id"),
    ],
    "contact": [("phones", "phone", "contact_id")],
    "phone": [("languages", "language", "phone_id")],
}
OBJECTS: dict[str, list[tuple[str, str, str]]] = {
    "service": [("organization", "organization", "organization_id"), ("program", "program", "program_id")],
    "service_at_location": [("location", "location", "location_id")],
    "attribute": [("taxonomy_term", "taxonomy_term", "taxonomy_term_id")],
    "taxonomy_term": [("taxonomy_detail", "taxonomy", "taxonomy_id")],
    "service_capacity": [("unit", "unit", "unit_id")],
}
ONLY_31 = {"capacities", "additional_urls", "additional_websites"}
BARE = {"metadata", "taxonomy", "attribute", "taxonomy_term"}


class Book:
    """All rows of one version, by table and id, safe places left out."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.rows: dict[str, dict[str, Row]] = {model.hsds_name: {} for model in tables(version)}
        for model in tables(version):
            names = columns(model, version)
            for values in model._default_manager.order_by("id").values_list(*(c.attribute for c in names)).iterator():
                row = {c.name: plain(v) for c, v in zip(names, values, strict=True)}
                self.rows[model.hsds_name][row["id"]] = row
        self._leave_out_safe_places()
        self._add_profile()
        self._children: dict[tuple[str, str], dict[str, list[str]]] = {}

    def _leave_out_safe_places(self) -> None:
        """Places that only confidential services use go, with all that hangs on them; the declared area comes in."""
        hidden = {str(k) for k in Service.objects.filter(confidentiality="confidential").values_list("pk", flat=True)}
        hidden |= {str(k) for k in SafeSite.objects.values_list("service_id", flat=True)}
        links = self.rows["service_at_location"]
        open_places = {row["location_id"] for row in links.values() if row["service_id"] not in hidden}
        gone = {row["location_id"] for row in links.values() if row["service_id"] in hidden} - open_places
        gone_links = {key for key, row in links.items() if row["service_id"] in hidden or row["location_id"] in gone}
        for key in gone:
            self.rows["location"].pop(key, None)
        for rows in self.rows.values():
            for key in [
                k
                for k, r in rows.items()
                if r.get("location_id") in gone or r.get("service_at_location_id") in gone_links
            ]:
                del rows[key]
        for key in gone_links:
            links.pop(key, None)
        for site in SafeSite.objects.all():
            area = {"id": str(uuid.uuid5(site.pk, "area")), "service_id": str(site.service_id), "name": site.area_name}
            self.rows["service_area"][area["id"]] = area

    def _add_profile(self) -> None:
        rows = profile_rows()
        if rows:
            self.rows["taxonomy"][TAXONOMY_ID], terms = taxonomy_rows()
            self.rows["taxonomy_term"] |= {term["id"]: term for term in terms}
            self.rows["attribute"] |= {row["id"]: row for row in rows}

    def children(self, table: str, column: str) -> dict[str, list[str]]:
        """{parent id: ids of the rows that name it}."""
        key = (table, column)
        if key not in self._children:
            found: dict[str, list[str]] = defaultdict(list)
            for row in self.rows.get(table, {}).values():
                if row.get(column):
                    found[row[column]].append(row["id"])
            self._children[key] = found
        return self._children[key]

    def documents(self, table: str) -> Iterator[Row]:
        for key in self.rows[table]:
            yield self.document(table, key)

    def document(self, table: str, key: str, above: frozenset[str] = frozenset()) -> Row:
        """A record with all below it, empty values left out. `above` stops records from holding their holders."""
        row = self.rows[table][key]
        must = REQUIRED.get(table, ())
        found = {
            k: ("" if v is None else v) if k in must else v for k, v in row.items() if k in must or v not in (None, "")
        }
        within = above | {table}
        for name, child, column in OBJECTS.get(table, ()):
            target = row.get(column)
            if child not in above and target and target in self.rows.get(child, {}):
                found[name] = self.document(child, target, within | ({"organization"} if table == "service" else set()))
        if table == "organization" and above:
            return found
        for name, child, column in LISTS.get(table, ()):
            if self.version == "3.0" and (name in ONLY_31 or (table, name) == ("service_at_location", "service_areas")):
                continue
            ids = self.children(child, column).get(key, [])
            if ids and child not in above:
                found[name] = [self.document(child, i, within) for i in ids]
        if table not in BARE:
            self._link(found, key, within)
        return found

    def _link(self, found: Row, key: str, within: frozenset[str]) -> None:
        for name, table, column in (("attributes", "attribute", "link_id"), ("metadata", "metadata", "resource_id")):
            ids = self.children(table, column).get(key, [])
            if ids:
                found[name] = [self.document(table, i, within) for i in ids]
