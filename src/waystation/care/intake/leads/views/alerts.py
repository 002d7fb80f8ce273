"""Missing-person alerts, for the intake team; no page of ours publishes one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from waystation.care.intake.leads import actions, reading, selectors
from waystation.care.intake.leads.forms import AlertForm, AlertLinkForm
from waystation.care.requests import actor_of, no_such_desk
from waystation.foundation.agencies.selectors import teams_of


@require_safe
def alert_list(request: HttpRequest) -> HttpResponse:
    """Alerts that were written down, running ones first, and the lines for reports."""
    actor = actor_of(request)
    if not selectors.is_analyst(actor):
        return no_such_desk(request)
    context = {"items": selectors.alerts_of(actor), "lines": reading.report_lines()}
    return render(request, "leads/alert_list.html", context)


@require_http_methods(["GET", "POST"])
def alert_new(request: HttpRequest) -> HttpResponse:
    """Write down an alert of another agency."""
    actor = actor_of(request)
    if not selectors.is_analyst(actor):
        return no_such_desk(request)
    form = AlertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        team = teams_of(actor.member).filter(kind="intake").order_by("name", "id")[0]
        return redirect("leads:alert_detail", actions.log_alert(actor, team=team, values=form.values()).pk)
    context = {"form": form, "lines": reading.report_lines()}
    return render(request, "leads/alert_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def alert_detail(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """One alert: correct it, write down how it ended, link it to a lead."""
    actor = actor_of(request)
    page = selectors.alert_page(actor, alert_id)
    leads = [(str(row.lead.pk), row.header.title or str(row.lead.created_on)) for row in selectors.leads_of(actor)]
    on, _, at = page.account.issued_at.partition("T")
    initial = {**page.account.to_dict(), "issued_on": on, "issued_time": at, "version": page.version}
    linking = request.method == "POST" and request.POST.get("do") == "link"
    link_form = AlertLinkForm(request.POST if linking else None, leads=leads)
    form = AlertForm(request.POST if request.method == "POST" and not linking else None, initial=initial)
    if linking and link_form.is_valid():
        lead = selectors.lead_row(actor, UUID(link_form.cleaned_data["lead"]))
        actions.link_alert(actor, alert=page.row, lead=lead)
        return redirect("leads:alert_detail", alert_id)
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or 0
        actions.change_alert(actor, alert=page.row, values=form.values(), version=version)
        return redirect("leads:alert_detail", alert_id)
    context = {
        "page": page, "form": form, "link_form": link_form, "leads": leads, "lines": reading.report_lines(),
        "failed": link_form if linking else form,
    }  # fmt: skip
    return render(request, "leads/alert_detail.html", context, status=422 if request.method == "POST" else 200)
