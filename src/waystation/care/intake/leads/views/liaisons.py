"""Who leads may go to: an administrator says what the agency does and asks, a second person decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waystation.care.intake.leads import actions, policies, reading, selectors
from waystation.care.intake.leads.forms import StandingForm
from waystation.care.requests import actor_of, no_such_desk
from waystation.foundation.keyring.errors import NotAllowed


@require_safe
def liaison_list(request: HttpRequest) -> HttpResponse:
    """Every liaison of this agency and its trusted partners, and whether leads go there."""
    if actor_of(request).role not in policies.SECOND_FOR_STANDING:
        return no_such_desk(request)
    return _list(request)


@require_POST
def liaison_set(request: HttpRequest, liaison_id: UUID) -> HttpResponse:
    """Ask to turn one on, decide as the second person, or turn one off."""
    actor = actor_of(request)
    if actor.role not in policies.SECOND_FOR_STANDING:
        return no_such_desk(request)
    row = selectors.liaison_row(actor, liaison_id)
    if row is None:
        raise Http404
    form = StandingForm(request.POST)
    if not form.is_valid():
        return _list(request, form=form, about=liaison_id, status=422)
    do, data = form.cleaned_data["do"], form.cleaned_data
    try:
        if do == "ask":
            actions.ask_for(actor, liaison=row.member, enforcement=data["enforcement"])
        elif do == "on":
            actions.decide(actor, liaison=row.member, allowed=True)
        else:
            actions.turn_off(actor, liaison=row.member)
    except NotAllowed:
        return _list(request, refusal=_("This needs another person than the one who asked."), status=422)
    messages.success(request, _("Written in the journal."))
    return redirect("leads:liaison_list")


def _list(
    request: HttpRequest, *, form: StandingForm | None = None, about: UUID | None = None, refusal: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    actor = actor_of(request)
    rows = [
        (row, form if form is not None and row.member.pk == about else StandingForm(auto_id=f"id_{n}_%s"))
        for n, row in enumerate(selectors.liaisons(actor))
    ]
    context = {
        "rows": rows, "form": form, "refusal": refusal, "asks": policies.can_ask_for_standing(actor.role),
        "part23": reading.part23(), "principles": reading.principles(),
    }  # fmt: skip
    return render(request, "leads/liaison_list.html", context, status=status)
