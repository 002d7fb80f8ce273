"""Teams: making them, and who is in them. Keys follow each change at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.agencies.selectors import members_of
from waystation.foundation.keyring.actions import teams as actions
from waystation.foundation.keyring.people import desk
from waystation.foundation.keyring.people.forms import MoveForm, PersonForm, TeamForm, teams_people_join
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.session.stepup import fresh_needed


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Every team and who is in it."""
    keyring = desk.administrator(request)
    rows = [(team, list(members_of(team).order_by("display_name"))) for team in teams_people_join(keyring.agency)]
    return render(request, "people/teams.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_needed
def create(request: HttpRequest) -> HttpResponse:
    """A new team, empty: its first key is nobody's but recovery's."""
    keyring = desk.administrator(request)
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.create_team(keyring, **form.cleaned_data)
        return redirect("people:team", made.pk)
    return render(request, "people/team_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is in it, and the three changes."""
    keyring = desk.administrator(request)
    return _page(request, keyring, desk.team_of(keyring, pk), 200)


@require_POST
@fresh_needed
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a colleague in."""
    keyring = desk.administrator(request)
    found = desk.team_of(keyring, pk)
    form = PersonForm(_joinable(found), request.POST, prefix="add")
    if not form.is_valid():
        return _page(request, keyring, found, 422, add=form)
    member = form.known[form.cleaned_data["member"]]
    actions.add_to_team(keyring, found, member)
    told = {"name": member.display_name, "team": found.name}
    messages.success(request, _("%(name)s is in %(team)s.") % told)
    return redirect("people:team", pk)


@require_POST
@fresh_needed
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave this team and join another, in one act."""
    keyring = desk.administrator(request)
    found = desk.team_of(keyring, pk)
    form = MoveForm(list(members_of(found)), _others(keyring, found), request.POST, prefix="move")
    if not form.is_valid():
        return _page(request, keyring, found, 422, move=form)
    member, target = form.known[form.cleaned_data["member"]], form.teams[form.cleaned_data["to"]]
    if not policies.may_join(member.role, target.kind):
        form.add_error("to", _("The role of %(name)s does not join this team.") % {"name": member.display_name})
        return _page(request, keyring, found, 422, move=form)
    actions.move(keyring, member, source=found, target=target)
    messages.success(request, _("%(name)s is in %(team)s.") % {"name": member.display_name, "team": target.name})
    return redirect("people:team", pk)


@require_POST
@fresh_needed
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a member go: their copies of the key are dropped and the team gets a new one."""
    keyring = desk.administrator(request)
    found = desk.team_of(keyring, pk)
    form = PersonForm(list(members_of(found)), request.POST, prefix="remove")
    if not form.is_valid():
        return _page(request, keyring, found, 422, remove=form)
    member = form.known[form.cleaned_data["member"]]
    actions.remove_from_team(keyring, found, member)
    told = {"name": member.display_name, "team": found.name}
    messages.success(request, _("%(name)s left %(team)s. The team has a new key.") % told)
    return redirect("people:team", pk)


def _page(request: HttpRequest, keyring: Keyring, found: Team, status: int, **bound: PersonForm) -> HttpResponse:
    members = list(members_of(found).order_by("display_name"))
    forms = {
        "add": PersonForm(_joinable(found), prefix="add"),
        "move": MoveForm(members, _others(keyring, found), prefix="move"),
        "remove": PersonForm(members, prefix="remove"),
        **bound,
    }
    context = {"team": found, "members": members, "form": next(iter(bound.values()), None), **forms}
    return render(request, "people/team.html", context, status=status)


def _joinable(found: Team) -> list[Member]:
    """Colleagues whose role joins this team and who are not in it."""
    people = Member.objects.filter(agency=found.agency_id, is_active=True, is_waiting=False)
    here = set(members_of(found).values_list("pk", flat=True))
    return [one for one in people if one.pk not in here and policies.may_join(one.role, found.kind)]


def _others(keyring: Keyring, found: Team) -> list[Team]:
    return [one for one in teams_people_join(keyring.agency) if one.pk != found.pk]
