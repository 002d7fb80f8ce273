"""Today: what needs this person now, gathered from the wings through their public doors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from waystation.care.cases import selectors as cases
from waystation.care.codelists import words
from waystation.care.consent.models import Authorization
from waystation.care.intake import selectors as intake
from waystation.care.intake.policies import can_take_contact
from waystation.care.referrals import selectors as referrals
from waystation.commons.directory.models import Service
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.selectors import teams_of
from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import Actor
from waystation.foundation.gate.request import StaffRequest
from waystation.numbers.insights import selectors as insights
from waystation.web import told
from waystation.web.backup import notices
from waystation.web.backup.policies import can_keep_backups

ENDING = dt.timedelta(days=7)
STALE = dt.timedelta(days=365)


@dataclass(frozen=True)
class Item:
    """One thing to look at: words, where it leads, a badge with its kind (attend, plain, done)."""

    title: str
    url: str
    text: str = ""
    badge: str = ""
    kind: str = "plain"


@dataclass(frozen=True)
class Section:
    """A group of items with a heading, and what to say when there are none."""

    key: str
    title: str
    empty: str
    items: list[Item] = field(default_factory=list)
    act: str = ""
    act_url: str = ""


@dataclass
class Desk:
    """The member whose day it is; what several sections need is read once, so that it is one journal line."""

    actor: Actor

    @cached_property
    def cases(self) -> list[cases.Row]:
        return cases.worklist(self.actor)


def contacts(desk: Desk) -> Section:
    actor = desk.actor
    rows = [row for row in intake.contact_queue(actor) if row.contact.status != "handed_over"]
    items = [
        Item(
            title=_("%(lane)s by %(channel)s") % {
                "lane": words("lane", row.contact.lane), "channel": words("channel", row.header.channel).lower()
            },
            url=reverse("intake:contact_detail", args=[row.contact.pk]),
            text=words("danger", row.header.danger) if row.header.danger in {"now", "within_24h"} else "",
            badge=_("Call back today") if row.is_due else str(row.contact.get_status_display()),
            kind="attend" if row.is_due or row.header.danger == "now" else "plain",
        )
        for row in rows[:8]
    ]  # fmt: skip
    act = (_("Take a contact"), reverse("intake:contact_new")) if can_take_contact(actor.role) else ("", "")
    return Section("contacts", _("Contacts"), _("Nobody is waiting. When the phone rings, start here."), items, *act)


def handed_over(desk: Desk) -> Section:
    items = [
        Item(
            title=ngettext("%(count)s person", "%(count)s people", row.header.persons_count)
            % {"count": row.header.persons_count},
            url=reverse("intake:situation_detail", args=[row.situation.pk]),
            text=_("From %(name)s. Read what was heard, then open a case.") % {"name": row.situation.taken_by},
            badge=_("Waits for you"), kind="attend",
        )
        for row in intake.handed_over_to(desk.actor)
    ]  # fmt: skip
    return Section("handed", _("Handed over to you"), _("Nothing waits to become a case."), items)


def answers(desk: Desk) -> Section:
    alias = {row.case.pk: row.alias for row in desk.cases}
    items = [
        Item(
            title=_("%(agency)s answered") % {"agency": row.recipient}, text=alias.get(row.case_id, ""),
            url=reverse("referrals:referral_list", args=[row.case_id]),
            badge=words("referral_state", row.status),
            kind="attend" if row.status == "declined" else "done",
        )
        for row in referrals.answers_for(desk.actor)
    ]  # fmt: skip
    return Section("answers", _("Answers to your referrals"), _("No new answers."), items)


def my_cases(desk: Desk) -> Section:
    rows = desk.cases
    today = clock.today()
    items = []
    for row in sorted(rows, key=lambda r: (r.case.next_due_on or dt.date.max, r.alias))[:8]:
        due = row.case.next_due_on
        late = due is not None and due <= today
        badge = _("Due %(day)s") % {"day": date_format(due, "j M")} if due else ""
        items.append(Item(
            title=row.alias, url=reverse("cases:case_detail", args=[row.case.pk]),
            text=_stage_of(desk.actor, row),
            badge=_("Due today or before") if late else badge, kind="attend" if late else "plain",
        ))  # fmt: skip
    return Section(
        "cases", _("Your cases"), _("No open case is yours."), items,
        _("All %(count)s") % {"count": len(rows)}, reverse("cases:case_list"),
    )  # fmt: skip


def _stage_of(actor: Actor, row: cases.Row) -> str:
    stage = words("case_stage", row.case.stage)
    if actor.stands_in(row.case.assignee_id, row.case.team_id):
        return _("%(stage)s. You stand in for %(name)s.") % {"stage": stage, "name": row.case.worker}
    return stage


def standing_in(desk: Desk) -> Section:
    """For whom this member stands in; what is theirs is among the cases below."""
    items = [
        Item(
            title=_("You stand in for %(name)s") % {"name": cover.member}, url=reverse("people:list"),
            text=cover.team.name, badge=_("Until %(day)s") % {"day": date_format(cover.until, "j M")},
        )
        for cover in desk.actor.covers
    ]  # fmt: skip
    return Section("standing_in", _("Standing in"), "", items)


def ending_releases(desk: Desk) -> Section:
    today = clock.today()
    mine = {row.case.pk: row.alias for row in desk.cases}
    rows = Authorization.objects.filter(
        case__in=mine, status=Authorization.Status.LIVE, expires_on__range=(today, today + ENDING)
    ).select_related("recipient")
    items = [
        Item(
            title=_("%(alias)s: release for %(agency)s") % {"alias": mine[row.case_id], "agency": row.recipient},
            url=reverse("consent:authorization_list", args=[row.case_id]),
            badge=_("Ends %(day)s") % {"day": date_format(row.expires_on, "j M")}, kind="attend",
        )
        for row in rows
    ]  # fmt: skip
    return Section("ending", _("Releases that end this week"), _("None ends this week."), items)


def received(desk: Desk) -> Section:
    items = [
        Item(
            title=_("From %(agency)s") % {"agency": found.row.agency},
            url=reverse("referrals:received_detail", args=[found.row.pk]),
            text=_needed(found),
            badge=_("Release ended") if found.state == "ended" else words("referral_state", found.row.status),
            kind="attend" if found.waits else "plain",
        )
        for found in referrals.received_referrals(desk.actor)[:8]
    ]
    return Section(
        "received", _("Referrals to you"), _("Nothing came in. A referral shows only what the person released."), items,
        _("All"), reverse("referrals:received_list"),
    )  # fmt: skip


def _needed(found: referrals.Received) -> str:
    thread = found.thread
    return words("service", thread.need) or thread.service


def journal_state(desk: Desk) -> Section:
    actor = desk.actor
    found = verify(actor.agency_id, actor.keyring.bundle.heads)
    text = ngettext("%(count)s event", "%(count)s events", found.length) % {"count": found.length}
    word = _("Unbroken") if found.ok else _("Broken: tell your administrator before anyone writes")
    items = [Item(_("The agency's journal"), reverse("web:journal"), text, word, "done" if found.ok else "attend")]
    return Section("journal", _("Journal"), "", items)


def counts(desk: Desk) -> Section:
    batch = insights.latest_batch(desk.actor)
    if batch is None:
        return Section("counts", _("Counts"), _("The first daily batch runs tonight."))
    text = _("As of the end of the day before. Counts of 1 to 10 are withheld.")
    item = Item(_("Batch of %(day)s") % {"day": date_format(batch.on, "j M Y")}, reverse("insights:data"), text)
    return Section("counts", _("Counts"), "", [item])


def accounts(desk: Desk) -> Section:
    people, url = Member.objects.filter(agency=desk.actor.agency, is_active=True), reverse("people:list")
    items = [
        Item(person.display_name, url, _("Made keys with a slip and waits to be let in"), _("Look"), "attend")
        for person in people.filter(is_waiting=True)
    ]
    items += [
        Item(person.display_name, url, _("Active, but in no team"), _("Look"), "attend")
        for person in people.filter(is_waiting=False).exclude(role="administrator")
        if not teams_of(person).exists()
    ]
    return Section(
        "accounts", _("Accounts"), _("Everyone has a team. You look after accounts; you open no case."), items,
        _("Colleagues"), url,
    )  # fmt: skip


def backups(desk: Desk) -> Section:
    url = reverse("backup:overview")
    told = notices.standing() if can_keep_backups(desk.actor.member) else []
    items = [Item(one.title, url, one.text, _("Look") if one.kind == "attend" else "", one.kind) for one in told]
    empty = _("The agency that runs this server looks after backups.")
    return Section("backups", _("Backups"), empty, items, _("Backups"), url)


def stale_entries(_desk: Desk) -> Section:
    before = clock.today() - STALE
    rows = Service.objects.filter(assured_date__lt=before).select_related("organization").order_by("assured_date")[:8]
    items = [
        Item(
            f"{row.name}, {row.organization}", reverse("directory:service_detail", args=[row.pk]),
            _("Last verified %(day)s") % {"day": date_format(row.assured_date, "j M Y") if row.assured_date else ""},
            _("Older than a year"), "attend",
        )
        for row in rows
    ]  # fmt: skip
    return Section(
        "stale", _("Directory entries to check"), _("All entries were checked within a year."), items,
        _("Directory"), reverse("directory:search"),
    )  # fmt: skip


def released_leads(_desk: Desk) -> Section:
    return Section(
        "leads", _("Released to you"), _("Nothing was released to you. There is no search over people here.")
    )


BY_ROLE: dict[str, tuple[Callable[[Desk], Section], ...]] = {
    "hotline_advocate": (contacts,),
    "case_manager": (handed_over, answers, ending_releases, my_cases),
    "attorney": (answers, received, my_cases),
    "clinician": (answers, received, my_cases),
    "supervisor": (journal_state, contacts, my_cases),
    "intake_worker": (received,),
    "administrator": (accounts, backups),
    "analyst": (counts,),
    "coordinator": (stale_entries,),
    "volunteer": (stale_entries,),
    "liaison": (released_leads,),
}
"""What each role is shown, the most pressing first."""


@require_safe
def today(request: StaffRequest) -> HttpResponse:
    desk = Desk(request.actor)
    first = (standing_in,) if request.actor.covers else ()
    sections = [gather(desk) for gather in (*first, *BY_ROLE.get(request.actor.role, ()))]
    waiting = sum(item.kind == "attend" for section in sections for item in section.items)
    context = {"sections": sections, "waiting": waiting, "on": clock.today(), "told": told.notice(request.actor)}
    return render(request, "web/today.html", context)
