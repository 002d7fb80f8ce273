"""The Data page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waystation.core import codes
from waystation.core.disclosure.withhold import Shown
from waystation.foundation.agencies.person_words import person_words
from waystation.foundation.gate.request import StaffRequest
from waystation.numbers.insights import selectors
from waystation.numbers.insights.figures import Figures


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Three counts and one table, as of the newest batch; analysts only, else the gate says so."""
    page = selectors.data_page(_staff(request).actor)
    context: dict[str, Any] = {"batch": page.batch, "figures": page.figures}
    if page.figures is not None:
        served = person_words(_staff(request).actor.agency.person_word)
        context |= {"rows": _rows(page.figures), "three": _three(page.figures, served.many_first)}
    return render(request, "insights/data.html", context)


def _staff(request: HttpRequest) -> StaffRequest:
    return request  # type: ignore[return-value]  # the middleware of web made it one


def _rows(figures: Figures) -> list[dict[str, Any]]:
    """Label, value (None is withheld) and share in whole percent, where nothing withheld could be found by it."""
    lang, total = get_language() or "en", figures.year_total
    rows = []
    for kind, value in figures.by_kind:
        share = round(100 * value / total) if value is not None and total else None
        rows.append({"label": codes.label("kind_of_trafficking", kind, lang), "value": value, "share": share})
    return rows


def _three(figures: Figures, served: str) -> list[dict[str, str]]:
    return [
        {
            "label": _("Contacts"),
            "value": _shown(figures.contacts),
            "means": _("Calls, texts, chats and forms. One person may write ten times."),
        },
        {
            "label": _("Situations"),
            "value": _shown(figures.situations),
            "means": _("What may be happening, in one place, to nobody or to many."),
        },
        {
            "label": served,
            "value": _shown(figures.clients),
            "means": _("People served, counted once for each case opened."),
        },
    ]


def _shown(value: Shown) -> str:
    """A count in the reader's digits; "" is withheld."""
    return "" if value is None else number_format(value, use_l10n=True, force_grouping=True)
