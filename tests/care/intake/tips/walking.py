"""A plain HTTP client as a text browser is one: it follows forms as they stand in the page, and nothing else.

As some do, it ticks the first of several answers where none is ticked (lynx), and drops the query of a page whose form
names no address (w3m).
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.test import Client


class Page(HTMLParser):
    """The forms of a page with their fields, its links, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.links: list[tuple[str, str]] = []
        self.words = ""
        self._quiet = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "fields": {}, "choices": {}})
        elif tag in ("input", "textarea", "select", "button") and self.forms and given.get("name"):
            kind = given.get("type", "")
            if kind in ("radio", "checkbox"):
                self.forms[-1]["choices"].setdefault(given["name"], []).append(given.get("value", "on"))
                if kind == "radio" and ("checked" in given or given["name"] not in self.forms[-1]["fields"]):
                    self.forms[-1]["fields"][given["name"]] = given.get("value", "on")
            elif tag != "button":
                self.forms[-1]["fields"][given["name"]] = given.get("value", "")
        elif tag == "a":
            self.links.append((given.get("href", ""), ""))
        if tag in ("script", "style"):
            self._quiet += 1

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.words += data


class Walker:
    """Somebody with a text browser."""

    def __init__(self, address: str = "127.0.0.1", **given: Any) -> None:
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address, **given)
        self.url = "/"
        self.page = Page("")
        self.answer: Any = None

    def go(self, url: str, **headers: Any) -> Page:
        return self._took(self.client.get(url, follow=False, headers=headers or None), url)

    def send(self, form: int = -1, *, last: bool = False, **answers: Any) -> Page:
        """Fill in a form of the page (the last one) and send it, following redirects."""
        shown = self.page.forms[form]
        given = {**shown["fields"], **answers} | ({"send": "1"} if last else {})
        body = "&".join(f"{name}={_quoted(value)}" for name, one in given.items() for value in _many(one))
        url = urljoin(self.url, shown["action"] or self.url.partition("?")[0])
        form_type = "application/x-www-form-urlencoded"
        return self._took(self.client.generic("POST", url, body, content_type=form_type), url)

    def _took(self, answer: Any, url: str) -> Page:
        while answer.status_code in (302, 303):
            url = urljoin(url, answer["Location"])
            answer = self.client.get(url)
        self.url, self.answer = url, answer
        self.page = Page(answer.content.decode())
        return self.page

    @property
    def number(self) -> str:
        """The order number in words, as the page shows it."""
        found = re.search(r'class="number">([a-z ]+ \d\d)<', self.answer.content.decode())
        assert found, self.page.words
        return found[1]


def _many(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _quoted(value: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(value)
