"""What is found by introspection, and the short reviewed lists of what is clear by design."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.db import connection, models

import waystation

CLEAR_WINGS = {
    "agencies": "staff accounts, teams and what an agency says of itself",
    "directory": "the commons: what services say of themselves, for everybody",
    "lines": "numbers, hours and who is on call: what callers and colleagues may know; nobody served stands there",
    "multiplicity": "names of agencies and totals above ten that agencies let out, for a count of people once",
    "outreach": "where and when staff go out, counts and codes; names of places that lead to one are refused",
    "published": "estimates made to be read by everybody, or by the coalition; rounded, and of nobody",
    "screening": "instruments of others, and who of their owners permitted the use",
}
"""Apps of ours whose rows are about no person served, with what they hold. Any other, also a new one, is sealed."""
CODE = re.compile(r"[a-z0-9_.:-]{0,64}")
"""What a clear text column of a sealed wing may hold: a word of a closed list, a date, a name out of our code."""
NEVER_TYPED = (forms.BooleanField, forms.FileField)

UNREACHED_FORMS = {
    "waystation.ui.guide.Example": "the style guide's example, which goes nowhere",
    "waystation.care.intake.lines.forms.SpanForm": "only what the forms of hours and of shifts share",
    "waystation.care.intake.lines.forms_rota.GapForm": "the form of shifts, its hours filled in by a link",
    "waystation.web.setup.forms.NewEnvelopeForm": "opens only where a first envelope was kept, which is nobody's here",
}
"""Forms that no page sends, with the reason."""
UNREACHED_FIELDS = {
    "waystation.web.setup.forms.AgencyForm.time_zone": "for the host agency alone; planted where a house is founded",
}
"""Fields that nobody of the walk is offered, with the reason."""
CLEAR_ARGUMENTS = {
    f"waystation.care.intake.actions.drafts.{name} form": ("contact", "names the form's class; one of our constants")
    for name in ("save_draft", "load_draft", "drop_draft", "open_drafts")
}
"""Arguments of actions that are written in our code, never by a person: what is passed, and why it may lie clear."""
WITHOUT_TEXT = {
    "keyring.RecoveryShare.body": "a key sealed to two custodians; made when a second custodian joins",
    "keyring.RecoveryRequest.inner": "the same, between the two custodians' acts",
    "keyring.CodeRequest.inner": "the same, when they make a new agency code",
    "audit.Checkpoint.root": "a hash; a checkpoint is made every 500 events or 15 minutes",
    "audit.Checkpoint.peaks": "hashes",
    "audit.Checkpoint.signature": "a signature",
    "audit.Checkpoint.signer": "a public key",
} | {
    f"keyring.Invitation.{name}": "keys, tags and public keys of an invitation; no invitation outlives this walk"
    for name in ("lookup", "welcome", "check_key", "exchange", "signing", "proof")
}
"""Binary columns that this walk may leave empty, because nothing a person types can come there."""


def form_fields() -> set[str]:
    """ "module.Class.field" of every field of every form class of ours that takes typed text or a choice."""
    for info in pkgutil.walk_packages(waystation.__path__, "waystation."):
        if ".migrations" not in info.name:
            importlib.import_module(info.name)
    found = {
        f"{kind.__module__}.{kind.__qualname__}.{name}"
        for kind in _subclasses(forms.BaseForm)
        if kind.__module__.startswith("waystation.") and f"{kind.__module__}.{kind.__qualname__}" not in UNREACHED_FORMS
        for name, field in getattr(kind, "base_fields", {}).items()
        if not isinstance(field, NEVER_TYPED)
    }
    return found - set(UNREACHED_FIELDS)


@cache
def field_names() -> set[str]:
    """The names of all those fields."""
    return {name.rsplit(".", 1)[-1] for name in form_fields()}


def _subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _subclasses(one)


def columns(*kinds: type[models.Field[Any, Any]]) -> list[models.Field[Any, Any]]:
    """Columns of these kinds in the sealed wings."""
    return [
        field
        for app in apps.get_app_configs()
        if app.name.startswith("waystation.") and app.label not in CLEAR_WINGS
        for model in app.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, kinds)
    ]


def report() -> None:
    """Print as JSON: text columns holding more than a code, binary columns without any content; run on the database."""
    wordy, empty = [], []
    for field in columns(models.CharField, models.TextField, models.JSONField):
        rows = field.model._default_manager.values_list(field.name, flat=True).distinct()
        if any(not CODE.fullmatch(str(value)) for value in rows if isinstance(value, str)):
            wordy.append(str(field))
    for field in columns(models.BinaryField):
        rows = field.model._default_manager.exclude(**{field.name: None}).values_list(field.name, flat=True)
        if not any(bytes(value) for value in rows.iterator()):
            empty.append(str(field))
    print(json.dumps({"wordy": wordy, "empty": empty}))


def dump() -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
    """Every row of every table of the database, as (table, rows)."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield table, iter(cursor.fetchall())


def dump_to(target: str) -> None:
    """Write every value of every table as bytes, one after another, to a file: what a thief of the database reads."""
    with open(target, "wb") as file:
        for table, rows in dump():
            for row in rows:
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    file.write(table.encode() + b"\0" + raw + b"\n")
