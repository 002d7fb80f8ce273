"""Recording a written release of information."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from django.db.models import Max

from waystation.care.cases import actions as cases
from waystation.care.cases.fields import BY_CODE
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import subject_of
from waystation.care.cases.shapes import FULL_AGE
from waystation.care.consent import signers
from waystation.care.consent.actions.packets import remembered
from waystation.care.consent.ages import AgeOnFile, age_on_file
from waystation.care.consent.models import KIND, Authorization
from waystation.care.consent.rules import authorization_subject
from waystation.care.consent.signers import Answer, Signing
from waystation.care.consent.terms import FORMS, PURPOSES, SPOKEN, Terms, latest_end
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Agency, Team
from waystation.foundation.agencies.selectors import team_of_kind
from waystation.foundation.gate import Actor
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring import trust
from waystation.foundation.keyring.actions.capsules import write
from waystation.foundation.keyring.actions.compartments import create_compartments
from waystation.foundation.keyring.errors import Untrusted


class NotValid(ValueError):
    """A release that cannot be recorded; `code` says why, `answer` what the signing rules said."""

    def __init__(self, code: str, answer: Answer | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer


def check_signing(signing: Signing, *, state: str, on: dt.date, on_file: AgeOnFile) -> Answer:
    """Ask the rules who may sign. A signing that speaks against the age in the case stops too. Raises NotValid."""
    if on_file.differs(signing.age, signing.years):
        raise NotValid("age_differs")
    answer = signers.who_may_sign(signing, state=state, on=on)
    if not answer.allowed:
        raise NotValid(answer.reason, answer)
    return answer


def record(
    actor: Actor,
    *,
    case: Case,
    recipient: Agency,
    terms: Terms,
    signing: Signing,
    starts_on: dt.date,
    expires_on: dt.date,
    turns_18_on: dt.date | None = None,
) -> Authorization:
    """Record what the person signed. It changes no earlier release; longer is only by a new one.

    What is said of the age is held against the case, read here. Raises NotValid, gate.Refused.
    """
    row = Authorization(
        case=case, agency=case.agency, recipient=recipient, starts_on=starts_on, expires_on=expires_on,
        created_on=clock.today(), number=1 + (case.authorizations.aggregate(top=Max("number"))["top"] or 0),
    )  # fmt: skip
    require(actor, authorization_subject(row), {"terms"}, "record")
    on_file = age_on_file(actor, case)
    answer = check_signing(signing, state=case.agency.state, on=starts_on, on_file=on_file)
    _check(actor, case, recipient, terms, answer, starts_on, expires_on)
    _check_birthday(signing, on_file, answer, expires_on, turns_18_on)
    assert answer.rule is not None
    known = asdict(signing) | {"signed_by": sorted(signing.signed_by)}
    data = terms.to_dict() | {"signing": known, "rule": answer.rule.id, "rules_edition": signers.edition(), "sent": {}}
    detail = {"recipient": recipient.name, "fields": sorted(terms.fields), "until": expires_on.isoformat()}
    with gate.deed(actor, "release.recorded", subject_of(case), detail=detail) as act:
        row.save(force_insert=True)
        create_compartments(actor.keyring, subject=row.pk, kind=KIND, holders={"terms": [case.team]})
        sealed = write(actor.keyring, subject=row.pk, kind=KIND, compartment="terms", data=data, expected_version=None)
        act.wrote([remembered(row), sealed])
        params = {
            "agency": recipient.name,
            "count": str(len(terms.fields)),
            "until": expires_on.isoformat(),
        }
        cases.note_on_timeline(act, actor, case, "authorization_recorded", params)
    return row


def _check(
    actor: Actor, case: Case, recipient: Agency, terms: Terms, answer: Answer, starts_on: dt.date, expires_on: dt.date
) -> None:
    if terms.form == SPOKEN:
        raise NotValid("spoken")
    if terms.form not in FORMS or terms.purpose not in PURPOSES:
        raise NotValid("incomplete")
    _check_fields(terms.fields)
    if not terms.consequences_explained or not terms.explained_by:
        raise NotValid("not_explained")
    if recipient.pk == case.agency_id or not can_receive(actor, recipient):
        raise NotValid("recipient")
    today = clock.today()
    if not starts_on < expires_on <= latest_end(min(starts_on, today)) or expires_on < today:
        raise NotValid("dates")
    longest = answer.rule.longest_days if answer.rule else None
    if longest is not None and expires_on > starts_on + dt.timedelta(days=longest):
        raise NotValid("too_long_for_rule", answer)


def _check_birthday(
    signing: Signing, on_file: AgeOnFile, answer: Answer, expires_on: dt.date, turns_18_on: dt.date | None
) -> None:
    """What a guardian signs ends by the 18th birthday, so that day has to be known when it may be near."""
    if "guardian" not in answer.needed:
        return
    years = on_file.years if signing.years is None else signing.years
    if turns_18_on is None and signing.age == "minor" and years in (None, FULL_AGE - 1):
        raise NotValid("turns_18_untold", answer)
    if turns_18_on is not None and expires_on > turns_18_on:
        raise NotValid("turns_18", answer)


def _check_fields(fields: Sequence[str]) -> None:
    if not fields:
        raise NotValid("no_fields")
    if set(fields) - set(BY_CODE):
        raise NotValid("unknown_field")


def can_receive(actor: Actor, recipient: Agency) -> bool:
    """Whether a packet can be sealed to this agency: it is trusted and its intake desk has a certified key."""
    desk = team_of_kind(recipient, Team.Kind.INTAKE)
    if desk is None or not trust.is_trusted(actor.keyring, recipient):
        return False
    try:
        trust.team_key(actor.keyring, desk)
    except Untrusted:
        return False
    return True
