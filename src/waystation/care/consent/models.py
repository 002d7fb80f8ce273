"""The clear rows of releases and packets: identifiers, state, dates. Terms lie in a capsule, contents in the packet."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KIND = "authorization"
COMPARTMENTS = ("terms",)


class Authorization(models.Model):
    """A written release of information: one recipient, one purpose, exact fields, an end. Never changed."""

    class Status(models.TextChoices):
        LIVE = "live", _("Live")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="authorizations")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.LIVE)
    starts_on = models.DateField()
    expires_on = models.DateField()
    created_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="authorization_number"),
            models.CheckConstraint(
                condition=models.Q(expires_on__gt=models.F("starts_on")), name="authorization_has_an_end"
            ),
        ]
        indexes = [models.Index(fields=["case", "recipient", "status"], name="authorization_live")]


class Packet(models.Model):
    """A sealed copy on its way to one agency. `body` is ciphertext and is destroyed at withdrawal; the row stays as
    the true record that something left, and on which day; the minute is in the terms."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    authorization = models.ForeignKey(Authorization, on_delete=models.CASCADE, related_name="packets")
    sender = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    recipient_generation = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField()
    body = models.BinaryField(null=True)
    sent_on = models.DateField()
    closed_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["recipient", "sent_on"], name="packet_inbox")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None) | models.Q(body=None), name="withdrawn_packet_is_empty"
            )
        ]


class Opening(models.Model):
    """One opening of a packet at the other agency, written before anything is shown.

    `body`: when and by which role, sealed to the sender's case team of that key generation; see openings.py.
    """

    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="openings")
    on = models.DateField()
    generation = models.PositiveIntegerField(default=1)
    body = models.BinaryField(default=b"")
