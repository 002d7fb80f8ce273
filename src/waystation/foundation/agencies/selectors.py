"""Reads of agencies, members and teams: clear staff metadata."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from waystation.foundation.agencies.models import Agency, AgencySettings, Member, Team


def teams_of(member: Member) -> QuerySet[Team]:
    """The teams a member belongs to today."""
    return Team.objects.filter(memberships__member=member, memberships__until=None)


def members_of(team: Team) -> QuerySet[Member]:
    """The members of a team today."""
    return Member.objects.filter(memberships__team=team, memberships__until=None)


def team_of_kind(agency: Agency | UUID, kind: str) -> Team | None:
    """The oldest team of a kind in an agency; journal, statistics and recovery exist once."""
    return Team.objects.filter(agency=agency, kind=kind).order_by("created_on", "name").first()


def names_of(ids: set[UUID]) -> dict[UUID, str]:
    """Display names of members by id."""
    return dict(Member.objects.filter(id__in=ids).values_list("id", "display_name"))


FOUNDED_BEFORE = {"agency": "done", "envelope": "done"}
"""Steps of set-up that an agency without settings has behind it: it was founded before there were any."""


def settings_of(agency: Agency | UUID) -> AgencySettings:
    """The settings of an agency; the defaults, unsaved, when it never set anything."""
    key = agency if isinstance(agency, UUID) else agency.pk
    found = AgencySettings.objects.filter(agency=key).first()
    return found or AgencySettings(agency_id=key, steps=dict(FOUNDED_BEFORE))


def host_settings() -> AgencySettings:
    """The settings of the agency that runs this server, for public pages; the defaults where there is none."""
    found = AgencySettings.objects.filter(agency__is_host=True).order_by("agency__created_on").first()
    return found or AgencySettings()
