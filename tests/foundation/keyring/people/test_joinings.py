"""Who lets somebody into a team signs it: a line of the journal that somebody forged gives nobody a key."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

import pytest

from tests.cast import Cast
from waystation.core.vault.envelope import digest
from waystation.core.vault.joining import sign_joining
from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Membership, Team
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit import seals
from waystation.foundation.audit.canon import GENESIS, Written, event_hash
from waystation.foundation.audit.models import Event, Head, Write
from waystation.foundation.audit.selectors import verify
from waystation.foundation.audit.witness import path_of
from waystation.foundation.keyring import labels
from waystation.foundation.keyring.actions.teams import add_to_team, catch_up, move, remove_from_team
from waystation.foundation.keyring.errors import Tampered
from waystation.foundation.keyring.models import Joining, TeamGrant

Forge = Callable[[Cast], None]


def _planted(cast: Cast, signature: bytes, by: str = "ben") -> Written:
    """Nia in the table of Ben's team, with a signature row; the line of the journal that would go with it."""
    team, nia = cast.team("case"), cast.member("nia")
    Membership.objects.create(team=team, member=nia, since="2026-01-01")
    Joining.objects.create(team=team, member=nia, version=1, admitted_by=cast.member(by).pk, signature=signature)
    return Written(labels.membership_place(team.pk, nia.pk), 1, digest(signature))


def forged_line_in_an_old_event(cast: Cast) -> None:
    """The attacker holds no key file: a line is put beside those of an event that this server sealed."""
    line = _planted(cast, os.urandom(64))
    event = Event.objects.filter(chain=cast.agency("riverbend").pk).order_by("seq").last()
    assert event is not None
    Write.objects.create(event=event, object=line.object, version=line.version, digest=line.digest)


def forged_event(cast: Cast) -> None:
    """A whole event at the end of the chain, linked as it should be, with a seal of the attacker's."""
    line = _planted(cast, os.urandom(64))
    with pytest.MonkeyPatch.context() as patch, store.writing():
        patch.setattr(seals, "sealing_key", lambda: bytes(32))
        audit.append(cast.agency("riverbend").pk, at=clock.now(), verb="team.joined", writes=[line])


def forged_with_the_key_file(cast: Cast) -> None:
    """The attacker has the server's key file too, but no member's signing key."""
    line = _planted(cast, os.urandom(64))
    with store.writing():
        audit.append(cast.agency("riverbend").pk, at=clock.now(), verb="team.joined", writes=[line])


def signed_by_herself(cast: Cast) -> None:
    """Nia is certified and signs: nobody lets themselves in."""
    team, nia = cast.team("case"), cast.keyring("nia")
    line = _planted(cast, sign_joining(nia.bundle.signing, team.pk, nia.member.pk, 1), by="nia")
    with store.writing():
        audit.append(team.agency_id, at=clock.now(), verb="team.joined", writes=[line])


def unsigned_as_before(cast: Cast) -> None:
    """A joining as it was written before joinings were signed, in an event of today."""
    line = _planted(cast, os.urandom(64))._replace(digest=sha256(b"in").digest())
    with store.writing():
        audit.append(cast.agency("riverbend").pk, at=clock.now(), verb="team.joined", writes=[line])


FORGERIES = [
    forged_line_in_an_old_event, forged_event, forged_with_the_key_file, signed_by_herself, unsigned_as_before,
]  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES, ids=[forge.__name__ for forge in FORGERIES])
def test_a_forged_joining_gives_no_key_at_any_change(cast: Cast, forge: Forge) -> None:
    forge(cast)
    team = Team.objects.get(pk=cast.team("case").pk)
    for change in (
        lambda: catch_up(cast.keyring("ben"), team),
        lambda: add_to_team(cast.keyring("kofi"), team, cast.member("uma")),
        lambda: remove_from_team(cast.keyring("kofi"), team, cast.member("ben")),
    ):
        with pytest.raises(Tampered):
            change()
    assert not TeamGrant.objects.filter(team=team, holder=cast.member("nia").pk).exists()
    Joining.objects.filter(member=cast.member("nia")).delete()
    Membership.objects.filter(team=team, member=cast.member("nia")).delete()


def test_a_joining_from_before_signatures_still_counts(cast: Cast) -> None:
    """An older installation: its lines have no signature, and its events are sealed."""
    team, chain = cast.team("case"), cast.agency("riverbend").pk
    places = {labels.membership_place(row.team_id, row.member_id): row for row in Joining.objects.all()}
    for line in Write.objects.filter(event__chain=chain, object__in=places):
        Write.objects.filter(pk=line.pk).update(digest=sha256(b"in").digest())
    _seal_anew(chain)
    Joining.objects.all().delete()
    assert verify(chain).problems == []
    add_to_team(cast.keyring("kofi"), team, cast.member("uma"))
    assert TeamGrant.objects.filter(team=team, holder=cast.member("ben").pk, generation=2).exists()


def _seal_anew(chain: UUID) -> None:
    """Write the whole chain again as the server would have, so that only its content differs."""
    previous, last = GENESIS, 0
    for event in Event.objects.filter(chain=chain).order_by("seq"):
        lines = Write.objects.filter(event=event).order_by("id").values_list("object", "version", "digest")
        made = event_hash(
            previous, event.chain, event.seq, event.at, event.verb, event.actor, event.subject, bytes(event.detail),
            [(name, version, bytes(value)) for name, version, value in lines],
        )  # fmt: skip
        sealed = seals.seal(seals.sealing_key(), made)
        Event.objects.filter(pk=event.pk).update(previous=previous, hash=made, seal=sealed)
        previous, last = made, event.seq
    Head.objects.filter(chain=chain).update(seq=last, hash=previous)
    path_of(chain).unlink(missing_ok=True)


def test_uma_moves_from_one_team_to_another_in_one_act(cast: Cast) -> None:
    case, other, uma = cast.team("case"), cast.team("other"), cast.member("uma")
    add_to_team(cast.keyring("kofi"), case, uma)
    move(cast.keyring("kofi"), uma, source=Team.objects.get(pk=case.pk), target=other)
    assert cast.keyring("uma").generations(other.pk) == [2]
    assert not cast.keyring("uma").holds(case.pk)
    add_to_team(cast.keyring("kofi"), Team.objects.get(pk=case.pk), uma)
    assert Joining.objects.filter(team=case, member=uma).count() == 2
    assert verify(case.agency_id).ok
