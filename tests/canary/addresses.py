"""The URLconf as the walk sees it: every address by its name, and what can be asked for once an id is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, get_resolver, resolve

PAGE = ("step", "number")
WAYS = ("lines:step", "tips:")
"""Arguments that say which page of a way is meant, and the ways."""
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@cache
def routes() -> dict[str, str]:
    """{name: pattern} of every address, arguments in angle brackets."""
    return {name: pattern for pattern, name in sorted(_walk(get_resolver().url_patterns, "/", ""))}


def _walk(found: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[tuple[str, str]]:
    for one in found:
        said = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, said, inner)
        else:
            yield said, f"{space}{one.name or said}"


def plain() -> list[str]:
    """Every address that takes no argument."""
    return sorted(pattern for pattern in routes().values() if not ARGUMENT.search(pattern))


@cache
def _served(path: str) -> ResolverMatch | None:
    """What serves a path. Kept: a walk asks for the same ones many thousand times, and Django tries every pattern."""
    try:
        return resolve(path)
    except Resolver404:
        return None


def siblings(address: str) -> list[str]:
    """Addresses that can be written with the arguments of this one."""
    match = _served(urlsplit(address).path)
    if match is None:
        return []
    known = match.kwargs
    fitting = [pattern for pattern in routes().values() if set(ARGUMENT.findall(pattern)) <= set(known)]
    return [ARGUMENT.sub(lambda match: str(known[match.group(1)]), pattern) for pattern in fitting]


def written(seen: list[str]) -> list[str]:
    """One address for every route: with ids out of addresses that were seen, with made ones where none was."""
    ids: dict[str, object] = {}
    for address in seen:
        if match := _served(urlsplit(address).path):
            ids |= match.kwargs
    made = {"uuid": uuid4(), "int": 1}

    def fill(found: re.Match[str]) -> str:
        kind = found.group().strip("<>").rpartition(":")[0]
        known = ids.get(found.group(1))
        return str(known if kind in type(known).__name__.lower() else made.get(kind, "a-word"))

    return [ARGUMENT.sub(fill, pattern) for pattern in routes().values()]


def kind_of(address: str) -> str:
    """The name of the address, with the page of a way that it asks for: each is filled for itself."""
    parts = urlsplit(address)
    match = _served(parts.path)
    if match is None:
        return "?"
    known = match.kwargs
    page = [str(known[name]) for name in PAGE if name in known and name_of(address).startswith(WAYS)]
    return " ".join([name_of(address), *page, *parse_qs(parts.query).get("page", [])])


def name_of(address: str) -> str:
    """The name of the address, "?" for one that nobody serves."""
    match = _served(urlsplit(address).path)
    return (match.view_name or match.route) if match else "?"
