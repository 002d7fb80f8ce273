"""Choosing a service for a need: a draft that nobody else sees."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from waystation.care.cases.models import Case
from waystation.care.cases.selectors import case_page, subject_of
from waystation.care.cases.shapes import Need
from waystation.care.referrals.models import HEADER, KIND, Referral
from waystation.care.referrals.rules import subject_of as referral_subject
from waystation.care.referrals.thread import Header
from waystation.commons.directory.models import Organization, Service
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Agency
from waystation.foundation.gate import Actor
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.capsules import write
from waystation.foundation.keyring.actions.compartments import create_compartments, shred

DAYS_TO_ANSWER = {"tonight": 0, "this_week": 3}
STANDARD_DAYS = 7


def choose(actor: Actor, *, case_id: UUID, service_id: UUID, need_id: str = "") -> Referral:
    """Start a referral of this case to a service of the directory; without `need_id` it is for the newest open need.

    Raises gate.Refused, Service.DoesNotExist.
    """
    page = case_page(actor, case_id)
    service = Service.objects.select_related("organization").get(pk=service_id)
    needs = page.referrals.need_list()
    newest = [item for item in needs if item.state == "open"][-1:]
    need = next((item for item in needs if item.id == need_id), newest[0] if newest and not need_id else Need())
    today = clock.today()
    row = Referral(
        id=uuid4(), case=page.case, agency_id=page.case.agency_id, recipient=partner_of(service.organization),
        due_on=today + dt.timedelta(days=DAYS_TO_ANSWER.get(need.urgency, STANDARD_DAYS)),
        created_on=today, updated_on=today,
    )  # fmt: skip
    require(actor, referral_subject(row), {HEADER}, "send")
    header = Header(need.id, need.code, need.urgency, service.name, service.organization.name)
    with gate.deed(actor, "referral.chosen", subject_of(page.case), detail={"service": service.name}) as act:
        row.save(force_insert=True)
        create_compartments(actor.keyring, subject=row.pk, kind=KIND, holders={HEADER: [page.case.team]})
        act.wrote(
            write(
                actor.keyring,
                subject=row.pk,
                kind=KIND,
                compartment=HEADER,
                data=header.to_dict(),
                expected_version=None,
            )
        )
    return row


def drop(actor: Actor, *, referral: Referral) -> None:
    """Put a draft away: nothing had left. Raises gate.Refused, ValueError when it was sent."""
    require(actor, referral_subject(referral), {HEADER}, "send")
    with gate.deed(actor, "referral.dropped", subject_of(_case(referral))) as act:
        row = Referral.objects.select_for_update().get(pk=referral.pk)
        if row.status != Referral.Status.DRAFT:
            raise ValueError("a referral that was sent is withdrawn, not dropped")
        act.wrote(shred(row.pk))
        row.delete()


def partner_of(organization: Organization) -> Agency | None:
    """The agency of this server that this organization of the directory is; None when it uses none or another one."""
    return Agency.objects.filter(pk=organization.agency).first() if organization.agency else None


def _case(referral: Referral) -> Case:
    return Case.objects.get(pk=referral.case_id)
