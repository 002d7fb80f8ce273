"""Clear rows of text messages: status, order and dates. Numbers and words are sealed; see docs/decisions."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waystation.foundation import clock

TEXT, TEXT_MESSAGE, TEXT_SENDER = "text", "text_message", "text_sender"
"""Kinds of subjects: a thread with its header, a message with its words, a sender with their number."""


class Gateway(models.Model):
    """How texts of a line come in and go out. `settings` (secrets, account, address) is sealed under a key file."""

    class Kind(models.TextChoices):
        TWILIO = "twilio", _("Twilio, or a service that speaks like it")
        GENERIC = "generic", _("Another gateway, with signed webhooks")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    line = models.OneToOneField("lines.Line", on_delete=models.CASCADE, related_name="gateway")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    live = models.BooleanField(default=False)
    settings = models.BinaryField()
    updated_on = models.DateField()
    version = models.PositiveIntegerField(default=1)


class Thread(models.Model):
    """What one number and a line wrote to each other. Its id and pointer are those of the contact it becomes.

    `stopped`: the sender asked for no more texts. `created_hour` is cut to the hour, and to the week's Monday at the
    end.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("lines.Line", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    stopped = models.BooleanField(default=False)
    unanswered = models.BooleanField(default=True)
    created_hour = models.DateTimeField()
    updated_on = models.DateField()
    retention_on = models.DateField()
    pointer = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "team", "status"], name="text_queue")]

    @property
    def code(self) -> str:
        """What staff call it: nothing of the sender."""
        return self.pk.hex[:4].upper()

    def close(self) -> None:
        """Set the row to its end: the hour coarsened to noon of the week's Monday."""
        day = timezone.localdate(self.created_hour)
        monday = day - dt.timedelta(days=day.weekday())
        self.created_hour = dt.datetime.combine(monday, dt.time(12), dt.UTC)
        self.status, self.unanswered, self.updated_on = self.Status.CLOSED, False, clock.today()
        self.version += 1


class Sender(models.Model):
    """The number of a thread, sealed to the team apart from the words, and erased on a day of its own.

    No row: the number is not known any more, and nobody can be answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="sender")
    retention_on = models.DateField()


class Joining(models.Model):
    """Which thread a number's next message belongs to: a tag under a key file that turns every 30 days (`epoch`)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="joinings")
    epoch = models.PositiveIntegerField()
    tag = models.BinaryField(unique=True)


class Message(models.Model):
    """One text: `place` is the order in which they came to us."""

    class Way(models.TextChoices):
        IN = "in", _("Received")
        OUT = "out", _("Written by us")

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        WAITING = "waiting", _("Waits to be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        UNSURE = "unsure", _("Not known whether it was sent")

    class Provider(models.TextChoices):
        KEEPS = "keeps", _("The provider may keep a copy")
        ASKED = "asked", _("The provider is being asked to delete its copy")
        DELETED = "deleted", _("The provider said its copy is deleted")
        REFUSED = "refused", _("The provider did not delete its copy")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    place = models.PositiveIntegerField()
    way = models.CharField(max_length=3, choices=Way.choices)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RECEIVED)
    provider = models.CharField(max_length=8, choices=Provider.choices, default=Provider.KEEPS)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["thread", "place"], name="text_place_once")]


class Seen(models.Model):
    """A message id that came in before: `id` is its tag under a key file.

    `body`, sealed under a key file, says what was answered and in which thread; `thread_tag` finds the rows of a thread
    that is erased. Both are empty from then on: the id stays known, and nothing else of it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="+")
    body = models.BinaryField(default=b"")
    thread_tag = models.BinaryField(default=b"", db_index=True)
    created_on = models.DateField()


class Errand(models.Model):
    """Something to tell the provider: a text to send, or a copy to delete. `body` is sealed under a key file.

    The row is deleted once it is done.
    """

    class Kind(models.TextChoices):
        SEND = "send", _("Send")
        FORGET = "forget", _("Delete the provider's copy")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        UNDER_WAY = "under_way", _("Under way")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    body = models.BinaryField()
    created_on = models.DateField()
