"""Reads of agencies, members and teams: clear staff metadata."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from waystation.foundation import store
from waystation.foundation.agencies.models import Agency, AgencySettings, Cover, Member, Membership, Team, plain_name


def teams_of(member: Member) -> QuerySet[Team]:
    """The teams a member belongs to today."""
    return Team.objects.filter(memberships__member=member, memberships__until=None)


def members_of(team: Team) -> QuerySet[Member]:
    """The members of a team today."""
    return Member.objects.filter(memberships__team=team, memberships__until=None)


def covers_of(member: Member, day: dt.date) -> QuerySet[Cover]:
    """For whom a member stands in on a day, while both belong to the team."""
    rows = Cover.objects.filter(cover=member, since__lte=day, until__gte=day, member__is_active=True)
    here = Membership.objects.filter(team=OuterRef("team"), until=None)
    both = rows.filter(Exists(here.filter(member=OuterRef("cover"))), Exists(here.filter(member=OuterRef("member"))))
    return both.select_related("member", "team").order_by("until")


def stands_in(member: Member, day: dt.date) -> bool:
    """Whether a member may stand in for anybody on a day: asked on each page, so in one plain query."""
    text = "SELECT 1 FROM agencies_cover WHERE cover_id = %s AND since <= %s AND until >= %s LIMIT 1"
    return bool(store.select(text, [member.pk.hex, day.isoformat(), day.isoformat()]))


def absences(agency: Agency, day: dt.date) -> QuerySet[Cover]:
    """Who is away from this day on, and who stands in, the nearest first."""
    rows = Cover.objects.filter(member__agency=agency, until__gte=day, member__is_active=True)
    return rows.select_related("member", "cover", "team").order_by("since", "member__display_name")


def stand_ins(member: Member) -> list[tuple[Team, Member]]:
    """Colleagues who can stand in for a member: with the same role, in a team both belong to."""
    peers = Membership.objects.filter(
        team__in=teams_of(member), until=None, member__is_active=True, member__role=member.role
    ).exclude(member=member)
    rows = peers.select_related("team", "member").order_by("team__name", "member__display_name")
    return [(row.team, row.member) for row in rows]


def team_of_kind(agency: Agency | UUID, kind: str) -> Team | None:
    """The oldest team of a kind in an agency; journal, statistics and recovery exist once."""
    return Team.objects.filter(agency=agency, kind=kind).order_by("created_on", "name").first()


def names_of(ids: set[UUID]) -> dict[UUID, str]:
    """Display names of members by id."""
    return dict(Member.objects.filter(id__in=ids).values_list("id", "display_name"))


def find_member(sign_in_name: str) -> Member | None:
    """The member of a sign-in name, closed accounts too: as written, else the only one who is called alike."""
    known = Member.objects.select_related("agency")
    if exact := known.filter(sign_in_name=sign_in_name.strip()).first():
        return exact
    alike = _alike(sign_in_name)
    return known.filter(pk=alike[0]).first() if len(alike) == 1 else None


def is_name_taken(sign_in_name: str) -> bool:
    """Whether somebody signs in with this name, or with one that looks like it."""
    return bool(_alike(sign_in_name))


def _alike(sign_in_name: str) -> list[UUID]:
    wanted = plain_name(sign_in_name)
    rows = Member.objects.values_list("pk", "sign_in_name")
    return [pk for pk, name in rows.iterator() if plain_name(name) == wanted]


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
