"""Messages as the line's team reads them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waystation.care.intake.tips.selectors import open_tip
from waystation.foundation.gate.request import StaffRequest


@require_safe
def message(request: StaffRequest, tip_id: UUID) -> HttpResponse:
    """A message whole: one line in the journal."""
    return render(request, "tips/message.html", {"opened": open_tip(request.actor, tip_id)})
