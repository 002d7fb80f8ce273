"""Input elements as HTML, written at once: three templates inside each other cost ten times as much for each field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

KINDS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("text", "number", "date", "time", "datetime", "email", "url", "password", "file", "hidden")
) | {"django/forms/widgets/input.html"}
"""Django's templates of controls that are one input element each."""


def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """What stands in an element after its name, as Django's `attrs.html` writes it: True alone, False not at all."""
    parts = []
    for name, value in attrs.items():
        if value is not False:
            said = "" if value is True else f'="{conditional_escape(value)}"'
            parts.append(f" {conditional_escape(name)}{said}")
    return mark_safe("".join(parts))  # noqa: S308 every part is escaped above


def one_input(widget: Mapping[str, Any]) -> SafeString:
    """The element of a widget's context, as Django's `input.html` writes it."""
    told: dict[str, Any] = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        told["value"] = str(widget["value"]) if isinstance(widget["value"], bool) else widget["value"]
    return mark_safe(f"<input{attributes(told)}{attributes(widget['attrs'])}>")  # noqa: S308 escaped by `attributes`
