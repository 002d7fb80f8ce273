"""The tabs of a case: wings above this one add theirs when the site starts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tab:
    """`url` is a named address that takes `case_id`.

    `part` is the compartment whose holders see the tab, "notes" for that of one's own notes, "" for all.
    """

    code: str
    label: str | Promise
    url: str
    order: int
    part: str = ""


_tabs: dict[str, Tab] = {}


def register_tab(code: str, label: str | Promise, url: str, *, order: int, part: str = "") -> None:
    """Add or replace a tab."""
    _tabs[code] = Tab(code, label, url, order, part)


def tabs() -> list[Tab]:
    return sorted(_tabs.values(), key=lambda tab: tab.order)


register_tab("overview", _("Overview"), "cases:case_detail", order=10)
register_tab("plan", _("Plan"), "cases:case_plan", order=20, part="referrals")
register_tab("notes", _("Notes"), "cases:case_notes", order=30, part="notes")
register_tab("course", _("Stage"), "cases:case_course", order=80, part="referrals")
register_tab("journal", _("Journal"), "cases:case_journal", order=90, part="journal")
