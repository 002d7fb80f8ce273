"""The journal's tables. Append-only by convention; every change is found by verify()."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One act or one reading. `hash` is SHA-256(previous || canonical event), see canon.py; `seal` see seals.py."""

    chain = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=64)
    actor = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    detail = models.BinaryField(default=b"")
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    seal = models.BinaryField(max_length=32, default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="event_place")]
        indexes = [models.Index(fields=["subject", "seq"], name="event_subject")]


class Write(models.Model):
    """What an event wrote: the object, its new version, the SHA-256 of its ciphertext."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="writes")
    object = models.UUIDField()
    version = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["object", "version"], name="write_object")]


class Head(models.Model):
    """The newest event of a chain: the row every append locks."""

    chain = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.BinaryField(max_length=32, default=bytes(32))


class Checkpoint(models.Model):
    """A signed RFC 9162 root over the first `size` events; `peaks` carry the tree on to the next one."""

    chain = models.UUIDField()
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    peaks = models.BinaryField()
    at = models.DateTimeField()
    signer = models.BinaryField(max_length=32)
    signature = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "size"], name="checkpoint_place")]
