"""Reads of releases: the preview of what goes, a release for its team, and what a liaison was given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waystation.care.intake.leads import policies
from waystation.care.intake.leads.answers import answers_of, own_answer
from waystation.care.intake.leads.fields import FIELDS, REPORTER
from waystation.care.intake.leads.models import RELEASE, Release
from waystation.care.intake.leads.rules import is_on, subject_of
from waystation.care.intake.leads.selectors.access import is_analyst, release_row
from waystation.care.intake.leads.shapes import Terms
from waystation.care.intake.leads.source import Tip
from waystation.care.sealed import read_parts
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Subject

SHOWN_AFTER_END = dt.timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """One field of the preview: its value, whether it goes, and why not."""

    code: str
    label: str | Promise
    value: str
    goes: bool
    why: str = ""


@dataclass(frozen=True)
class ReleasePage:
    """A release as its team sees it: the terms, who has to act, what came back."""

    row: Release
    terms: Terms
    lines: list[Line]
    outcomes: list[tuple[dt.date, str]]
    openings: list[dt.date]
    is_second: bool


@dataclass(frozen=True)
class Given:
    """One release on the liaison's list: clear facts only. `state`: open or ended; `answer` what he wrote last."""

    row: Release
    state: str
    answer: str


def values_of(tips: Collection[Tip], wanted: Collection[str]) -> dict[str, str]:
    """{field: what the tips say, one line for each}; only fields that were asked for, and only what was told.

    The reporter goes only where they offered it, tip by tip.
    """
    found: dict[str, str] = {}
    for field in FIELDS:
        said = [tip.reporter if field.code == REPORTER else tip.answers.get(field.code, "") for tip in tips]
        text = "\n".join(dict.fromkeys(words.strip() for words in said if words.strip()))
        if field.code in wanted and text:
            found[field.code] = text
    return found


def preview(tips: Collection[Tip], wanted: Collection[str]) -> list[Line]:
    """Field by field: what goes, what stays, and why."""
    every = values_of(tips, [field.code for field in FIELDS])
    lines = []
    for field in FIELDS:
        value = every.get(field.code, "")
        if not value and field.code == REPORTER:
            why = _("Nobody offered it. It is not here to be sent.")
        elif not value:
            why = _("Not told.")
        else:
            why = "" if field.code in wanted else _("You keep it here.")
        lines.append(Line(field.code, field.label, value, not why, why))
    return lines


def lines_of(terms: Terms) -> list[Line]:
    """The frozen values of a release, as they go."""
    return [Line(f.code, f.label, terms.values[f.code], True) for f in FIELDS if terms.values.get(f.code)]


def release_page(actor: Actor, release_id: UUID) -> ReleasePage:
    """One release for its team. Raises gate.Refused, alike for none and not yours."""
    row = release_row(actor, release_id)
    terms = Terms.of(read_parts(actor, subject_of(row), {"terms"}, "work")["terms"][0])
    return ReleasePage(
        row=row,
        terms=terms,
        lines=lines_of(terms),
        outcomes=answers_of(actor, row),
        openings=list(row.openings.order_by("on", "id").values_list("on", flat=True)),
        is_second=row.status == Release.Status.PROPOSED and policies.is_second(row.proposed_by_id, actor.id),
    )


def given_to(actor: Actor) -> list[Given]:
    """What was released to this liaison: open ones, what awaits an outcome first, and ended ones for a while."""
    if actor.role != policies.LIAISON:
        return []
    today = clock.today()
    rows = Release.objects.filter(liaison=actor.member).exclude(status__in=("proposed", "declined", "lapsed"))
    found = []
    for row in rows.select_related("agency").order_by("-confirmed_on", "-id"):
        if policies.is_open(row.status, row.expires_on, row.body is not None, today) and is_on(row):
            found.append(Given(row, "open", own_answer(actor, row)))
        elif (row.ended_on or row.expires_on) >= today - SHOWN_AFTER_END:
            found.append(Given(row, "ended", ""))
    return sorted(found, key=lambda item: (item.state != "open", bool(item.answer)))


def given_row(actor: Actor, release_id: UUID) -> Release:
    """A release this liaison may open now. Raises gate.Refused, alike for none, not yours, ended and withdrawn."""
    row = Release.objects.select_related("agency", "team", "lead").filter(pk=release_id).first()
    subject = subject_of(row) if row else Subject(RELEASE, uuid4(), actor.agency_id)
    decision = gate.decide(actor, subject, {"packet"}, "open")
    if row is None or not decision.allowed:
        raise gate.Refused(decision, visible=False)
    return row


def for_second_person(actor: Actor) -> list[Release]:
    """Proposals of colleagues that this member may confirm or decline; clear rows only, for Today."""
    if not is_analyst(actor):
        return []
    since = clock.today() - policies.PROPOSAL
    rows = Release.objects.filter(
        agency=actor.agency_id, team__in=actor.team_ids, status=Release.Status.PROPOSED, proposed_on__gte=since
    )
    return list(rows.exclude(proposed_by=actor.member).select_related("proposed_by", "liaison").order_by("proposed_on"))
