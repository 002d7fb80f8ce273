"""The line drawings, read once from icons.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@cache
def drawings() -> dict[str, str]:
    """Name of an icon -> the shapes inside its svg element."""
    return tomllib.loads(files("waystation.ui").joinpath("icons.toml").read_text("utf-8"))


@cache
def icon(name: str, turn: bool = False) -> SafeString:
    """One icon as inline SVG, hidden from readers: the word stands beside it.

    `turn` mirrors it where the page runs right to left. Raises KeyError for a name that is not drawn.
    """
    shapes = mark_safe(drawings()[name])  # noqa: S308 our own file, no input
    return format_html(
        '<svg class="{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>',
        "icon turn" if turn else "icon",
        shapes,
    )
