"""Instruments of the agency: what they are, what a positive means, and loading one with its owner's permission."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from waystation.care.intake.screening import actions, selectors
from waystation.care.intake.screening.actions.instruments import AlreadyLoaded
from waystation.care.intake.screening.forms_instrument import LoadForm
from waystation.care.intake.screening.forms_result import PrevalenceForm
from waystation.care.intake.screening.policies import can_load_instrument, can_see_instruments
from waystation.care.intake.screening.showing import figures
from waystation.care.requests import actor_of, no_such_desk


@require_GET
def instrument_list(request: HttpRequest) -> HttpResponse:
    """Every instrument of the agency."""
    actor = actor_of(request)
    if not can_see_instruments(actor.role_facts):
        return no_such_desk(request)
    held, lang = selectors.instruments(actor), get_language() or "en"
    rows = [(one, one.instrument.title.text(lang), one.instrument.audience.text(lang)) for one in held]
    context = {"rows": rows, "may_load": can_load_instrument(actor.role_facts)}
    return render(request, "screening/instrument_list.html", context)


@require_http_methods(["GET", "POST"])
def instrument_load(request: HttpRequest) -> HttpResponse:
    """A file, and who of its owner permitted the use, when and in which words."""
    actor = actor_of(request)
    if not can_load_instrument(actor.role_facts):
        return no_such_desk(request)
    form = LoadForm(request.POST, request.FILES) if request.method == "POST" else LoadForm()
    if request.method == "POST" and form.is_valid() and form.instrument is not None:
        told = {name: form.cleaned_data[name] for name in ("permitted_by", "permitted_on", "permission")}
        try:
            row = actions.load_instrument(actor, instrument=form.instrument, **told)
        except AlreadyLoaded:
            form.add_error("file", _("This version of this instrument is loaded already."))
        else:
            messages.success(request, _("The instrument is loaded. Workers can use it now."))
            return redirect("screening:instrument_detail", row.pk)
    return render(request, "screening/instrument_load.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def instrument_detail(request: HttpRequest, instrument_id: UUID) -> HttpResponse:
    """One instrument: owner, permission, items, and what a positive means. An administrator takes it out of use."""
    actor = actor_of(request)
    if not can_see_instruments(actor.role_facts):
        return no_such_desk(request)
    tool = selectors.instrument(actor, instrument_id)
    if tool is None:
        raise Http404
    form = PrevalenceForm.of(request)
    if "prevalence" in request.POST and (address := form.address(request.path)):
        return redirect(address)
    if request.method == "POST" and "prevalence" not in request.POST:
        if not can_load_instrument(actor.role_facts) or tool.row is None:
            return no_such_desk(request)
        actions.retire_instrument(actor, instrument_id=tool.id)
        messages.success(request, _("The instrument is out of use. It can still be read."))
        return redirect("screening:instrument_list")
    lang = get_language() or "en"
    told = tool.instrument
    context = {
        "tool": tool, "title": told.title.text(lang), "audience": told.audience.text(lang),
        "note": told.note.text(lang),
        "items": [(item, item.words.text(lang), [one.words.text(lang) for one in item.answers]) for item in told.items],
        "figures": figures(tool, form.share()), "prevalence": form, "may_load": can_load_instrument(actor.role_facts),
    }  # fmt: skip
    return render(request, "screening/instrument_detail.html", context, status=422 if form.errors else 200)
