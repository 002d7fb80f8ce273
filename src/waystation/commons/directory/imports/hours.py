"""Times and weekdays as people write them, to HH:MM and iCalendar days (RFC 5545)."""

from __future__ import annotations

import re

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
NAMES = {
    "monday": 0,
    "mon": 0,
    "mo": 0,
    "m": 0,
    "lunes": 0,
    "tuesday": 1,
    "tues": 1,
    "tue": 1,
    "tu": 1,
    "martes": 1,
    "wednesday": 2,
    "weds": 2,
    "wed": 2,
    "we": 2,
    "miercoles": 2,
    "thursday": 3,
    "thurs": 3,
    "thur": 3,
    "thu": 3,
    "th": 3,
    "jueves": 3,
    "friday": 4,
    "fri": 4,
    "fr": 4,
    "viernes": 4,
    "saturday": 5,
    "sat": 5,
    "sa": 5,
    "sabado": 5,
    "sunday": 6,
    "sun": 6,
    "su": 6,
    "domingo": 6,
}
CLOCK = re.compile(r"^(\d{1,2})(?::?(\d{2}))?(?::\d{2})?\s*([ap]\.?\s?m?\.?|noon|midnight)?$", re.I)
WORD = re.compile(r"[a-záéíóú]+|-|–|&|,|/", re.I)
TIDY = re.compile(r"^\d{2}:\d{2}(:\d{2})?$")


def clock(text: str) -> str | None:
    """'9:00am', '830am', '17:00', 'noon' -> 'HH:MM'; None when it is no time of day. 24:00 stays."""
    value = text.strip().lower()
    if TIDY.match(value) and value[:2] <= "24" and value[3:5] < "60":
        return value
    if value in {"noon", "12 noon"}:
        return "12:00"
    if value == "midnight":
        return "00:00"
    found = CLOCK.match(value)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half in {"a", "p"}:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    elif not found[2]:
        return None
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 and hour * 60 + minute <= 1440 else None


def minutes(text: str) -> str | None:
    """'750', minutes since midnight -> '12:30'. Only for values that cannot be a clock time."""
    if not text.strip().isdigit():
        return None
    value = int(text)
    return f"{value // 60:02d}:{value % 60:02d}" if 0 <= value <= 1440 else None


def weekdays(text: str) -> list[str]:
    """'Mon - Wed, Fri' -> ['MO', 'TU', 'WE', 'FR']; [] when a word is no weekday ('Second Saturday')."""
    found: list[int] = []
    span = False
    for word in WORD.findall(text.lower().replace(" to ", "-").replace(" through ", "-").replace(" and ", ",")):
        if word in {"-", "–"}:
            span = True
        elif word in NAMES:
            day = NAMES[word]
            if span and found:
                last = found[-1]
                found += [d % 7 for d in range(last + 1, last + (day - last) % 7 + 1)]
            else:
                found.append(day)
            span = False
        elif word not in {",", "&", "/"}:
            return []
    return [DAYS[d] for d in sorted(set(found))]
