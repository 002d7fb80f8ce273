"""The one place where a lead is sealed for a liaison, and where he opens it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import timezone

from waystation.care.intake.leads.fields import BY_CODE
from waystation.care.intake.leads.models import Opening, Release
from waystation.care.intake.leads.rules import subject_of
from waystation.care.intake.leads.selectors.releases import given_row
from waystation.care.intake.leads.shapes import Terms
from waystation.core.vault import packet as vault
from waystation.core.vault.envelope import digest
from waystation.core.vault.errors import VaultError
from waystation.foundation import clock, gate, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.canon import Written
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.gate import Actor
from waystation.foundation.keyring import trust
from waystation.foundation.keyring.errors import Tampered
from waystation.foundation.keyring.wholeness import prove_whole

PURPOSE = "lead"


def seal(actor: Actor, row: Release, terms: Terms) -> list[Written]:
    """Seal the frozen values to the liaison's own key, inside the deed of the confirming member. Raises Untrusted."""
    if not store.is_writing():
        raise RuntimeError("a lead is sealed inside a deed")
    liaison = row.liaison
    for chain in {row.agency_id, liaison.agency_id}:  # without the other one, a key he lost long ago may look current
        prove_whole(actor.keyring, chain)
    key = trust.certified(actor.keyring, "member", liaison.pk, liaison.agency_id)
    header: dict[str, str | UUID | dt.datetime] = {
        "id": row.pk, "sender": row.agency_id, "recipient": liaison.pk, "authorization": row.lead_id,
        "purpose": PURPOSE, "expires": _end_of(row.expires_on),
    }  # fmt: skip
    payload = {
        "fields": {code: value for code, value in terms.values.items() if code in BY_CODE},
        "facts": terms.facts, "relevance": terms.relevance, "need": terms.need,
    }  # fmt: skip
    row.body, _ = vault.seal_packet(payload, key.exchange, actor.keyring.bundle.signing, header)
    return [Written(row.pk, row.version, digest(row.body))]


def open_given(actor: Actor, release_id: UUID) -> tuple[Release, Terms]:
    """A released lead, for its liaison. Written down in both agencies' journals before anything opens.

    Raises gate.Refused (none, not yours, withdrawn, over), Tampered, Untrusted.
    """
    row = given_row(actor, release_id)
    prove_whole(actor.keyring, row.agency_id)
    with store.writing():
        Opening.objects.create(release=row, on=clock.today())
        if row.agency_id != actor.agency_id:
            audit.append(
                row.agency_id, at=clock.now(), verb="lead.opened_by_liaison", actor=actor.id, subject=row.lead_id
            )
    with gate.deed(actor, "lead.opened_by_liaison", subject_of(row), {"purpose": "open"}):
        pass
    row = given_row(actor, release_id)
    return row, _unseal(actor, row)


def remembered(row: Release) -> Written:
    """How the journal knows a proposal: of which lead, by whom, for whom, until when. Its packet is a later version."""
    parts = (row.lead_id.hex, row.proposed_by_id.hex, row.liaison_id.hex, row.expires_on.isoformat())
    return Written(row.pk, 1, digest("/".join(parts).encode()))


def _unseal(actor: Actor, row: Release) -> Terms:
    body = bytes(row.body or b"")
    newest = latest_digests([row.pk], [row.agency_id]).get(row.pk)
    if newest is None or newest[1] != digest(body) or row.confirmed_by_id is None:
        raise Tampered("a packet is not the one the journal remembers")
    sender = trust.certified(actor.keyring, "member", row.confirmed_by_id, row.agency_id)
    try:
        opened = vault.open_packet(body, actor.keyring.bundle.exchange, sender.signing, clock.now())
    except VaultError:
        raise Tampered("a packet does not open") from None
    wanted = (str(row.pk), str(row.agency_id), str(actor.id), str(row.lead_id), PURPOSE)
    if tuple(opened.header[name] for name in ("id", "sender", "recipient", "authorization", "purpose")) != wanted:
        raise Tampered("a packet is not the one its row says")
    values = {code: str(value) for code, value in opened.payload["fields"].items() if code in BY_CODE}
    facts, relevance, need = (str(opened.payload.get(name, "")) for name in ("facts", "relevance", "need"))
    return Terms(values=values, facts=facts, relevance=relevance, need=need)


def _end_of(day: dt.date) -> dt.datetime:
    """The instant a day ends here."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)).astimezone(dt.UTC)
