"""The search index: one document per service, written by the actions, never by a trigger."""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """One searchable service. The key is its place in the static order of quality, best first.

    The word columns feed SQLite's FTS5 table `directory_fts` (external content) and, on PostgreSQL, the column
    `vector`. `card` is what a result page shows. `points` are public coordinates only: [[lat, lon, city], ...].
    """

    id = models.BigIntegerField(primary_key=True)
    service = models.OneToOneField("directory.Service", on_delete=models.CASCADE, related_name="document")
    names = models.TextField(blank=True, default="")
    owner = models.TextField(blank=True, default="")
    labels = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    marks = models.TextField(blank=True, default="")
    minimum_age = models.FloatField(null=True)
    maximum_age = models.FloatField(null=True)
    gender_policy = models.CharField(max_length=10, blank=True, default="")
    populations = models.CharField(max_length=400, blank=True, default="")
    languages = models.CharField(max_length=400, blank=True, default="")
    free_places = models.FloatField(null=True)
    counted_at = models.DateTimeField(null=True)
    verified_on = models.DateField(null=True)
    has_hours = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    points = models.JSONField(default=list)
    card = models.JSONField(default=dict)


class OpenInterval(models.Model):
    """Minutes of the local week, Monday 00:00 = 0, half open [start, end), in which a service is open."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="open_intervals", db_index=False)
    start = models.SmallIntegerField()
    end = models.SmallIntegerField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["document", "start", "end"], name="directory_open_week")]


class Word(models.Model):
    """A word of the index and in how many documents it stands: what spelling is corrected against."""

    text = models.CharField(max_length=40, primary_key=True)
    documents = models.IntegerField()


class IndexState(models.Model):
    """One row: counts up with each write, so that every process knows when its word list is old."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=0)
