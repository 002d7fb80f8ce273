"""An act that waits for the passphrase, named: what it does, whom it is about, and its address."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.forms.forms import BaseForm
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
    "signin:begin_new_code": _("Begin a new agency code"),
    "signin:approve_new_code": _("Make a new agency code"),
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


def said(address: str, pairs: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """(label, words) of what a form says, as its form shows them. What no form knows keeps its own name."""
    told = [(name, value) for name, value in pairs if value]
    fields = _fields(address, {name for name, _value in told})
    return [(_label(fields.get(name), name), _words(fields.get(name), value)) for name, value in told]


def _fields(address: str, names: set[str]) -> dict[str, Any]:
    """Fields by name of that form beside the page's view that knows most of these names."""
    try:
        home = resolve(urlsplit(address).path).func.__module__.partition(".views")[0]
    except Resolver404:
        return {}
    forms = [
        kind
        for module_name, module in sorted(sys.modules.items())
        if module_name.startswith(f"{home}.")
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, BaseForm) and kind.__module__ == module_name
    ]
    fields = [dict(getattr(kind, "base_fields", {})) for kind in forms]
    return max(fields, key=lambda known: len(names & set(known)), default={})


def _label(field: Any, name: str) -> str:
    return str(field.label) if field is not None and field.label else name.replace("_", " ")


def _words(field: Any, value: str) -> str:
    """The words of a choice; anything else as it was typed."""
    known = dict(getattr(field, "choices", None) or ()) if field is not None else {}
    return str(known[value]) if value in known else value


def _whom(pk: Any, member: Member) -> str:
    if pk is None or isinstance(pk, int):
        return ""
    colleague = Member.objects.filter(pk=pk, agency=member.agency_id).first()
    team = Team.objects.filter(pk=pk, agency=member.agency_id).first()
    return colleague.display_name if colleague else team.name if team else ""
