"""Sections about the agency and what it shares: journal, colleagues, counts, backups, the directory."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waystation.commons.directory.models import Service
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.agencies.selectors import absences, settings_of, teams_of
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.selectors.custodians import custodians_are_missing
from waystation.foundation.keyring.selectors.recovery import envelope_was_opened
from waystation.numbers.insights import selectors as insights
from waystation.web.backup import notices
from waystation.web.backup.policies import can_keep_backups
from waystation.web.setup.steps import standing
from waystation.web.today.sections import Desk, Item, Section

STALE = dt.timedelta(days=365)


def journal_state(desk: Desk) -> Section:
    actor = desk.actor
    found = verify(actor.agency_id, actor.keyring.bundle.heads)
    text = ngettext("%(count)s event", "%(count)s events", found.length) % {"count": found.length}
    word = _("Unbroken") if found.ok else _("Broken: tell your administrator before anyone writes")
    items = [Item(_("The agency's journal"), reverse("web:journal"), text, word, "done" if found.ok else "attend")]
    return Section("journal", _("Journal"), "", items)


def away(desk: Desk) -> Section:
    today = clock.today()
    items = [
        Item(
            _("%(name)s is away") % {"name": row.member}, reverse("cases:case_list"),
            _("%(name)s stands in until %(day)s.") % {"name": row.cover, "day": date_format(row.until, "j F")},
            _("Covered") if row.since <= today else _("From %(day)s") % {"day": date_format(row.since, "j M")},
        )
        for row in absences(desk.actor.agency, today)
        if desk.actor.in_team(row.team_id)
    ]  # fmt: skip
    return Section("away", _("Who is away"), _("Everybody of your teams is here."), items)


def counts(desk: Desk) -> Section:
    batch = insights.latest_batch(desk.actor)
    if batch is None:
        return Section("counts", _("Counts"), _("The first daily batch runs tonight."))
    text = _("As of the end of the day before. Counts of 1 to 10 are withheld.")
    item = Item(_("Batch of %(day)s") % {"day": date_format(batch.on, "j M Y")}, reverse("insights:data"), text)
    return Section("counts", _("Counts"), "", [item])


def newcomers(found: list[tuple[Team, list[Member]]]) -> Section:
    """Who came to this member's teams and opens nothing earlier until a colleague who knows them shares the keys."""
    items = [
        Item(
            title=_("%(name)s is new in %(team)s") % {"name": person, "team": team}, url=reverse("people:list"),
            text=_("You know them? Then share the earlier keys."), badge=_("Look"), kind="attend",
        )
        for team, people in found
        for person in people
    ]  # fmt: skip
    return Section("newcomers", _("New colleagues"), "", items)


def accounts(desk: Desk) -> Section:
    people, url = Member.objects.filter(agency=desk.actor.agency, is_active=True), reverse("people:list")
    items = [
        Item(person.display_name, url, _("Made keys with a slip and waits to be let in"), _("Look"), "attend")
        for person in people.filter(is_waiting=True)
    ]
    items += _set_up(desk) + _envelope(desk) + _custodians(desk)
    items += [
        Item(person.display_name, url, _("Active, but in no team"), _("Look"), "attend")
        for person in people.filter(is_waiting=False).exclude(role="administrator")
        if not teams_of(person).exists()
    ]
    return Section(
        "accounts", _("Accounts"), _("Everyone has a team. You look after accounts; you open no case."), items,
        _("Colleagues"), url,
    )  # fmt: skip


def _set_up(desk: Desk) -> list[Item]:
    """The step of set-up that comes next, where set-up began and is not done."""
    kept = settings_of(desk.actor.agency)
    step = None if kept._state.adding else standing(kept).next
    return (
        [Item(_("Set-up: %(step)s") % {"step": step.title}, step.url, str(step.text), _("Next"), "attend")]
        if step
        else []
    )


def _envelope(desk: Desk) -> list[Item]:
    """The agency's code was used, so the envelope was open."""
    if not envelope_was_opened(desk.actor.agency_id):
        return []
    text = _("The code was used. Make a new one today, print it, and close a new envelope.")
    return [Item(_("Envelope of the agency"), reverse("setup:new_envelope"), text, _("Look"), "attend")]


def _custodians(desk: Desk) -> list[Item]:
    """Somebody who held half of a recovery left, and one half alone opens nothing."""
    if not custodians_are_missing(desk.actor.agency_id):
        return []
    text = _("An administrator names two or three custodians, with the agency code from the printed envelope.")
    return [Item(_("Custodians"), reverse("signin:recoveries"), text, _("Look"), "attend")]


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
