"""Reasons, rooms and hours in plain words, for the pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.timesince import timesince
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .imports.hours import DAYS
from .languages import code_of, name_of
from .models import Location, Service
from .search.fitting import UNVERIFIED_AFTER
from .search.query import Hit, Reason, Room, Why
from .vocabulary import services

MAX_STRIP = 28
KM_IN_A_MILE = 1.609344


@dataclass(frozen=True)
class Line:
    """One line of "why": a sign, a marked word, plain words; `state` is a class of the list item."""

    icon: str
    mark: str
    text: str
    state: str = ""


def lines(hit: Hit) -> list[Line]:
    """Every reason of a hit, in the order of the search."""
    return [line for reason in hit.reasons if (line := _line(reason, hit))]


def _line(reason: Reason, hit: Hit) -> Line | None:
    if not reason.known:
        return Line("ask", "", _not_known(reason), "not-known")
    match reason.kind:
        case Why.TERM:
            return Line("check", reason.text, "")
        case Why.SPELLING | Why.SYNONYM:
            return Line("check", reason.text, _("from “%(typed)s”") % {"typed": reason.typed})
        case Why.LANGUAGE:
            return Line("check", "", _("%(language)s spoken") % {"language": _language(reason.text)})
        case Why.AGE:
            return Line("check", "", _("Takes people aged %(ages)s") % {"ages": reason.text})
        case Why.GENDER:
            return Line("check", "", _takes(reason.text))
        case Why.OPEN:
            return Line("check", "", _("Open now"))
        case Why.ROOM:
            return Line("check", "", _("Has a free place"))
        case Why.AREA:
            words = _("Declared area: %(area)s. The address is never shown, and distance is not worked out")
            return Line("area", "", words % {"area": reason.text})
        case Why.PLACE:
            return Line("check", "", _away(reason.text, hit.is_approximate))
    return None


def _away(km: str, is_approximate: bool) -> str:
    """A distance as people measure it in a county of the United States, and in kilometres beside it."""
    miles = _number(float(km) / KM_IN_A_MILE)
    words = (
        _("About %(miles)s miles (%(km)s km) away, by ZIP code")
        if is_approximate
        else _("%(miles)s miles (%(km)s km) away")
    )
    return words % {"miles": miles, "km": _number(float(km))}


def _number(value: float) -> str:
    places = 1 if value < 10 else 0
    return number_format(round(value, places), places)


def _not_known(reason: Reason) -> str:
    match reason.kind:
        case Why.LANGUAGE:
            words = _("%(language)s: not recorded. Ask for an interpreter when you call")
            return words % {"language": _language(reason.text)}
        case Why.AGE:
            return _("Age limits: not recorded. Ask when you call")
        case Why.GENDER:
            return _("Whom they take: not recorded. Ask when you call")
        case Why.OPEN:
            return _("Opening hours: not recorded")
        case Why.ROOM:
            return _("Free places: not known today. Ask when you call")
    return _("Not recorded")


def _language(name: str) -> str:
    return name_of(code_of(name), (get_language() or "en")[:2])


def _takes(policy: str) -> str:
    return {"women": _("For women and girls"), "men": _("For men and boys")}.get(policy, _("For all genders"))


def strip(room: Room | None) -> list[str]:
    """One class a place: taken "", "held", "free"; empty when the count is old or the house too big for a strip."""
    if room is None or room.free is None or not room.maximum or room.maximum > MAX_STRIP:
        return []
    taken = max(room.maximum - room.held - room.free, 0)
    return [""] * taken + ["held"] * room.held + ["free"] * room.free


def counted(room: Room | None, now: dt.datetime) -> str:
    """How long ago the places were counted, in words."""
    return timesince(room.counted_at, now, depth=1) if room and room.counted_at else ""


def left_out(counts: dict[str, int]) -> list[str]:
    """Why entries that match were left out, with how many."""
    words: dict[str, Any] = {
        Why.AGE: lambda n: ngettext("%(n)d does not take this age", "%(n)d do not take this age", n),
        Why.GENDER: lambda n: ngettext("%(n)d takes other people only", "%(n)d take other people only", n),
        Why.LANGUAGE: lambda n: ngettext("%(n)d works in other languages", "%(n)d work in other languages", n),
        Why.OPEN: lambda n: ngettext("%(n)d is closed now", "%(n)d are closed now", n),
        Why.ROOM: lambda n: ngettext("%(n)d has no free place", "%(n)d have no free place", n),
        "verified": lambda n: ngettext("%(n)d was not verified lately", "%(n)d were not verified lately", n),
    }
    return [words[kind](n) % {"n": n} for kind, n in counts.items() if kind in words]


def day_names() -> dict[str, str]:
    return dict(zip(DAYS, [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")], strict=True))


def hours(service: Service) -> list[str]:
    """Opening hours, a line for each time of day, days together."""
    names, by_time = day_names(), dict[tuple[str, str], list[str]]()
    words: dict[str, None] = {}
    for rule in service.schedules.all():
        if rule.byday and rule.opens_at:
            days = by_time.setdefault((rule.opens_at[:5], rule.closes_at[:5]), [])
            days += [d for d in rule.byday.split(",") if d not in days]
        elif rule.description or rule.notes:
            words[rule.description or rule.notes] = None
    told = [
        f"{', '.join(names.get(d, d) for d in sorted(days, key=_day_order))}: {_times(opens, closes)}"
        for (opens, closes), days in by_time.items()
    ]
    return told + list(words)


def _day_order(day: str) -> int:
    return DAYS.index(day) if day in DAYS else 9


def _times(opens: str, closes: str) -> str:
    if opens == "00:00" and closes in {"00:00", "23:59", "24:00"}:
        return _("all day")
    return (
        _("%(opens)s to %(closes)s") % {"opens": opens, "closes": closes}
        if closes
        else _("from %(opens)s") % {"opens": opens}
    )


@dataclass(frozen=True)
class Card:
    """A service as its page shows it. A confidential one has an area and no places."""

    service: Service
    kinds: list[str]
    phones: list[tuple[str, str]]
    hours: list[str]
    languages: list[str]
    places: list[tuple[Location, str]]
    area: str
    takes: str
    is_unverified: bool


def card(service: Service, today: dt.date) -> Card:
    """Everything public about one service."""
    site = getattr(service, "safe_site", None)
    hidden = service.is_confidential or site is not None
    places = (
        []
        if hidden
        else [
            (link.location, _address(link.location)) for link in service.service_at_locations.select_related("location")
        ]
    )
    checked = service.assured_date
    return Card(
        service=service,
        kinds=_kinds(service),
        phones=[
            (p.number if p.extension is None else f"{p.number} x{p.extension}", p.description)
            for p in service.phones.all()
        ],
        hours=hours(service),
        languages=[_language(n) for n in dict.fromkeys(service.languages.values_list("name", flat=True)) if n],
        places=places,
        area=site.area_name if site else "",
        takes=_takes(service.gender_policy) if service.gender_policy else "",
        is_unverified=checked is None or today - checked > UNVERIFIED_AFTER,
    )


def _address(place: Location) -> str:
    found = place.addresses.filter(address_type="physical").first()
    if found is None:
        return ""
    street = ", ".join(filter(None, [found.address_1, found.address_2, found.city]))
    return f"{street}, {found.state_province} {found.postal_code}".strip(" ,")


def _kinds(service: Service) -> list[str]:
    from .models import Attribute

    language = (get_language() or "en")[:2]
    codes = Attribute.objects.filter(link_id=service.pk).values_list("taxonomy_term__code", flat=True)
    return [services()[code].label(language) for code in codes if code in services()]
