"""Classification and change log (HSDS taxonomy, taxonomy_term, attribute, metadata, meta_table_description)."""

from __future__ import annotations

from django.db import models

from .record import Record, link, text


class Taxonomy(Record):
    hsds_name = "taxonomy"

    name = models.TextField()
    description = text()
    uri = link()
    version = text()


class TaxonomyTerm(Record):
    """One term. A code of a licensed list is carried as its bare code: `name` repeats it, no name is invented."""

    hsds_name = "taxonomy_term"
    beyond = frozenset({"taxonomy_detail"})

    code = text()
    name = models.TextField()
    description = text()
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children")
    taxonomy = text()
    taxonomy_detail = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, null=True, blank=True, related_name="terms")
    language = text()
    term_uri = link()


class Attribute(Record):
    """A term or a plain value on any record: `link_entity` names the table, `link_id` the row."""

    hsds_name = "attribute"

    link_id = models.UUIDField(db_index=True)
    taxonomy_term = models.ForeignKey(
        TaxonomyTerm, on_delete=models.CASCADE, null=True, blank=True, related_name="attributes"
    )
    link_type = text()
    link_entity = models.CharField(max_length=40, blank=True, default="")
    value = text()
    label = text()


class Metadata(Record):
    """One change of one field of one record; the directory's own change log."""

    hsds_name = "metadata"

    resource_id = models.UUIDField(db_index=True)
    resource_type = models.CharField(max_length=40, blank=True, default="")
    last_action_date = models.DateField()
    last_action_type = text()
    field_name = text()
    previous_value = text()
    replacement_value = text()
    updated_by = text()


class MetaTableDescription(Record):
    hsds_name = "meta_table_description"

    name = text()
    language = text()
    character_set = text()
