"""Counts across agencies. All of it is clear: totals above ten, names of agencies, days.

No row is of one person. But with two to four partners all totals together determine how many people are with exactly
which agencies, and such a combination can be of 1 to 10 people though every total is above ten.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from waystation.core.linkage import AgencyTotals, Band, Sample
from waystation.core.linkage.histories import MOST_DETERMINED

KIND = "unduplicated"


class Count(models.Model):
    """One count of the year that ends at the end of a quarter, kept by `agency`.

    `partners`: [{"name", "agency"}], the agency's id where it is of this site, else "". `pairs`, `named`: the two
    numbers of the consented validation sample, None without one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField()
    partners = models.JSONField()
    pairs = models.PositiveSmallIntegerField(null=True)
    named = models.PositiveSmallIntegerField(null=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()

    class Meta:
        ordering = ["-ends_on"]
        constraints = [models.UniqueConstraint(fields=["agency", "ends_on"], name="count_once_a_quarter")]

    @property
    def names(self) -> list[str]:
        return [partner["name"] for partner in self.partners]

    @property
    def sample(self) -> Sample | None:
        return None if self.pairs is None or self.named is None else Sample(self.pairs, self.named)

    @property
    def takes_pairs(self) -> bool:
        """Whether pair totals are asked for: with four agencies alone they determine anything."""
        return len(self.partners) == MOST_DETERMINED

    def others_of(self, place: int) -> list[str]:
        """The partners without one of them, by name."""
        return [name for at, name in enumerate(self.names) if at != place]

    def place_of(self, agency: UUID) -> int | None:
        """Where an agency of this site stands among the partners."""
        return next((at for at, each in enumerate(self.partners) if each["agency"] == str(agency)), None)


class Totals(models.Model):
    """What one partner let out for a count: `bands` [[low, high, people]], `unanswered` None for 1 to 10 clients.

    `pairs`: clients who named each other partner, in their order, null is withheld; empty when that was not counted.
    `sent_by`: the agency of this site that sent it itself; None when it was typed from its paper.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="totals")
    place = models.PositiveSmallIntegerField()
    bands = models.JSONField()
    unanswered = models.PositiveIntegerField(null=True)
    pairs = models.JSONField(default=list)
    sent_by = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["count", "place"], name="totals_once_a_partner")]

    @property
    def as_totals(self) -> AgencyTotals:
        bands = tuple(Band(low, high, people) for low, high, people in self.bands)
        return AgencyTotals(self.count.names[self.place], bands, self.unanswered, tuple(self.pairs))
