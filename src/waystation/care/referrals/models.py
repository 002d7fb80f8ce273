"""The clear row of a referral: identifiers, state, a day it is due. What it is about lies in two capsules."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

KIND = "referral"
HEADER, THREAD = "header", "thread"
"""`header` is the sender's own; `thread` is sealed to both agencies and never holds an identity."""


class Referral(models.Model):
    """One request to one service, and its answer."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Not sent")
        SENT = "sent", _("Sent, not opened yet")
        RECEIVED = "received", _("Opened, no answer yet")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        STARTED = "started", _("Started")
        COMPLETED = "completed", _("Completed")
        NOT_COMPLETED = "not_completed", _("Not completed")
        WITHDRAWN = "withdrawn", _("Withdrawn by the person")

    class Mode(models.TextChoices):
        PACKET = "packet", _("With a release of information")
        OPAQUE = "opaque", _("Without identity")
        THREE_WAY = "three_way", _("Call together")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="sent_referrals")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True)
    """Null for an organization that does not use this server: then only a call together remains."""
    mode = models.CharField(max_length=16, choices=Mode.choices, default=Mode.PACKET)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    packet = models.OneToOneField(
        "consent.Packet", on_delete=models.RESTRICT, null=True, blank=True, related_name="referral"
    )
    due_on = models.DateField()
    created_on = models.DateField()
    updated_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    taken_in = models.PositiveIntegerField(default=1)
    """The version up to which the answers stand on the case's timeline."""

    class Meta:
        ordering = ["-created_on", "-id"]
        indexes = [
            models.Index(fields=["recipient", "status"], name="referral_inbox"),
            models.Index(fields=["case", "status"], name="referral_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode="packet") | models.Q(packet=None), name="packet_only_with_release"
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft") | ~models.Q(mode="packet") | models.Q(packet__isnull=False),
                name="sent_with_release_has_packet",
            ),
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False) | models.Q(status="draft") | models.Q(mode="three_way"),
                name="nobody_to_send_to_is_called",
            ),
        ]
