"""One cell to one value of a model field, with the named repair when it needed one."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from dateutil import parser as dates
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ..models.record import Record
from .ledger import Row

URL = re.compile(r"^[a-z][a-z0-9+.-]*://[^\s/?#:@]+(?::\d+)?(?:[/?#]\S*)?$", re.I)
BARE = re.compile(r"^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?([/?#]\S*)?$", re.I)
EMAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
UNSAFE_IN_URI = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
Converter = Callable[[Row, str], Any]


def as_text(row: Row, value: str) -> str:
    return value


def as_link(row: Row, value: str) -> str:
    """An absolute web address or ''; what is none is put into the description by its rule."""
    parts = [p for p in re.split(r"[\s;,]+(?=\S+\.)", value.strip()) if p] if re.search(r"[\s;,]", value) else [value]
    first = parts[0].strip().rstrip(".,;")
    tidy = _address(first)
    if tidy is None:
        row.repaired("not_a_url")
        _keep_words(row, value)
        return ""
    if len(parts) > 1:
        row.repaired("several_urls")
        row.cells["_more_urls"] = "\n".join(t for t in map(_address, parts[1:]) if t)
    if not URL.match(first):
        row.repaired("url_without_scheme")
    return tidy


def _address(value: str) -> str | None:
    full = value if URL.match(value) else re.sub(r"^(https?):?/*", "", value, flags=re.I)
    if not URL.match(full):
        if not BARE.match(full):
            return None
        full = "https://" + full
    full = STRAY_PERCENT.sub("%25", UNSAFE_IN_URI.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), full))
    host, rest = full.split("://", 1)
    if rest.count("[") or rest.count("]"):
        rest = rest.replace("[", "%5B").replace("]", "%5D")
    head, mark, tail = rest.partition("#")
    return f"{host}://{head}{mark}{tail.replace('#', '%23')}"[:2000]


def _keep_words(row: Row, value: str) -> None:
    if len(value.strip()) > 2:
        row.cells["description"] = f"{row.get('description')}\n{value}".strip()


def as_email(row: Row, value: str) -> str:
    parts = [p.strip().rstrip(".") for p in re.split(r"[\s;,/]+", value) if "@" in p]
    good = [p for p in parts if EMAIL.match(p) and len(p) <= 254]
    if not good:
        row.repaired("not_an_email")
        return ""
    if len(parts) > 1 or good[0] != value:
        row.repaired("several_emails")
    return good[0]


def as_date(row: Row, value: str) -> date | None:
    try:
        if DATE.match(value):
            return date.fromisoformat(value)
        found = dates.parse(value, default=datetime(1, 1, 1)).date()  # noqa: DTZ001
    except (ValueError, OverflowError):
        row.repaired("bad_date")
        return None
    row.repaired("date_form")
    return found if found.year > 1 else None


def as_moment(row: Row, value: str) -> datetime | None:
    try:
        found = parse_datetime(value) or dates.parse(value)
    except (ValueError, OverflowError):
        row.repaired("bad_date")
        return None
    return found if found.tzinfo else timezone.make_aware(found)


def as_number(row: Row, value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        row.repaired("bad_number")
        return None
    if math.isfinite(number):
        return number
    row.repaired("bad_number")
    return None


def as_whole(row: Row, value: str) -> int | None:
    number = as_number(row, value)
    if number is None or abs(number) >= 2**31:
        return None
    return int(number)


def _choice(allowed: set[str], usual: str) -> Converter:
    def convert(row: Row, value: str) -> str:
        if value in allowed:
            return value
        row.repaired("unknown_choice")
        return value.lower() if value.lower() in allowed else value.upper() if value.upper() in allowed else usual

    return convert


def _short(length: int) -> Converter:
    return lambda row, value: value[:length]


@cache
def converters(model: type[Record]) -> dict[str, Converter]:
    """{column: converter} for every plain HSDS column of a model."""
    found: dict[str, Converter] = {}
    for field in model._meta.concrete_fields:
        if field.name in {"id", "source", "source_id"} or field.is_relation or field.name == "link_id":
            continue
        if field.name in {"freq", "wkst"}:
            days = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
            found[field.name] = _choice({"WEEKLY", "MONTHLY"} if field.name == "freq" else days, "")
        elif field.choices:
            found[field.name] = _choice({str(c[0]) for c in field.choices}, str(field.get_default() or ""))
        elif field.name not in model.beyond:
            found[field.name] = _converter(field)
    return found


def _converter(field: models.Field[Any, Any]) -> Converter:
    if isinstance(field, models.URLField):
        return as_link
    if isinstance(field, models.EmailField):
        return as_email
    if isinstance(field, models.DateTimeField):
        return as_moment
    if isinstance(field, models.DateField):
        return as_date
    if isinstance(field, models.FloatField):
        return as_number
    if isinstance(field, models.IntegerField):
        return as_whole
    return _short(field.max_length) if field.max_length else as_text
