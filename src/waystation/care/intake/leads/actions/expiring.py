"""What ends by itself. Holds no key: it destroys keys, ciphertexts and rows on clear dates alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db.models import F

from waystation.care.intake.leads import policies
from waystation.care.intake.leads.actions import proposals
from waystation.care.intake.leads.models import Lead, LeadTip, MissingAlert, Release
from waystation.care.intake.leads.source import tips_source
from waystation.foundation import clock, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.canon import ERASED, Written
from waystation.foundation.keyring.actions.compartments import shred


def expire(today: dt.date | None = None) -> dict[str, int]:
    """End packets, proposals, leads and alerts whose last day is over, and links to tips that the room of tips erased.

    `waystation tick` runs it.

    Returns how many of each. What is over is refused at each request anyway, whether or not this has run.
    """
    day, done = today or clock.today(), Counter[str]()
    for row in Release.objects.filter(status__in=("live", "answered"), expires_on__lt=day):
        done["releases"] += _end_release(row)
    stale = day - policies.PROPOSAL
    for row in Release.objects.filter(status=Release.Status.PROPOSED, proposed_on__lt=stale):
        done["proposals"] += _lapse(row)
    for lead in Lead.objects.filter(retention_on__lt=day):
        done["leads"] += _end_lead(lead, day)
    done["links"] = _forget_erased()
    for alert in MissingAlert.objects.filter(retention_on__lt=day):
        with store.writing():
            writes = shred(alert.pk)
            MissingAlert.objects.filter(pk=alert.pk).delete()
            audit.append(alert.agency_id, at=clock.now(), verb="alert.expired", subject=alert.pk, writes=writes)
            done["alerts"] += 1
    return {what: count for what, count in done.items() if count}


def _end_release(row: Release) -> bool:
    with store.writing():
        now = Release.objects.select_for_update().get(pk=row.pk)
        if now.status not in (Release.Status.LIVE, Release.Status.ANSWERED):
            return False
        Release.objects.filter(pk=row.pk).update(
            status=Release.Status.EXPIRED, body=None, ended_on=clock.today(), version=F("version") + 1
        )
        gone = [Written(row.pk, now.version + 1, ERASED)]
        audit.append(row.agency_id, at=clock.now(), verb="lead.release_ended", subject=row.lead_id, writes=gone)
    return True


def _forget_erased() -> int:
    held = list(LeadTip.objects.values_list("tip", flat=True))
    gone = set(held) - set(tips_source().rows(held))
    return LeadTip.objects.filter(tip__in=gone).delete()[0] if gone else 0


def _lapse(row: Release) -> int:
    with store.writing():
        ended = proposals.end(Release.objects.filter(pk=row.pk), Release.Status.LAPSED)
        if ended:
            audit.append(
                row.agency_id, at=clock.now(), verb="lead.release_lapsed", subject=row.lead_id, writes=ended
            )
    return len(ended)


def _end_lead(lead: Lead, day: dt.date) -> bool:
    """Keys, capsules and rows of a lead and its releases; the journal keeps that it was, and nothing of it."""
    with store.writing():
        now = Lead.objects.select_for_update().filter(pk=lead.pk, retention_on__lt=day).first()
        if now is None:
            return False
        writes = shred(now.pk)
        for release in Release.objects.filter(lead=now):
            writes += shred(release.pk)
            if release.body is not None:
                writes.append(Written(release.pk, release.version + 1, ERASED))
        Lead.objects.filter(pk=now.pk).delete()
        audit.append(lead.agency_id, at=clock.now(), verb="lead.expired", subject=lead.pk, writes=writes)
    return True
