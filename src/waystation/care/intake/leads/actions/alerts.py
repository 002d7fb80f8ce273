"""Missing-person alerts of other agencies, written down and linked. Never published by us: there is no way to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db.models import F

from waystation.care.intake.leads import policies
from waystation.care.intake.leads.models import ALERT, Lead, MissingAlert
from waystation.care.intake.leads.rules import subject_of
from waystation.care.intake.leads.shapes import AlertAccount
from waystation.care.sealed import amend
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import Actor
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.capsules import write
from waystation.foundation.keyring.actions.compartments import create_compartments

TOLD = tuple(item.name for item in fields(AlertAccount) if item.name != "leads")


def log_alert(actor: Actor, *, team: Team, values: Mapping[str, str]) -> MissingAlert:
    """Write down an alert that another agency issued. Raises gate.Refused, codes.UnknownCode."""
    today = clock.today()
    account = _account(values)
    row = MissingAlert(
        agency=actor.agency, team=team, created_on=today, updated_on=today, status=_status(account),
        retention_on=policies.end_of_tip(today),
    )  # fmt: skip
    with gate.deed(actor, "alert.logged", subject_of(row), fields={"account"}, purpose="write") as act:
        row.save(force_insert=True)
        create_compartments(actor.keyring, subject=row.pk, kind=ALERT, holders={"account": [team]})
        act.wrote(
            write(
                actor.keyring, subject=row.pk, kind=ALERT, compartment="account", data=account.to_dict(),
                expected_version=None,
            )
        )  # fmt: skip
    return row


def change_alert(actor: Actor, *, alert: MissingAlert, values: Mapping[str, str], version: int) -> None:
    """Correct an alert or write down how it ended. Raises gate.Refused, Stale, codes.UnknownCode."""
    account = _account(values)
    with gate.deed(actor, "alert.changed", subject_of(alert), fields={"account"}, purpose="write") as act:
        told = {name: getattr(account, name) for name in TOLD}
        amend(act, actor, subject_of(alert), "account", lambda data: {**data, **told}, version)
        _touch(alert, status=_status(account))


def link_alert(actor: Actor, *, alert: MissingAlert, lead: Lead) -> None:
    """Say that a lead may be about the same; both of one team. Raises gate.Refused."""
    with gate.deed(actor, "alert.linked", subject_of(alert), fields={"account"}, purpose="write") as act:
        require(actor, subject_of(lead), {"header"}, "write")
        if lead.team_id != alert.team_id:
            raise gate.Refused(gate.decide(actor, subject_of(lead), {"header"}, "link"), visible=False)

        def change(data: dict[str, Any]) -> dict[str, Any]:
            held = {UUID(one) for one in data.get("leads", [])} | {lead.pk}
            alive = Lead.objects.filter(pk__in=held).values_list("pk", flat=True)
            return {**data, "leads": sorted(str(one) for one in alive)}

        amend(act, actor, subject_of(alert), "account", change)
        _touch(alert)


def _account(values: Mapping[str, str]) -> AlertAccount:
    account = AlertAccount.of({name: values.get(name, "") for name in TOLD})
    codes.get("missing_alert_kind")[account.kind]
    codes.get("missing_alert_outcome")[account.outcome]
    return account


def _status(account: AlertAccount) -> str:
    return MissingAlert.Status.OPEN if account.outcome == "running" else MissingAlert.Status.CLOSED


def _touch(alert: MissingAlert, **changes: Any) -> None:
    MissingAlert.objects.filter(pk=alert.pk).update(**changes, updated_on=clock.today(), version=F("version") + 1)
