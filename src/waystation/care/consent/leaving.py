"""What leaves and what stays, field by field, for the pages that show it before it happens."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from waystation.care.cases.fields import SHAREABLE
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import shareable_values
from waystation.foundation.gate import Actor

NEED = "referrals.need"


@dataclass(frozen=True)
class Line:
    """One field: `value` is None while it is not opened on this screen, "" when it was never told."""

    code: str
    label: str | Promise
    value: str | None
    is_name: bool = False

    @property
    def is_need(self) -> bool:
        """The need is filled in from the referral, not from what a person told about themself."""
        return self.code == NEED


def preview(actor: Actor, case: Case, codes: Iterable[str], *, need: str = "", with_name: bool) -> list[Line]:
    """The lines that would leave. Names open only `with_name`, on purpose; the rest is one journal line."""
    wanted = [item for item in SHAREABLE if item.code in set(codes)]
    opened = [item.code for item in wanted if with_name or item.compartment != "identity"]
    values = shareable_values(actor, case, opened) if opened else {}
    if NEED in values:
        values[NEED] = need
    return [Line(item.code, item.label, values.get(item.code), item.compartment == "identity") for item in wanted]


def lines_of(values: dict[str, str]) -> list[Line]:
    """The lines of a packet that was opened."""
    return [Line(item.code, item.label, values[item.code]) for item in SHAREABLE if item.code in values]


def labels(codes: Collection[str]) -> list[str | Promise]:
    """The words for these fields, in the order of the catalogue."""
    return [item.label for item in SHAREABLE if item.code in codes]


def staying(codes: Collection[str]) -> list[str | Promise]:
    """The fields that could be released and are not named."""
    return [item.label for item in SHAREABLE if item.code not in codes]
