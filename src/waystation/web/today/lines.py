"""Lines on Today: who waits too long, hours that nobody covers, what one was asked, one's next shift."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waystation.care.intake.lines import policies, selectors, showing
from waystation.care.intake.lines.models import Line
from waystation.care.intake.templatetags.desk import span_words
from waystation.foundation import clock
from waystation.foundation.agencies.models import Team
from waystation.web.today.sections import Desk, Item, Section

SHOWN = 3


def joined(desk: Desk, sections: list[Section]) -> list[Section]:
    """The sections with lines last, and only where this member runs or answers one and it says something."""
    if not policies.can_see(desk.actor.role):
        return sections
    found = lines(desk)
    return [*sections, found] if found.items else sections


def alerted(desk: Desk, sections: list[Section]) -> list[Section]:
    """The sections, and before all of them who waits too long on which line, where anybody does."""
    if not policies.can_answer(desk.actor.role):
        return sections
    items = _alerts(desk)
    url = reverse("intake:contact_list")
    return [Section("alerts", _("Waiting too long"), "", items, _("The queue"), url), *sections] if items else sections


def lines(desk: Desk) -> Section:
    """What a line asks of this member."""
    mine = list(selectors.lines_of(desk.actor))
    if not mine:
        return _none_yet(desk)
    items: list[Item] = []
    for line in mine:
        items += _uncovered(line) if line.live else []
    if policies.can_answer(desk.actor.role):
        items += _own(desk)
    url = reverse("lines:my_shifts" if policies.can_answer(desk.actor.role) else "lines:line_list")
    act = _("My shifts") if policies.can_answer(desk.actor.role) else _("Lines")
    return Section("lines", _("The line"), "", items, act, url)


def _none_yet(desk: Desk) -> Section:
    """For whoever could make one, where a team could answer it."""
    has_team = Team.objects.filter(agency=desk.actor.agency_id, kind=Team.Kind.INTAKE).exists()
    text = _("A number, hours, first words, and somebody on call: one thing a page.")
    items = [Item(_("Make a help line"), reverse("lines:line_new"), text)]
    return Section("lines", _("The line"), "", items if has_team and policies.can_run(desk.actor.role) else [])


def _alerts(desk: Desk) -> list[Item]:
    """How many wait too long, line by line: no more is said."""
    if not any(line.live for line in selectors.lines_of(desk.actor)):
        return []
    found = selectors.alerts_for(desk.actor.member, clock.now(), [(one.line, one.since) for one in desk.waiting])
    return [
        Item(
            title=ngettext("%(count)s waiting on %(line)s", "%(count)s waiting on %(line)s", alert.count)
            % {"count": alert.count, "line": alert.line.name},
            url=reverse("intake:contact_list"),
            text=_("The longest for %(time)s") % {"time": span_words(dt.timedelta(seconds=alert.seconds))},
            badge=_("Too long"), kind="attend",
        )
        for alert in found
    ]  # fmt: skip


def _uncovered(line: Line) -> list[Item]:
    """Stated hours of the next 14 days without anybody on call."""
    holes = [showing.hole(line, span) for span in selectors.uncovered(line, clock.now())]
    return [
        Item(
            title=_("%(hours)s uncovered in the rota") % {"hours": hole.words},
            url=reverse("lines:rota", args=[line.pk]), text=f"{line.name}, {date_format(hole.on, 'j F')}",
            badge=hole.length, kind="attend",
        )
        for hole in holes[:SHOWN]
    ]  # fmt: skip


def _own(desk: Desk) -> list[Item]:
    """What this member was asked, and their next shift."""
    asked = len(selectors.asked_shifts(desk.actor)) + len(selectors.asked_swaps(desk.actor))
    url, items = reverse("lines:my_shifts"), []
    if asked:
        words = ngettext("You are asked about %(n)s shift", "You are asked about %(n)s shifts", asked) % {"n": asked}
        items.append(Item(words, url, badge=_("Answer"), kind="attend"))
    for one in selectors.my_turns(desk.actor, clock.now())[:1]:
        when = f"{showing.span_words(one.line, one.turn.span)}, {date_format(one.turn.on, 'j F')}"
        items.append(Item(_("On call: %(when)s") % {"when": when}, url, one.line.name))
    return items
