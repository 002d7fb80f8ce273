"""What every HSDS record carries: a UUID and where it came from."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models


class Record(models.Model):
    """One HSDS object. `source` names the imported package, `source_id` the key it had there.

    `hsds_name` is the table's name in HSDS, `hsds_since` the first version that knows it, `beyond` the columns
    that are ours (the profile) and leave as attributes, never as HSDS columns of their own.
    """

    hsds_name = ""
    hsds_since = "3.0"
    beyond: frozenset[str] = frozenset()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=80, blank=True, default="", editable=False)
    source_id = models.CharField(max_length=200, blank=True, default="", editable=False)

    class Meta:
        abstract = True


def text() -> models.TextField[Any, Any]:
    return models.TextField(blank=True, default="")


def link() -> models.URLField[Any, Any]:
    return models.URLField(max_length=2000, blank=True, default="")


def parent(to: str, name: str, *, required: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(to, on_delete=models.CASCADE, null=not required, blank=not required, related_name=name)
