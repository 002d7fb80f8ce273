"""A supervisor gives a worker's cases to a colleague."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from waystation.care.cases import handing
from waystation.care.cases.forms_handing import HandingForm
from waystation.care.requests import actor_of, no_such_desk
from waystation.foundation.agencies.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
def case_handing(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Which cases, and to whom."""
    actor = actor_of(request)
    facts = actor.role_facts
    if facts is None or not facts.supervises:
        return no_such_desk(request)
    member = Member.objects.filter(pk=member_id, agency=actor.agency_id).first()
    if member is None:
        raise Http404
    rows = handing.cases_of(actor, member.pk)
    form = HandingForm(rows, handing.receivers(actor, member.pk), request.POST or None)
    if request.method == "POST" and form.is_valid():
        to = form.known[form.cleaned_data["to"]]
        try:
            count = handing.hand(actor, cases=[UUID(pk) for pk in form.cleaned_data["cases"]], to=to)
        except ValueError:
            form.add_error("to", _("%(name)s is not in the team of each of these cases.") % {"name": to.display_name})
        else:
            words = ngettext("%(name)s has %(count)s case more.", "%(name)s has %(count)s cases more.", count)
            messages.success(request, words % {"name": to.display_name, "count": count})
            return redirect("cases:case_handing", member.pk)
    context = {"form": form, "rows": rows, "member": member}
    return render(request, "cases/case_handing.html", context, status=422 if form.errors else 200)
