"""A line and what the public and the advocate are told of it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

DAY = 24 * 60
WEEKDAYS = Q(weekday__gte=0, weekday__lte=6)


def span(starts: str, ends: str) -> Q:
    """A stretch of wall time in minutes from a day's midnight: begins on that day, lasts at most 24 hours."""
    return Q(**{f"{starts}__gte": 0, f"{starts}__lt": DAY, f"{ends}__gt": F(starts), f"{ends}__lte": F(starts) + DAY})


class Line(models.Model):
    """One help line of an agency, answered by an intake team.

    `languages` are ISO 639-3 codes, `script` maps a language ("en", "es") to what the advocate says first, `fallback`
    are codes of public numbers (core/screening/data/lines.toml) told outside hours, `steps` names the pages of the
    wizard that were kept or passed, `mark` is that of `anchors`. Minutes everywhere count wall time
    from midnight in `time_zone`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60, unique=True)
    county = models.CharField(max_length=100, blank=True)
    live = models.BooleanField(default=False)
    mark = models.CharField(max_length=64, blank=True)
    takes_calls = models.BooleanField(default=True)
    takes_help = models.BooleanField(default=True)
    takes_tips = models.BooleanField(default=True)
    takes_texts = models.BooleanField(default=False)
    takes_chats = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, default="UTC")
    languages = models.JSONField(default=list)
    script = models.JSONField(default=dict)
    fallback = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    created_on = models.DateField()
    updated_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="line_name_once")]

    def __str__(self) -> str:
        return self.name


class LineNumber(models.Model):
    """A number people reach the line by, as it is read aloud."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        TEXT = "text", _("Text messages")
        TTY = "tty", _("TTY")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PHONE)
    number = models.CharField(max_length=40)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [models.UniqueConstraint(fields=["line", "kind", "number"], name="line_number_once")]


class Hours(models.Model):
    """A stretch of a weekday (0 Monday) in which the line answers; over midnight it ends beyond 1,440."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=WEEKDAYS, name="hours_weekday"),
            models.CheckConstraint(condition=span("opens", "closes"), name="hours_span"),
            models.UniqueConstraint(fields=["line", "weekday", "opens"], name="hours_once"),
        ]


class Holiday(models.Model):
    """A date with hours of its own instead of its weekday's: closed when `opens` and `closes` are empty."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField()
    name = models.CharField(max_length=80)
    opens = models.PositiveSmallIntegerField(null=True, blank=True)
    closes = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["on", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(opens=None, closes=None) | span("opens", "closes"), name="holiday_span"),
            models.UniqueConstraint(fields=["line", "on", "opens"], name="holiday_once"),
        ]


class EscalationStep(models.Model):
    """Whom a waiting message alerts after how many seconds. An alert says how many wait, and nothing else."""

    class To(models.TextChoices):
        ON_CALL = "on_call", _("The first on call")
        NEXT = "next", _("Everyone on call")
        SUPERVISOR = "supervisor", _("The supervisors of the team")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="escalation")
    after = models.PositiveIntegerField()
    to = models.CharField(max_length=12, choices=To.choices)

    class Meta:
        ordering = ["after", "to"]
        constraints = [models.UniqueConstraint(fields=["line", "to"], name="escalation_once")]


class Interpreter(models.Model):
    """An interpreter service by telephone: `languages` are ISO 639-3 codes, `how` is the way to dial, step by step."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="interpreters")
    vendor = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    languages = models.JSONField(default=list)
    how = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["order", "vendor"]


class WarmNumber(models.Model):
    """A number an advocate passes a caller on to, for a county ('' for every county)."""

    class Kind(models.TextChoices):
        CRISIS = "crisis", _("Suicide and crisis line")
        DOMESTIC_VIOLENCE = "domestic_violence", _("Domestic violence")
        LOCAL_HELP = "local_help", _("Food, shelter and other local help")
        CHILD_PROTECTION = "child_protection", _("Child protection")
        NATIONAL = "national", _("National trafficking line")
        EMERGENCY = "emergency", _("Emergency")
        POLICE = "police", _("Police, not an emergency")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="warm_numbers")
    county = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=24, choices=Kind.choices, default=Kind.OTHER)
    name = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=40)

    class Meta:
        ordering = ["county", "kind", "name"]
