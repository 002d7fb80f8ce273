"""The list of colleagues, and what of it waits for somebody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waystation.foundation import clock
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.selectors import absences
from waystation.foundation.keyring.actions.following import lacking
from waystation.foundation.keyring.actions.invitations import waiting
from waystation.foundation.keyring.actions.teams import catch_up
from waystation.foundation.keyring.people import desk
from waystation.foundation.keyring.people.listing import colleagues_of


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
        "administers": administers,
        "supervises": supervises,
        "lacking": lacking(keyring),
        "absences": absences(keyring.agency, clock.today()),
        "now": clock.now(),
        "own": keyring.member.pk,
    }
    return render(request, "people/list.html", context)


@require_POST
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A member of a team hands its earlier keys to colleagues who came later."""
    keyring = desk.keyring_of(request)
    team = desk.team_of(keyring, pk)
    catch_up(keyring, team)
    messages.success(request, _("Everyone in %(team)s opens the same records now.") % {"team": team.name})
    return redirect("people:list")
