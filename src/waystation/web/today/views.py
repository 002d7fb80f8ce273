"""The page: each role has its own sections."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waystation.foundation import clock
from waystation.foundation.gate.request import StaffRequest
from waystation.foundation.keyring.actions.following import lacking
from waystation.web import told
from waystation.web.today import agency, care, leads, letters, lines, months, outreach, reports, screening, texts
from waystation.web.today.sections import Desk, Section

BY_ROLE: dict[str, tuple[Callable[[Desk], Section], ...]] = {
    "hotline_advocate": (care.contacts,),
    "case_manager": (care.handed_over, care.answers, care.ending_releases, care.my_cases),
    "attorney": (care.answers, care.received, care.my_cases),
    "clinician": (care.answers, care.received, care.my_cases),
    "supervisor": (agency.journal_state, care.contacts, care.second_reading, agency.away, care.my_cases),
    "intake_worker": (care.received,),
    "administrator": (agency.accounts, agency.backups),
    "analyst": (agency.counts,),
    "coordinator": (agency.stale_entries,),
    "volunteer": (agency.stale_entries,),
    "liaison": (leads.released,),
}
"""What each role is shown, the most pressing first."""


@require_safe
def today(request: StaffRequest) -> HttpResponse:
    desk = Desk(request.actor)
    first = (care.standing_in,) if request.actor.covers else ()
    sections = [gather(desk) for gather in (*first, *BY_ROLE.get(request.actor.role, ()))]
    if desk.closings:
        sections.append(care.second_reading(desk))
    if found := lacking(request.actor.keyring):
        sections.append(agency.newcomers(found))
    sections = leads.joined(desk, outreach.joined(desk, lines.joined(desk, sections)))
    sections = reports.joined(desk, texts.joined(desk, letters.joined(desk, screening.joined(desk, sections))))
    sections = lines.alerted(desk, months.joined(desk, sections))
    waiting = sum(item.kind == "attend" for section in sections for item in section.items)
    context = {"sections": sections, "waiting": waiting, "on": clock.today(), "told": told.notice(request.actor)}
    return render(request, "web/today.html", context)
