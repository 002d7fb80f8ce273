"""Steps of the way that the tests of consent and referrals share: a case, a service, a release, a referral."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from tests.cast import Cast
from waystation.care.cases.actions import add_need, open_case
from waystation.care.cases.models import Case
from waystation.care.cases.shapes import Identity, SafeContact
from waystation.care.consent.actions import record
from waystation.care.consent.models import Authorization
from waystation.care.consent.signers import Signing
from waystation.care.consent.terms import Terms
from waystation.care.referrals.actions import choose, send
from waystation.care.referrals.models import Referral
from waystation.care.referrals.selectors import sent_referral
from waystation.commons.directory.models import Organization, Service
from waystation.foundation import clock
from waystation.foundation.agencies.models import Agency
from waystation.web import wiring

CANARY = "Marisol Quetzal-7781"
SAFE_CANARY = "blue gate 4410"
FIELDS = ("identity.name_to_use", "safe_contact.how")
ADULT = Signing(age="adult", court_guardian="no", signed_by=frozenset({"survivor"}))


def open_a_case(cast: Cast, *, age: int | None = None, alias: str = "HERON-12") -> Case:
    """Ben's case, with a name, a safe contact and things that must never leave."""
    wiring.connect()
    identity = Identity(
        name_to_use="Joel", full_name=CANARY, age=age, age_state="stated" if age else "not_asked", gender="man",
        citizenship=CANARY,
    )  # fmt: skip
    return open_case(
        cast.actor("ben"), alias=alias, assignee=cast.member("ben"), team=cast.team("case"), identity=identity,
        safe_contact=SafeContact(how="agreed_way_only", do_not=SAFE_CANARY, code_word=SAFE_CANARY),
        kind_of_trafficking="labor",
    )  # fmt: skip


def a_service(cast: Cast, name: str = "Juniper House", service: str = "Emergency beds") -> Service:
    agency = Agency.objects.filter(name=name).values_list("pk", flat=True).first()
    told = {"id": uuid4(), "description": name, "agency": agency}
    organization, _ = Organization.objects.get_or_create(name=name, defaults=told)
    return Service.objects.create(id=uuid4(), organization=organization, name=service)


def a_release(cast: Cast, case: Case, *, to: str = "juniper", who: str = "ben", **changes: Any) -> Authorization:
    """A release signed by an adult for Juniper House, 30 days, two fields."""
    terms = Terms(
        purpose=changes.pop("purpose", "shelter"), fields=list(changes.pop("fields", FIELDS)),
        form=changes.pop("form", "paper"), language="en", interpreter="none", explained_by="Ben",
        consequences_explained=True,
    )  # fmt: skip
    start = changes.pop("starts_on", clock.today())
    end = changes.pop("expires_on", start + dt.timedelta(days=30))
    return record(
        cast.actor(who), case=case, recipient=cast.agency(to), terms=terms, signing=changes.pop("signing", ADULT),
        starts_on=start, expires_on=end, **changes,
    )  # fmt: skip


def a_referral(cast: Cast, case: Case) -> Referral:
    need = add_need(cast.actor("ben"), case=case, code="emergency_shelter", urgency="tonight")
    return choose(cast.actor("ben"), case_id=case.pk, service_id=a_service(cast).pk, need_id=need.id)


def sent(cast: Cast, case: Case, release: Authorization, fields: tuple[str, ...] = FIELDS) -> Referral:
    draft = a_referral(cast, case)
    ben = cast.actor("ben")
    header = sent_referral(ben, draft.pk, case).header
    return send(ben, referral=draft, header=header, release=release, fields=fields, version=draft.version)


def move_clock(settings: Any, days: float) -> None:
    clock.set_offset(days * 86400)
