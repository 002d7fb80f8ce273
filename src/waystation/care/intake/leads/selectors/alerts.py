"""Reads of missing-person alerts, for the intake team only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from waystation.care import sealed
from waystation.care.cases.templatetags.care import iso_day
from waystation.care.intake.leads.models import Lead, MissingAlert
from waystation.care.intake.leads.rules import subject_of
from waystation.care.intake.leads.selectors.access import alert_row, is_analyst
from waystation.care.intake.leads.shapes import AlertAccount, LeadHeader
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor


@dataclass(frozen=True)
class AlertPage:
    """An alert, opened; `leads` are those it is linked to that still live, with their titles."""

    row: MissingAlert
    account: AlertAccount
    version: int
    leads: list[tuple[Lead, str]]

    @property
    def issued(self) -> str:
        return issued_words(self.account)


def issued_words(account: AlertAccount) -> str:
    """When it was issued, in words: the day, and the time where it was told."""
    day, _, hour = account.issued_at.partition("T")
    return f"{iso_day(day)}, {hour}" if hour else iso_day(day)


def alerts_of(actor: Actor) -> list[tuple[MissingAlert, AlertAccount, str]]:
    """(row, account, when it was issued) of the member's intake teams, running ones first. One journal line."""
    if not is_analyst(actor):
        return []
    rows = list(
        MissingAlert.objects.filter(
            agency=actor.agency_id, team__in=actor.team_ids, retention_on__gte=clock.today()
        ).order_by("-created_on", "-id")
    )
    opened = gate.read(actor, [subject_of(row) for row in rows], {"account"}, "list", skip_missing=True)
    accounts = {item.subject: AlertAccount.of(item.data) for item in opened}
    found = [(row, accounts[row.pk], issued_words(accounts[row.pk])) for row in rows if row.pk in accounts]
    return sorted(found, key=lambda item: item[0].status != MissingAlert.Status.OPEN)


def alert_page(actor: Actor, alert_id: UUID) -> AlertPage:
    """One alert. Raises gate.Refused."""
    row = alert_row(actor, alert_id)
    data, version = sealed.read_parts(actor, subject_of(row), {"account"}, "work")["account"]
    account = AlertAccount.of(data)
    alive = Lead.objects.filter(pk__in=account.leads, team=row.team_id, retention_on__gte=clock.today())
    leads = list(alive.order_by("created_on", "id"))
    opened = gate.read(actor, [subject_of(lead) for lead in leads], {"header"}, "list", skip_missing=True)
    titles = {item.subject: LeadHeader.of(item.data).title for item in opened}
    return AlertPage(row, account, version, [(lead, titles.get(lead.pk, "")) for lead in leads])
