"""What any day loads sooner or later is loaded before the first visitor: quicker first pages, and memory that stays."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.checks.urls import check_url_config
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.utils import translation
from django.utils.formats import date_format

from waystation.foundation import clock

SOURCE = Path(__file__).resolve().parents[1]


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


def templates() -> list[str]:
    """Names of the page templates of every app of ours, as `render` is given them."""
    folders = [Path(folder) for folder in get_app_template_dirs("templates")]
    return sorted(
        path.relative_to(folder).as_posix()
        for folder in folders
        if folder.is_relative_to(SOURCE)
        for path in folder.rglob("*.html")
    )
