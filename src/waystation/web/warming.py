"""What any day loads sooner or later is loaded before the first visitor: quicker first pages, and memory that stays."""

from __future__ import annotations

import io
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks.urls import check_url_config
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.utils import translation
from django.utils.formats import date_format

from waystation.care.cases import matching
from waystation.core.vault import envelope, keys
from waystation.foundation import clock

SOURCE = Path(__file__).resolve().parents[1]
FIRST_PAGES = ("/", "/sign-in/", "/get-help/", "/tell/", "/order/", "/help/words/", "/directory/?q=shelter")
"""Pages of nobody in particular: to answer one writes nothing, and goes the way of every page."""


def warm() -> None:
    """Import every page, compile every template of ours, read the words and days of every language.

    A broken page or template stops the start here, and not a person later.
    """
    check_url_config(None)
    for name in templates():
        engines["django"].get_template(name)
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Today")
            date_format(clock.today(), "j M")


def practise(application: Callable[..., Any]) -> None:
    """Answer a few pages to nobody, seal and open a few bytes, compare two words: once, as every hour will.

    What is asked again and again is then in memory before the first visitor. Whatever the pages answer is no reason
    not to start: a folder that takes nothing has its own page for that.
    """
    for page in FIRST_PAGES:
        answer = application(_asked_by_nobody(page), lambda status, headers, problem=None: None)
        for _part in answer:
            continue
        answer.close()
    key, nothing = keys.new_key(), uuid.UUID(int=0)
    place = envelope.Context("warming", "body", nothing, nothing, "warming", 1, 1, 1)
    envelope.open_json(key, envelope.seal_json(key, {}, place), place)
    keys.unwrap(key, keys.wrap(key, key, b"warming"), b"warming")
    keys.open_sealed(key, keys.seal_to(keys.exchange_public(key), b"warming", b"warming"), b"warming")
    matching.ranked("heron 1", [(1, ("HERON-11", "José"))])


def _asked_by_nobody(page: str) -> dict[str, Any]:
    """What a server hands over for a GET of this page by a browser without cookies, on this computer."""
    parts, host = urlsplit(page), next(iter(settings.ALLOWED_HOSTS), "localhost")
    return {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": parts.path, "QUERY_STRING": parts.query,
        "HTTP_HOST": host, "SERVER_NAME": host, "SERVER_PORT": "0", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "https", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip


def templates() -> list[str]:
    """Names of the page templates of every app of ours, as `render` is given them."""
    folders = [Path(folder) for folder in get_app_template_dirs("templates")]
    return sorted(
        path.relative_to(folder).as_posix()
        for folder in folders
        if folder.is_relative_to(SOURCE)
        for path in folder.rglob("*.html")
    )
