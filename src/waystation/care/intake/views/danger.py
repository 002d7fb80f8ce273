"""The danger card: one tap from every page of the console."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from waystation.care.intake import actions, policies, selectors
from waystation.care.intake.forms_desk import EndCardForm, ShareForm
from waystation.care.intake.models import Contact, DangerCard
from waystation.care.requests import actor_of, no_such_desk


@require_POST
def danger_open(request: HttpRequest) -> HttpResponse:
    """Open a card, for a contact or for a new one that begins with it."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role):
        return no_such_desk(request)
    try:
        contact_id = UUID(request.POST["contact"]) if request.POST.get("contact") else None
    except ValueError:
        raise Http404 from None
    contact = selectors.contact_row(actor, contact_id) if contact_id else None
    card = actions.open_card(actor, contact=contact)
    return redirect("intake:danger_card", card.contact_id)


@require_http_methods(["GET", "POST"])
def danger_card(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Numbers, what to say, what was shared with whom and when, who is with you, and the time."""
    actor = actor_of(request)
    card = selectors.card_row(actor, contact_id)
    if card is None:
        raise Http404
    if request.method == "GET":
        return _show(request, card)
    do = request.POST.get("do")
    if do == "join":
        actions.join_card(actor, card=card)
    else:
        form = EndCardForm(request.POST) if do == "end" else ShareForm(request.POST)
        if not form.is_valid():
            return _show(request, card, form=form, status=422)
        (actions.end_card if do == "end" else actions.share)(actor, card=card, **form.cleaned_data)
    return redirect("intake:danger_card", contact_id)


def taken(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Where taking a message leads: to its contact, or to its danger card where that was pressed."""
    if request.POST.get("next") != "danger":
        return redirect("intake:contact_detail", contact.pk)
    actions.open_card(actor_of(request), contact=contact)
    return redirect("intake:danger_card", contact.pk)


def _show(
    request: HttpRequest, card: DangerCard, form: ShareForm | EndCardForm | None = None, status: int = 200
) -> HttpResponse:
    page = selectors.card_page(actor_of(request), card)
    start = {"consent": page.danger.consent, "county": page.danger.county or card.agency.county}
    context = {
        "page": page,
        "rule": selectors.report_rule(actor_of(request)),
        "share_form": form if isinstance(form, ShareForm) else ShareForm(initial=start),
        "end_form": form if isinstance(form, EndCardForm) else EndCardForm(),
        "form": form,
        "may_join": card.assignee_id is None and card.taken_by_id != actor_of(request).id,
        "still": "still" in request.GET,
    }
    return render(request, "intake/danger_card.html", context, status=status)
