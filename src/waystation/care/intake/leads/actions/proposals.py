"""Proposals that come to nothing: the journal says so, and none of them is put back among those that wait."""

from __future__ import annotations

from django.db.models import F, QuerySet

from waystation.care.intake.leads.models import Release
from waystation.foundation import clock
from waystation.foundation.audit.canon import ERASED, Written


def end(proposals: QuerySet[Release], status: Release.Status) -> list[Written]:
    """End those that still wait, inside a transaction; the lines returned belong in the journal.

    Without a line the row from before, written back into the database, would wait for a second person again.
    """
    waiting = list(proposals.select_for_update().filter(status=Release.Status.PROPOSED).order_by("pk"))
    rows = Release.objects.filter(pk__in=[row.pk for row in waiting])
    rows.update(status=status, ended_on=clock.today(), version=F("version") + 1)
    return [Written(row.pk, row.version + 1, ERASED) for row in waiting]
