"""Founding an agency: root, first administrator, recovery, journal and statistics teams, printed agency code."""

from __future__ import annotations

import datetime as dt
import os
from typing import NamedTuple
from uuid import UUID, uuid4

from waystation.core.vault.bundle import Bundle, new_recovery_code, recovery_key
from waystation.core.vault.certificate import fingerprint, root_public
from waystation.core.vault.keys import TeamSecret, wrap
from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Agency, Member, Team
from waystation.foundation.audit.canon import Written
from waystation.foundation.keyring import journal, labels, pins, trust
from waystation.foundation.keyring.actions.members import check_passphrase, new_member, set_secret
from waystation.foundation.keyring.actions.teams import first_key, seal_root, seal_team
from waystation.foundation.keyring.models import HolderKind, RecoveryEnvelope, TeamGrant
from waystation.foundation.keyring.ring import Keyring


class Founded(NamedTuple):
    """A new agency. Both codes are printed once and stored nowhere."""

    agency: Agency
    administrator: Member
    keyring: Keyring
    recovery_code: str
    agency_code: str


def create_agency(
    *,
    name: str,
    slug: str,
    kind: str,
    sign_in_name: str,
    display_name: str,
    passphrase: str,
    county: str = "",
    state: str = "",
    person_word: str = "client",
    language: str = "en",
    is_host: bool = False,
    fiscal_month: int = 10,
    pk: UUID | None = None,
    administrator_pk: UUID | None = None,
) -> Founded:
    """Make an agency with its first administrator. `agency_code` opens everything if all members are lost.

    `fiscal_month`: the month (1 to 12) on whose first day the agency's fiscal year begins; the federal one by default.
    Raises WeakPassphrase, IntegrityError when a slug or sign-in name is taken.
    """
    check_passphrase(passphrase)
    seed = os.urandom(32)
    with store.writing():
        agency = Agency(
            name=name, slug=slug, kind=kind, county=county, state=state, person_word=person_word, is_host=is_host,
            fiscal_month=fiscal_month, root_public=root_public(seed), created_on=clock.today(), pk=pk or uuid4(),
        )  # fmt: skip
        agency.save(force_insert=True)
        member = new_member(agency, sign_in_name, display_name, "administrator", language, administrator_pk)
        bundle = Bundle.generate(fingerprint(root_public(seed)))
        code = set_secret(member, bundle, passphrase)
        writes = [trust.issue(seed, "member", member.pk, agency.pk, 1, bundle.exchange_public, bundle.signing_public)]
        seal_root(seed, agency.pk, HolderKind.MEMBER, member.pk, bundle.exchange_public)
        agency_code = _first_teams(seed, agency, writes)
        keyring = Keyring(member, bundle)
        _found_chain(keyring, writes)
    pins.pin(agency.pk, bundle.root_fingerprint)
    return Founded(agency, member, keyring, code, agency_code)


def _first_teams(seed: bytes, agency: Agency, writes: list[Written]) -> str:
    """Recovery, journal and statistics: nobody is in them yet, so only recovery gets a copy of their secrets."""
    today = clock.today()
    secrets: list[TeamSecret] = []
    for kind in (Team.Kind.RECOVERY, Team.Kind.JOURNAL, Team.Kind.STATISTICS):
        team = Team.objects.create(agency=agency, kind=kind, name=str(kind.label), generation=1, created_on=today)
        secret, written = first_key(seed, team)
        secrets.append(secret)
        writes.append(written)
    recovery, *others = secrets
    public = recovery.exchange_public
    TeamGrant.objects.bulk_create(seal_team(item, HolderKind.RECOVERY, recovery.team, public) for item in others)
    seal_root(seed, agency.pk, HolderKind.RECOVERY, recovery.team, public)
    return _print_envelope(agency, recovery, today)


def _print_envelope(agency: Agency, recovery: TeamSecret, today: dt.date) -> str:
    code = new_recovery_code()
    body = wrap(recovery_key(code, agency.pk), recovery.to_bytes(), labels.recovery(agency.pk, recovery.generation))
    RecoveryEnvelope.objects.create(agency=agency, generation=recovery.generation, body=body, printed_on=today)
    return code


def _found_chain(keyring: Keyring, writes: list[Written]) -> None:
    """The chain's first event has no detail: the journal team's key is only trusted once this event names it."""
    journal.note(keyring, "agency.founded", keyring.agency.pk, writes=writes)
