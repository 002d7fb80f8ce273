"""The list of colleagues, and what of it waits for somebody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waystation.foundation import clock, store
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.selectors import absences
from waystation.foundation.keyring.actions.following import lacking, short_of
from waystation.foundation.keyring.actions.invitations import waiting
from waystation.foundation.keyring.actions.teams import catch_up
from waystation.foundation.keyring.people import desk, slips
from waystation.foundation.keyring.people.listing import colleagues_of
from waystation.foundation.keyring.session.stepup import fresh_needed


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone's name, role and teams; administrators find here what they look after."""
    keyring = desk.keyring_of(request)
    role, language = keyring.member.role, getattr(request, "LANGUAGE_CODE", "en")
    administers = policies.can_enrol(role)
    supervises = policies.can_set_away(role) and not administers
    context = {
        "rows": colleagues_of(keyring.agency, language, with_theirs=supervises),
        "invitations": waiting(keyring) if administers else [],
        "not_on_paper": slips.waiting(keyring) if administers else set(),
        "administers": administers,
        "supervises": supervises,
        "lacking": lacking(keyring),
        "absences": absences(keyring.agency, clock.today()),
        "now": clock.now(),
        "own": keyring.member.pk,
    }
    return render(request, "people/list.html", context)


@require_POST
@fresh_needed
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A member of a team hands its earlier keys to the colleagues whom the page named, and to nobody who came since."""
    keyring = desk.keyring_of(request)
    team = desk.team_of(keyring, pk)
    with store.writing():
        short = {str(member.pk) for member in short_of(keyring, team)}
        named = short <= set(request.POST.getlist("member"))
        if named:
            catch_up(keyring, team)
    if not named:
        messages.warning(request, _("Somebody joined while you looked. Read the names again, then share the keys."))
        return redirect("people:list")
    messages.success(request, _("Everyone in %(team)s opens the same records now.") % {"team": team.name})
    return redirect("people:list")
