"""The pages there are, read from the address map, so that none can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def patterns(entries: Sequence[Any] | None = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """(route, pattern) of every address; a route with parameters keeps them as <kind:name>."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, route)
        else:
            yield route, entry


def is_open(pattern: URLPattern) -> bool:
    """Whether anyone may open it without signing in."""
    return not getattr(pattern.callback, "login_required", True)


def open_addresses() -> list[str]:
    """Addresses without parameters that anyone may open."""
    return sorted({route for route, pattern in patterns() if is_open(pattern) and "<" not in route})


def staff_addresses() -> list[str]:
    """Addresses without parameters that ask for a sign-in; those with parameters are walked to."""
    return sorted({route for route, pattern in patterns() if not is_open(pattern) and "<" not in route})
