"""The first page of outreach, and the hotspots."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waystation.commons.directory.selectors import place_names
from waystation.commons.outreach import actions, forms, policies, presenting, selectors
from waystation.commons.outreach.errors import NotAllowed, OutreachError
from waystation.commons.outreach.requests import actor_of, answered, explain, form_page


@require_safe
@answered
def overview(request: HttpRequest) -> HttpResponse:
    """Who is out, the coming nights, the hotspots."""
    actor = actor_of(request)
    context = {
        "out": [presenting.being_out(actor, row) for row in selectors.out_now(actor)],
        "coming": [presenting.night(row) for row in selectors.coming(actor)],
        "unrecorded": [presenting.night(row) for row in selectors.unrecorded(actor)],
        "hotspots": [presenting.hotspot(row) for row in selectors.hotspots(actor)],
        "can_plan": policies.can_plan(actor.role),
        "can_clear": policies.can_clear(actor.role),
    }
    return render(request, "outreach/overview.html", context)


@require_http_methods(["GET", "POST"])
@answered
def hotspot_new(request: HttpRequest) -> HttpResponse:
    return _hotspot(request, None)


@require_http_methods(["GET", "POST"])
@answered
def hotspot_detail(request: HttpRequest, hotspot_id: UUID) -> HttpResponse:
    return _hotspot(request, hotspot_id)


def _hotspot(request: HttpRequest, hotspot_id: UUID | None) -> HttpResponse:
    actor = actor_of(request)
    if not policies.can_plan(actor.role):
        raise NotAllowed("plan")
    row = selectors.hotspot(actor, hotspot_id) if hotspot_id else None
    known = {name: getattr(row, name) for name in forms.HotspotForm.base_fields} if row else None
    form = forms.HotspotForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data if row else form.cleaned_data | {"is_active": True}
        try:
            actions.save_hotspot(actor, hotspot=row, **data)
            return redirect("outreach:overview")
        except OutreachError as refusal:
            explain(form, refusal)
        except IntegrityError:
            form.add_error("name", _("There is a place of this name."))
    return form_page(request, "outreach/hotspot.html", form, row=row, places=place_names())
