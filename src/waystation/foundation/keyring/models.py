"""Tables of keys and capsules. Every body is ciphertext; every public key counts only with its signature."""

from __future__ import annotations

import uuid

from django.db import models

from waystation.foundation.agencies.models import Agency, Member, Team


class HolderKind(models.TextChoices):
    TEAM = "team", "team"
    MEMBER = "member", "member"
    RECOVERY = "recovery", "recovery"


class Certificate(models.Model):
    """A public key (or a partner's root) signed by an agency root; see core.vault.certificate."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16)
    subject = models.UUIDField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="certificates")
    generation = models.PositiveIntegerField(default=1)
    exchange = models.BinaryField(default=b"")
    signing = models.BinaryField(default=b"")
    issued = models.CharField(max_length=10)
    signature = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "agency", "generation"], name="certificate_place")
        ]


class MemberSecret(models.Model):
    """What a passphrase opens: stretching costs, verifier hash, the sealed bundle and its second wrap."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="secret")
    salt = models.BinaryField()
    params = models.JSONField()
    verifier_hash = models.BinaryField()
    bundle = models.BinaryField()
    recovery_bundle = models.BinaryField(default=b"")
    updated_at = models.DateTimeField()


class RootGrant(models.Model):
    """The agency's signing root, sealed to an administrator or to recovery. Signing is not decrypting."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="root_grants")
    holder_kind = models.CharField(max_length=16, choices=HolderKind.choices)
    holder = models.UUIDField()
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "holder_kind", "holder"], name="root_grant_place")]


class TeamGrant(models.Model):
    """A team's secret of one generation, sealed to one member or to the agency's recovery key."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="grants")
    generation = models.PositiveIntegerField()
    holder_kind = models.CharField(max_length=16, choices=HolderKind.choices)
    holder = models.UUIDField()
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "generation", "holder_kind", "holder"], name="team_grant_place")
        ]
        indexes = [models.Index(fields=["holder"], name="team_grant_holder")]


class Joining(models.Model):
    """Who let a member into a team, signed by them; the journal's line of the membership is the signature's digest.

    `version` is that line's: a member who left and came back has another one.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    version = models.PositiveBigIntegerField()
    admitted_by = models.UUIDField()
    signature = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "member", "version"], name="joining_place")]


class CompartmentKey(models.Model):
    """One random key: subject x compartment x generation. Deleting the row and its grants erases what it sealed.

    `signature` is the maker's: a key that nobody of the agency made is never written under. `must_turn`: a holder's
    time ran out, and the next colleague who opens it turns the key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    subject = models.UUIDField()
    kind = models.CharField(max_length=24)
    compartment = models.CharField(max_length=24)
    generation = models.PositiveIntegerField(default=1)
    created_on = models.DateField()
    maker = models.UUIDField()
    signature = models.BinaryField()
    must_turn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "compartment", "generation"], name="compartment_key_place")
        ]
        indexes = [models.Index(fields=["agency"], condition=models.Q(must_turn=True), name="compartment_key_due")]


class Grant(models.Model):
    """A compartment key for one holder: wrapped under a team's wrap key, or sealed to a certified public key."""

    class Form(models.TextChoices):
        SEALED = "sealed", "sealed"
        WRAPPED = "wrapped", "wrapped"

    key = models.ForeignKey(CompartmentKey, models.CASCADE, related_name="grants")
    holder_kind = models.CharField(max_length=16, choices=HolderKind.choices)
    holder = models.UUIDField()
    holder_generation = models.PositiveIntegerField(default=1)
    form = models.CharField(max_length=8, choices=Form.choices)
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "holder_kind", "holder"], name="grant_place")]
        indexes = [models.Index(fields=["holder"], name="grant_holder")]


class Capsule(models.Model):
    """One JSON object per subject and compartment, sealed. `version` counts its writes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    subject = models.UUIDField()
    kind = models.CharField(max_length=24)
    compartment = models.CharField(max_length=24)
    generation = models.PositiveIntegerField()
    schema = models.PositiveIntegerField(default=1)
    version = models.PositiveBigIntegerField(default=1)
    body = models.BinaryField()
    updated_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "compartment"], name="capsule_place")]


class StatisticsCapsule(models.Model):
    """One record of codes, sealed to the statistics team. Append-only: a save supersedes the pointer's earlier row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pointer = models.UUIDField(db_index=True)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    schema = models.PositiveIntegerField()
    generation = models.PositiveIntegerField()
    written_on = models.DateField()
    superseded_on = models.DateField(null=True)
    body = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["agency", "kind", "written_on"], name="statistics_batch")]


class StatisticsShard(models.Model):
    """Many statistics capsules of one batch date, compacted and sealed under the statistics team's wrap key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    batch_on = models.DateField()
    generation = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "batch_on"], name="shard_place")]


class Draft(models.Model):
    """An unfinished form, sealed under its writer's own key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=64)
    subject = models.UUIDField(default=uuid.UUID(int=0))
    body = models.BinaryField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "form", "subject"], name="draft_place")]


class RecoveryShare(models.Model):
    """The recovery secret sealed to `second`, and that sealed to `first`: it takes both."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    first = models.ForeignKey(Member, models.CASCADE, related_name="+")
    second = models.ForeignKey(Member, models.CASCADE, related_name="+")
    generation = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "first", "second"], name="recovery_share_place")]


class RecoveryEnvelope(models.Model):
    """The recovery secret sealed under the printed agency code."""

    agency = models.OneToOneField(Agency, models.CASCADE, primary_key=True, related_name="+")
    generation = models.PositiveIntegerField()
    body = models.BinaryField()
    printed_on = models.DateField()


class RecoveryRequest(models.Model):
    """A recovery begun by one custodian: `inner` is what the second must open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    begun_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    generation = models.PositiveIntegerField()
    inner = models.BinaryField()
    approved_by = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)


class CodeRequest(models.Model):
    """A new agency code for a lost paper, begun by one custodian: `inner` is what the second must open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    begun_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    generation = models.PositiveIntegerField()
    inner = models.BinaryField()
    approved_by = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)


class Invitation(models.Model):
    """An account that waits for its owner. Deleted once they are let in, or the invitation is taken back.

    `lookup` finds it by its secret, `welcome` tags the agency's root for the newcomer, `check_key` is what the
    administrator checks `proof` with: the newcomer's tag over their new public keys. See core.vault.invitation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, models.CASCADE, related_name="invitation")
    invited_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    teams = models.ManyToManyField(Team, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    lookup = models.BinaryField(unique=True)
    welcome = models.BinaryField()
    check_key = models.BinaryField()
    exchange = models.BinaryField(default=b"")
    signing = models.BinaryField(default=b"")
    proof = models.BinaryField(default=b"")
