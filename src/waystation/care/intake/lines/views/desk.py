"""What the pages share: whose line it is, and what a form says when an act is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404

from waystation.care.intake.lines import selectors
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.policies import can_answer, can_run, can_see
from waystation.foundation.gate.request import StaffRequest


def seen(request: StaffRequest, line_id: UUID) -> Line:
    """A line this member runs or answers; for everybody else there is no such page."""
    if not can_see(request.actor.role):
        raise Http404
    try:
        return selectors.line_of(request.actor, line_id)
    except Line.DoesNotExist:
        raise Http404 from None


def run(request: StaffRequest, line_id: UUID) -> Line:
    """A line this member runs."""
    must_run(request)
    return seen(request, line_id)


def must_run(request: StaffRequest) -> None:
    """Raises Http404 for whoever runs no line."""
    if not can_run(request.actor.role):
        raise Http404


def must_answer(request: StaffRequest) -> None:
    """Raises Http404 for whoever is never on call."""
    if not can_answer(request.actor.role):
        raise Http404


def version_of(request: StaffRequest) -> int:
    """The version the page was made of; one that is none fits nothing, and is answered as stale."""
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() and len(text) < 9 else 0


def done(form: forms.Form, act: Callable[..., Any], *args: Any, **values: Any) -> bool:
    """Act; what it refuses stands at the head of the form."""
    try:
        act(*args, **values)
    except LineError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
