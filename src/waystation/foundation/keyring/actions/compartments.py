"""Compartment keys: making them, giving them, taking them back, turning them, destroying them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from waystation.core.vault.envelope import digest
from waystation.core.vault.keys import new_key, seal_to
from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.audit.canon import ERASED, Written
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.actions.capsules import content_of, seal_row
from waystation.foundation.keyring.actions.holders import Holder, holdings, keepers, note_given
from waystation.foundation.keyring.actions.reach import best_generation
from waystation.foundation.keyring.compartments import COMPARTMENTS
from waystation.foundation.keyring.errors import Tampered
from waystation.foundation.keyring.held import keys_for, newest
from waystation.foundation.keyring.makings import Holding, sign_making
from waystation.foundation.keyring.models import Capsule, CompartmentKey, Draft, Grant, HolderKind, StatisticsCapsule
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.wholeness import prove_whole


def create_compartments(keyring: Keyring, *, subject: UUID, kind: str, holders: Mapping[str, Sequence[Holder]]) -> None:
    """Make a random key for each compartment named and grant it to its holders and to agency recovery.

    Nobody has to hold what they make: a key is sealed to a team's public key when the writer is not of the team.
    Raises ValueError for a compartment the kind does not have, Untrusted, RuntimeError outside of a deed.
    """
    _inside()
    unknown = set(holders) - set(COMPARTMENTS.get(kind, ()))
    if unknown:
        raise ValueError(f"a {kind} has no {min(unknown)} compartment")
    rows: list[CompartmentKey] = []
    grants: list[Grant] = []
    for compartment, wanted in holders.items():
        row = CompartmentKey(
            agency_id=keyring.member.agency_id, subject=subject, kind=kind, compartment=compartment,
            created_on=clock.today(),
        )  # fmt: skip
        rows.append(row)
        grants += _sign_and_grant(keyring, row, new_key(), wanted)
    CompartmentKey.objects.bulk_create(rows)
    Grant.objects.bulk_create(grants)


def grant(keyring: Keyring, *, subject: UUID, compartments: Iterable[str], holder: Holder) -> None:
    """Give keys one holds to another team or member. Raises NoKey, Untrusted."""
    _inside()
    for compartment in compartments:
        held = newest(keyring, subject, compartment)
        row = CompartmentKey.objects.get(pk=held.id)
        made = _grant(keyring, row, held.key, holder)
        Grant.objects.filter(key=row, holder_kind=made.holder_kind, holder=made.holder).delete()
        made.save()
        note_given(keyring, made)


def revoke(keyring: Keyring, *, subject: UUID, compartments: Iterable[str], holder: Holder) -> list[Written]:
    """Take keys back and turn them, so that a copy of the old ones opens nothing written from now on."""
    _inside()
    names = list(compartments)
    kind = HolderKind.TEAM if isinstance(holder, Team) else HolderKind.MEMBER
    Grant.objects.filter(key__subject=subject, key__compartment__in=names, holder_kind=kind, holder=holder.pk).delete()
    return rotate(keyring, subject=subject, compartments=names)


def rotate(
    keyring: Keyring,
    *,
    subject: UUID,
    compartments: Iterable[str],
    holders: Mapping[str, Sequence[Holder]] | None = None,
) -> list[Written]:
    """New keys for compartments one holds: the content is sealed anew, the old keys are destroyed.

    `holders` names who gets the new keys, by compartment; without it, whoever held the old ones by signature or
    journal. A team's new key is sealed to no newer colleague than the old one. Each capsule gains a version. Raises
    NoKey, Untrusted, Tampered.
    """
    _inside()
    written: list[Written] = []
    for compartment in compartments:
        written += _turn(keyring, subject, compartment, holders.get(compartment) if holders else None)
    return written


def shred(subject: UUID, *, pointer: UUID | None = None) -> list[Written]:
    """Destroy every key, capsule and draft of a subject, and its statistics by their pointer. Needs no key."""
    _inside()
    rows = list(Capsule.objects.filter(subject=subject).values_list("id", "version"))
    CompartmentKey.objects.filter(subject=subject).delete()
    Capsule.objects.filter(subject=subject).delete()
    Draft.objects.filter(subject=subject).delete()
    written = [Written(pk, version + 1, ERASED) for pk, version in rows]
    if pointer is not None:
        gone = StatisticsCapsule.objects.filter(pointer=pointer)
        written += [Written(pk, 3, ERASED) for pk in gone.values_list("id", flat=True)]
        gone.delete()
    return written


def _turn(keyring: Keyring, subject: UUID, compartment: str, wanted: Sequence[Holder] | None) -> list[Written]:
    old = keys_for(keyring, [subject], [compartment])
    latest = newest(keyring, subject, compartment)
    before = CompartmentKey.objects.get(pk=latest.id)
    if wanted is None:
        prove_whole(keyring)
    held = holdings(keyring, before, latest.key)
    row = Capsule.objects.select_for_update().filter(subject=subject, compartment=compartment).first()
    stale = CompartmentKey.objects.filter(subject=subject, compartment=compartment)
    made = CompartmentKey(
        agency_id=keyring.member.agency_id, subject=subject, kind=latest.kind, compartment=compartment,
        generation=latest.generation + 1, created_on=clock.today(),
    )  # fmt: skip
    key, written = new_key(), []
    if row is not None:
        key_then = old.get((subject.hex, compartment, row.generation))
        if key_then is None:
            raise Tampered("a capsule is not of a generation that was granted")
        data = content_of(keyring, row, key_then)
        row.generation, row.version = made.generation, row.version + 1
        written.append(seal_row(row, key, data))
    stale.delete()
    then = {item.holder: item.generation for item in held}
    grants = _sign_and_grant(keyring, made, key, keepers(keyring, before, held) if wanted is None else wanted, then)
    made.save(force_insert=True)
    Grant.objects.bulk_create(grants)
    return written


def _sign_and_grant(
    keyring: Keyring, row: CompartmentKey, key: bytes, wanted: Sequence[Holder], then: Mapping[UUID, int] | None = None
) -> list[Grant]:
    """The key signed by its maker and due for the journal; its grants, unsaved. `then`: see `_grant`."""
    grants = [_grant(keyring, row, key, holder, (then or {}).get(holder.pk)) for holder in wanted]
    given = [Holding(grant.holder_kind, grant.holder, grant.holder_generation) for grant in grants]
    row.maker, row.signature = keyring.member.pk, sign_making(keyring.bundle.signing, key, row, given)
    place = labels.key_place(row.subject, row.compartment)
    keyring.pending[place] = Written(place, row.generation, digest(row.signature))
    keyring.fresh[(row.subject, row.compartment)] = (row, frozenset(holder.pk for holder in wanted), key)
    return [_recovery_grant(keyring, row, key), *grants]


def _grant(keyring: Keyring, row: CompartmentKey, key: bytes, holder: Holder, then: int | None = None) -> Grant:
    """Wrapped when the writer holds the team's key, else sealed to the certified public key.

    `then` is the generation of the team's key that the earlier key was granted to, when there was one.
    """
    if isinstance(holder, Member):
        public = trust.certified(keyring, "member", holder.pk)
        return _sealed(row, key, HolderKind.MEMBER, holder.pk, public.generation, public.exchange)
    public = trust.team_key(keyring, holder)
    generation = best_generation(keyring, holder.pk, holder.agency_id, then) if then else public.generation
    if keyring.holds(holder.pk, generation):
        label = labels.grant(row.pk, row.subject, row.compartment, row.generation, holder.pk, generation)
        body = keyring.team(holder.pk, generation).wrapper.wrap(key, label)
        return Grant(
            key=row, holder_kind=HolderKind.TEAM, holder=holder.pk, holder_generation=generation,
            form=Grant.Form.WRAPPED, body=body,
        )  # fmt: skip
    exchange = trust.generation_key(keyring, holder.pk, generation)
    return _sealed(row, key, HolderKind.TEAM, holder.pk, generation, exchange)


def _recovery_grant(keyring: Keyring, row: CompartmentKey, key: bytes) -> Grant:
    public = trust.team_key_of_kind(keyring, "recovery")
    return _sealed(row, key, HolderKind.RECOVERY, public.subject, public.generation, public.exchange)


def _sealed(row: CompartmentKey, key: bytes, kind: str, holder: UUID, generation: int, public: bytes) -> Grant:
    label = labels.grant(row.pk, row.subject, row.compartment, row.generation, holder, generation)
    return Grant(
        key=row, holder_kind=kind, holder=holder, holder_generation=generation, form=Grant.Form.SEALED,
        body=seal_to(public, key, label),
    )  # fmt: skip


def _inside() -> None:
    if not store.is_writing():
        raise RuntimeError("keys change inside a deed")
