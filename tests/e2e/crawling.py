"""The pages a person can reach by following links, by the name of their address."""

from __future__ import annotations

import html
import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext

from tests.e2e.pages import patterns

LINK = re.compile(r'<a [^>]*?href="([^"#]+)')
PER_NAME = 3
"""Addresses of one name to follow: cases differ in what has happened, and twenty of them look alike."""


def names() -> dict[str, str]:
    """Name of each address, with its route."""
    return {_name(route): route for route, _pattern in patterns()}


def _name(route: str) -> str:
    """The view name of a route, found by filling it in."""
    filled = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", route)
    filled = re.sub(r"<int:\w+>", "1", re.sub(r"<(?:str|slug):\w+>", "x", filled))
    return resolve(filled).view_name


def reach(context: BrowserContext, base: str, start: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Pages by name that a person reaches from `start`; and the links that lead nowhere they may go."""
    found: dict[str, list[str]] = {}
    dead: list[str] = []
    todo = [(address, "") for address in start]
    seen, followed = set(start), Counter[str]()
    while todo:
        address, source = todo.pop(0)
        answer = context.request.get(base + address)
        if answer.status >= 400:
            dead.append(f"{source} links to {address}, which answers {answer.status}")
            continue
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        final = answer.url.removeprefix(base)
        for path in {address, final}:
            found.setdefault(resolve(urlsplit(path).path).view_name, []).append(path)
        for link in _links(answer.text(), answer.url, base):
            try:
                name = resolve(urlsplit(link).path).view_name
            except Resolver404:
                dead.append(f"{address} links to {link}, which is no address")
                continue
            if link not in seen and followed[name] < PER_NAME:
                seen.add(link)
                followed[name] += 1
                todo.append((link, address))
    return found, dead


def _links(text: str, url: str, base: str) -> list[str]:
    """Paths on this site that a page links to."""
    whole = [urljoin(url, html.unescape(link)) for link in LINK.findall(text)]
    return [link.removeprefix(base) for link in whole if link.startswith(f"{base}/")]
