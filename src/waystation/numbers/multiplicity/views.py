"""Pages of counts across agencies."""

from __future__ import annotations

import functools
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waystation.core.linkage import NotDetermined, TotalsError
from waystation.foundation.gate import Actor
from waystation.numbers.multiplicity import actions, presenting, selectors, tables
from waystation.numbers.multiplicity.errors import NotNow
from waystation.numbers.multiplicity.forms import BeginForm, PairsForm, SampleForm, TotalsForm
from waystation.numbers.multiplicity.models import Count
from waystation.numbers.multiplicity.periods import start
from waystation.numbers.prevalence import selectors as estimates

View = Callable[..., HttpResponse]


def _found(view: View) -> View:
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Count.DoesNotExist:
            raise Http404 from None

    return wrapped


@require_http_methods(["GET", "POST"])
def counts(request: HttpRequest) -> HttpResponse:
    """The counts this agency keeps, those it was asked to join, and a new one."""
    actor = _actor(request)
    kept = selectors.kept(actor)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("multiplicity:count_detail", actions.begin(actor, **form.cleaned_data).pk)
        except NotNow:
            form.add_error("ends_on", _("Your agency keeps a count of this year already."))
    context = {"kept": kept, "asked": selectors.asked(actor), "form": form}
    return render(request, "multiplicity/counts.html", context, status=422 if form.errors else 200)


@_found
@require_http_methods(["GET", "POST"])
def count_detail(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """A count: who has sent totals, the validation sample, and what comes of it."""
    actor = _actor(request)
    page = selectors.count_page(actor, count_id)
    known = {"pairs": page.count.pairs, "named": page.count.named}
    form = SampleForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.set_sample(actor, count=page.count, sample=form.cleaned_data["sample"])
        return redirect("multiplicity:count_detail", count_id)
    own = page.count.place_of(actor.agency_id)
    rows = [
        {"name": name, "totals": totals, "place": place, "is_own": place == own}
        for place, (name, totals) in enumerate(zip(page.count.names, page.totals, strict=True))
    ]
    context = {
        "count": page.count, "first": start(page.count.ends_on), "rows": rows, "form": form,
        "result": presenting.result(page.found) if page.found else None, "is_whole": page.is_whole,
        "no_table": presenting.no_table(tables.why_not(page)), "can_hand_over": estimates.can_open(actor),
    }  # fmt: skip
    return render(request, "multiplicity/count.html", context, status=422 if form.errors else 200)


@_found
@require_POST
def to_table(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """Make an overlap table of a count, for the panel; what its totals do not determine is said."""
    actor = _actor(request)
    count = selectors.count_row(actor, count_id)
    try:
        return redirect("prevalence:table", actions.hand_over(actor, count=count).pk)
    except NotDetermined as why:
        messages.warning(request, presenting.no_table(why.why))
    return redirect("multiplicity:count_detail", count_id)


@_found
@require_http_methods(["GET", "POST"])
def ours(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """The own totals as they would leave the agency; sent by a deliberate press."""
    actor = _actor(request)
    try:
        page = selectors.mine(actor, count_id)
        form = PairsForm(request.POST if request.method == "POST" else None, names=page.pair_names)
        if request.method == "POST" and form.is_valid() and _sent(actor, page, form):
            return redirect("multiplicity:ours", count_id)
    except NotNow as why:
        status = 409 if request.method == "POST" else 200
        return render(request, "multiplicity/ours.html", {"why": why.why}, status=status)
    context = {
        "page": page, "form": form, "first": start(page.count.ends_on), "lines": presenting.lines(page.totals),
        "pairs": presenting.pairs(page.totals, page.pair_names),
    }  # fmt: skip
    return render(request, "multiplicity/ours.html", context, status=422 if form.errors else 200)


def _sent(actor: Actor, page: selectors.Mine, form: PairsForm) -> bool:
    try:
        actions.send(actor, count=page.count, pairs=form.cleaned_data["pairs"])
    except TotalsError:
        form.add_error(None, _("Clients who named each agency must fit the lines above."))
        return False
    return True


@_found
@require_http_methods(["GET", "POST"])
def partner(request: HttpRequest, count_id: UUID, place: int) -> HttpResponse:
    """Type in the totals that a partner sent on paper."""
    actor = _actor(request)
    count = selectors.count_row(actor, count_id)
    if place >= len(count.partners):
        raise Http404
    pair_names = count.others_of(place) if count.takes_pairs else ()
    form = TotalsForm(
        request.POST or None, name=count.names[place], partners=len(count.partners), pair_names=pair_names
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter(actor, count=count, place=place, totals=form.cleaned_data["totals"])
            return redirect("multiplicity:count_detail", count_id)
        except NotNow:
            form.add_error(None, _("This agency sent its totals itself. They are not typed over."))
    context = {"count": count, "name": count.names[place], "form": form}
    return render(request, "multiplicity/partner.html", context, status=422 if form.errors else 200)


def _actor(request: HttpRequest) -> Actor:
    actor = getattr(request, "actor", None)
    assert isinstance(actor, Actor)
    return actor
