"""What a liaison wrote back: sealed to the team that released, and once more to himself, so that each reads his own."""

from __future__ import annotations

import datetime as dt

from waystation.care.intake.leads.models import Answer, Release
from waystation.core.vault.envelope import dump_json, load_json
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import open_sealed, seal_to
from waystation.core.vault.padding import pad, unpad
from waystation.foundation import clock
from waystation.foundation.gate import Actor
from waystation.foundation.keyring import trust
from waystation.foundation.keyring.errors import KeyringError
from waystation.foundation.keyring.wholeness import prove_whole


def write_answer(actor: Actor, row: Release, outcome: str) -> Answer:
    """Seal an outcome to both sides, inside a deed. Raises Untrusted, Tampered."""
    prove_whole(actor.keyring, row.agency_id)
    key = trust.team_key(actor.keyring, row.team)
    told = pad(dump_json({"outcome": outcome, "at": clock.now().isoformat()}))
    return Answer.objects.create(
        release=row, on=clock.today(), generation=key.generation,
        body=seal_to(key.exchange, told, _label(row)),
        own=seal_to(actor.keyring.bundle.exchange_public, told, _label(row)),
    )  # fmt: skip


def answers_of(actor: Actor, row: Release) -> list[tuple[dt.date, str]]:
    """(day, outcome code) for a member of the team, the earliest first; "" where it does not open for them."""
    found = []
    for answer in row.answers.order_by("on", "id"):
        try:
            team = actor.keyring.team(row.team_id, answer.generation)
            found.append((answer.on, _read(team.exchange, bytes(answer.body), row)))
        except (KeyringError, VaultError, KeyError, ValueError):
            found.append((answer.on, ""))
    return found


def own_answer(actor: Actor, row: Release) -> str:
    """The outcome this liaison gave last, or ""."""
    answer = row.answers.order_by("-on", "-id").first()
    try:
        return _read(actor.keyring.bundle.exchange, bytes(answer.own), row) if answer else ""
    except (VaultError, KeyError, ValueError):
        return ""


def _read(private: bytes, body: bytes, row: Release) -> str:
    return str(load_json(unpad(open_sealed(private, body, _label(row))))["outcome"])


def _label(row: Release) -> bytes:
    return b"lead-answer/1" + row.pk.bytes
