"""Agencies, their members and teams. Staff accounts are clear metadata; nothing here concerns a client."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.utils.translation import gettext_lazy as _


def plain_name(text: str) -> str:
    """A sign-in name as it is compared: NFKC, case folded, without spaces around. "BEN" and "ben" are one name."""
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return unicodedata.normalize("NFKC", folded)


class Agency(models.Model):
    """One silo. `root_public` is trusted only against the fingerprint pinned in a member's bundle."""

    class Kind(models.TextChoices):
        VICTIM_SERVICES = "victim_services", _("Victim services")
        LEGAL_AID = "legal_aid", _("Legal aid")
        SHELTER = "shelter", _("Shelter")
        CLINIC = "clinic", _("Clinic")
        COALITION = "coalition", _("Coalition host")
        LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
        OTHER = "other", _("Other")

    class PersonWord(models.TextChoices):
        CLIENT = "client", _("client")
        SURVIVOR = "survivor", _("survivor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=24, choices=Kind.choices, default=Kind.OTHER)
    county = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=2, blank=True)
    person_word = models.CharField(max_length=16, choices=PersonWord.choices, default=PersonWord.CLIENT)
    fiscal_month = models.PositiveSmallIntegerField(default=10)
    root_public = models.BinaryField(max_length=32, default=b"")
    is_host = models.BooleanField(default=False)
    created_on = models.DateField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MemberManager(BaseUserManager["Member"]):
    """Accounts are found by sign-in name; they are made by keyring's enrol_member."""

    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(sign_in_name=username)


class Member(AbstractBaseUser):
    """A person who works here. `password` never holds a password: it is a marker that ends sessions when it changes.

    `is_waiting`: invited, and not let in yet. They may sign in once they have keys, and see one page that says so.
    `plain_name`: the sign-in name as names are compared, so that of two people who choose alike at the same moment the
    database lets one in. Null for who came second before there was this column: they sign in with theirs as written.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_in_name = models.CharField(max_length=80, unique=True)
    plain_name = models.CharField(max_length=1500, unique=True, null=True, editable=False)  # noqa: DJ001 (nulls differ)
    display_name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="members")
    role = models.CharField(max_length=32)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    is_waiting = models.BooleanField(default=False)
    joined_on = models.DateField()

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_staff = False
    is_superuser = False

    objects: ClassVar[MemberManager] = MemberManager()

    class Meta:
        ordering = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.plain_name = plain_name(self.sign_in_name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def check_password(self, raw_password: str | None) -> bool:
        """Always False: passphrases are checked by the sign-in backend through the keyring."""
        return False

    def end_sessions(self) -> None:
        """Change the marker that session hashes hang on; the caller saves."""
        self.password = make_password(None)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's permissions are not used: the gate decides."""
        return False

    def has_perms(self, perms: Iterable[str], obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Team(models.Model):
    """A group of members that holds keys together. `generation` counts its key changes."""

    class Kind(models.TextChoices):
        INTAKE = "intake", _("Intake")
        CASEWORK = "casework", _("Casework")
        LEGAL = "legal", _("Legal")
        HEALTH = "health", _("Health")
        STATISTICS = "statistics", _("Statistics")
        JOURNAL = "journal", _("Journal")
        RECOVERY = "recovery", _("Recovery")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=120)
    generation = models.PositiveIntegerField(default=1)
    created_on = models.DateField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A member's time in a team; `until` null while it lasts."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, models.CASCADE, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "member"], condition=models.Q(until=None), name="membership_once")
        ]


class Cover(models.Model):
    """A colleague of the same team stands in for a member who is away: from `since` to `until`, both days included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="absences")
    cover = models.ForeignKey(Member, models.CASCADE, related_name="covers")
    since = models.DateField()
    until = models.DateField()


class AgencySettings(models.Model):
    """What an agency sets up once: languages of its desk, numbers it gives out, who decided on reporting, steps done.

    Clear, and about no person it serves. `languages` are ISO 639-3 codes; `steps` maps a step of set-up to "done" or
    "later". Numbers are kept as people read them.
    """

    class Place(models.TextChoices):
        ONE_COMPUTER = "one_computer", _("On this one computer")
        OFFICE = "office", _("On this computer, for other computers in the office")
        RENTED = "rented", _("On a rented server")

    agency = models.OneToOneField(Agency, models.PROTECT, primary_key=True, related_name="settings")
    languages = models.JSONField(default=list)
    line = models.CharField(max_length=40, blank=True)
    line_hours = models.CharField(max_length=120, blank=True)
    emergency = models.CharField(max_length=40, default="911")
    child_protection = models.CharField(max_length=40, blank=True)
    domestic_violence = models.CharField(max_length=40, blank=True)
    local_help = models.CharField(max_length=40, default="211")
    national = models.CharField(max_length=40, default="1-888-373-7888")
    report_line = models.CharField(max_length=40, blank=True)
    report_decided_by = models.CharField(max_length=120, blank=True)
    report_decided_on = models.DateField(null=True)
    place = models.CharField(max_length=16, choices=Place.choices, blank=True)
    steps = models.JSONField(default=dict)
