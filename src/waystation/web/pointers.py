"""From a statistics capsule's pointer back to the record: only for someone who may see the record."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from waystation.care.cases import selectors as cases
from waystation.care.cases.models import Case
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.selectors.access import contact_row, situation_row
from waystation.foundation.gate.request import StaffRequest


@require_safe
def record(request: StaffRequest, pointer: UUID) -> HttpResponse:
    """Redirect to the record, or 404: alike for no such pointer and for a record of somebody else's."""
    if case := Case.objects.filter(pointer=pointer).first():
        return redirect("cases:case_detail", case_id=cases.case_row(request.actor, case.pk).pk)
    if contact := Contact.objects.filter(pointer=pointer).first():
        return redirect("intake:contact_detail", contact_id=contact_row(request.actor, contact.pk).pk)
    if situation := Situation.objects.filter(pointer=pointer).first():
        return redirect("intake:situation_detail", situation_id=situation_row(request.actor, situation.pk).pk)
    raise Http404
