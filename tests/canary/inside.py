"""The other side of "0 found": what was planted does lie in the database, sealed, and its owners read it."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import cast as people
from tests.canary.minting import Mint
from waystation.core.vault.errors import VaultError
from waystation.foundation import clock, gate
from waystation.foundation.gate import Subject
from waystation.foundation.keyring.actions.drafts import load_draft
from waystation.foundation.keyring.decisions import Decision
from waystation.foundation.keyring.errors import KeyringError
from waystation.foundation.keyring.models import Capsule, Draft
from waystation.foundation.keyring.selectors.capsules import open_capsules


def main(notes: str) -> None:
    """Print as JSON how many of the planted strings the members of the cast can open, by kind of place."""
    folder = Path(notes)
    people._bundles.update(pickle.loads((folder / "bundles.pickle").read_bytes()))
    planted = [one.text for name in ("acts", "walks") for one in Mint.load(folder / f"{name}.json")]
    found: dict[str, int] = {}
    for kind, text in _opened(people.Cast()):
        found[kind] = found.get(kind, 0) + sum(one in text for one in planted)
    print(json.dumps(found))


def _opened(cast: people.Cast) -> Iterator[tuple[str, str]]:
    for name in cast.names:
        keyring = cast.keyring(name)
        for capsule in Capsule.objects.filter(agency=keyring.agency):
            if data := _data(keyring, capsule):
                yield f"{capsule.kind}.{capsule.compartment}", data
        for draft in Draft.objects.filter(member=keyring.member):
            yield "draft", _words(load_draft(keyring, draft.form, subject=draft.subject))
    for subject in set(Capsule.objects.filter(kind="case").values_list("subject", flat=True)):
        agency = cast.agency("riverbend")
        try:
            entries = gate.journal_of(cast.actor("chloe"), Subject("case", subject, agency.pk)).entries
        except (gate.Refused, KeyringError):
            continue
        yield "journal", _words([entry.detail for entry in entries])


def _data(keyring: Any, capsule: Capsule) -> str:
    about, fields, now = (capsule.subject,), frozenset({capsule.compartment}), clock.now()
    decision = Decision(True, keyring.member.pk, about, capsule.kind, fields, "test", "", now, "test", "")
    try:
        return _words([one.data for one in open_capsules(decision, keyring, skip_missing=True)])
    except (KeyringError, VaultError):
        return ""


def _words(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)
