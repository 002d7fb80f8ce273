"""An act that waits for the passphrase, named: what it does, whom it is about, and its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from waystation.foundation.agencies.models import Member, Team

TITLES = {
    "cases:case_reveal": _("Show the safe contact"),
    "cases:case_safe_contact": _("Write the safe contact"),
    "consent:authorization_new": _("Record a release"),
    "referrals:referral_send": _("Send a referral"),
    "referrals:referral_hand_off": _("Hand a person over"),
    "people:invite": _("Invite a colleague"),
    "people:renew": _("Print a new slip"),
    "people:admit": _("Let a colleague in"),
    "people:leave": _("Close an account"),
    "people:team_new": _("Make a team"),
    "people:team_add": _("Add somebody to a team"),
    "people:team_move": _("Move somebody to another team"),
    "people:team_remove": _("Take somebody out of a team"),
    "people:team_share": _("Share the earlier keys"),
    "people:away": _("Set who stands in"),
    "people:back": _("End a cover"),
    "signin:passkey": _("Add a passkey"),
    "signin:remove_passkey": _("Remove a passkey"),
    "signin:name_custodians": _("Name custodians"),
    "signin:begin_recovery": _("Begin a recovery"),
    "signin:approve_recovery": _("Approve a recovery"),
    "backup:key": _("Make a backup code"),
}
"""By the name of the page; other pages are named by their address alone."""


@dataclass(frozen=True)
class Act:
    """What waits. `whom` is a colleague or a team of the agency; "" for everything else."""

    title: Any
    whom: str
    path: str


def of(address: str, member: Member) -> Act:
    """Name the act behind an address, as this member may know it."""
    path = urlsplit(address).path
    try:
        found = resolve(path)
    except Resolver404:
        return Act("", "", path)
    return Act(TITLES.get(found.view_name, ""), _whom(found.kwargs.get("pk"), member), path)


def _whom(pk: Any, member: Member) -> str:
    if pk is None or isinstance(pk, int):
        return ""
    colleague = Member.objects.filter(pk=pk, agency=member.agency_id).first()
    team = Team.objects.filter(pk=pk, agency=member.agency_id).first()
    return colleague.display_name if colleague else team.name if team else ""
