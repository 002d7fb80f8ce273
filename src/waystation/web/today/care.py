"""Sections about people: contacts, cases, releases, referrals."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waystation.care.cases import selectors as cases
from waystation.care.codelists import words
from waystation.care.consent.models import Authorization
from waystation.care.intake import selectors as intake
from waystation.care.intake.policies import can_take_contact
from waystation.care.intake.waiting import aside
from waystation.care.referrals import selectors as referrals
from waystation.foundation import clock
from waystation.foundation.gate import Actor
from waystation.web.today.sections import Desk, Item, Section

ENDING = dt.timedelta(days=7)
ANSWERED_LATELY = dt.timedelta(days=3)


def contacts(desk: Desk) -> Section:
    """Who is in danger now, who waits, what is open or due a call-back."""
    actor = desk.actor
    rows = [row for row in intake.contact_queue(actor) if row.contact.status not in ("handed_over", "waiting")]
    items = [*_alarms(actor), *_waiting(actor), *(_at_the_desk(row) for row in rows[:8])]
    items += [Item(title=one.title, url=one.url) for one in aside(actor)]
    act = (_("Take a contact"), reverse("intake:contact_new")) if can_take_contact(actor.role) else ("", "")
    return Section("contacts", _("Contacts"), _("Nobody is waiting. When the phone rings, start here."), items, *act)


def _alarms(actor: Actor) -> list[Item]:
    """Open danger cards of the desk: who asks for a second person, and nothing about the contact."""
    return [
        Item(
            title=_("%(name)s has somebody in danger now") % {"name": card.taken_by},
            url=reverse("intake:danger_card", args=[card.contact_id]),
            text=_("%(name)s is with them.") % {"name": card.assignee} if card.assignee else "",
            badge=_("Covered") if card.assignee else _("A second person is needed"), kind="attend",
        )
        for card in intake.open_cards(actor)
    ]  # fmt: skip


def _waiting(actor: Actor) -> list[Item]:
    return [
        Item(
            title=line.waiting.title, url=line.waiting.url, text=line.reason,
            badge=ngettext("Waits %(count)s minute", "Waits %(count)s minutes", line.minutes)
            % {"count": line.minutes},
            kind="attend",
        )
        for line in intake.queue_of(actor)[:8]
    ]  # fmt: skip


def _at_the_desk(row: intake.ContactRow) -> Item:
    about = {"lane": words("lane", row.contact.lane), "channel": words("channel", row.header.channel).lower()}
    return Item(
        title=_("%(lane)s by %(channel)s") % about,
        url=reverse("intake:contact_detail", args=[row.contact.pk]),
        text=words("danger", row.header.danger) if row.header.danger in {"now", "within_24h"} else "",
        badge=_("Call back today") if row.is_due else str(row.contact.get_status_display()),
        kind="attend" if row.is_due or row.header.danger == "now" else "plain",
    )


def handed_over(desk: Desk) -> Section:
    items = [
        Item(
            title=ngettext("%(count)s person", "%(count)s people", row.header.persons_count)
            % {"count": row.header.persons_count},
            url=reverse("intake:situation_detail", args=[row.situation.pk]),
            text=_("From %(name)s. Read what was heard, then open a case.") % {"name": row.situation.taken_by},
            badge=_("Waits for you"), kind="attend",
        )
        for row in desk.handed
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


def second_reading(desk: Desk) -> Section:
    """Closings that somebody else proposed and that wait for a second reader."""
    items = [
        Item(
            title=row.alias, url=reverse("cases:case_course", args=[row.case.pk]),
            text=words("closing_reason", row.header.closing.get("ending", "")),
            badge=_("Read it second"), kind="attend",
        )
        for row in (*desk.cases, *desk.closings)
        if row.data.get("closing") and row.header.closing.get("by") != desk.actor.id.hex
    ]  # fmt: skip
    return Section("second", _("Closings to read second"), _("No closing waits for a second reader."), items)


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
    since = clock.today() - ANSWERED_LATELY
    rows = [one for one in referrals.received_referrals(desk.actor) if one.is_under_way or one.row.updated_on >= since]
    items = [
        Item(
            title=_("From %(agency)s") % {"agency": found.row.agency},
            url=reverse("referrals:received_detail", args=[found.row.pk]),
            text=_needed(found),
            badge=_("Release ended") if found.state == "ended" else words("referral_state", found.row.status),
            kind="attend" if found.waits else "plain",
        )
        for found in rows[:8]
    ]
    return Section(
        "received", _("Referrals to you"), _("Nothing came in. A referral shows only what the person released."), items,
        _("All"), reverse("referrals:received_list"),
    )  # fmt: skip


def _needed(found: referrals.Received) -> str:
    thread = found.thread
    return words("service", thread.need) or thread.service


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
