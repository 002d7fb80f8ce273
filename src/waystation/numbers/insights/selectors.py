"""What the Data page shows."""

from __future__ import annotations

from dataclasses import dataclass

from waystation.foundation import gate
from waystation.foundation.gate import Actor, Subject
from waystation.numbers.insights.actions import compact
from waystation.numbers.insights.figures import Figures, compute
from waystation.numbers.insights.models import Batch
from waystation.numbers.insights.rules import KIND


@dataclass(frozen=True)
class DataPage:
    """The newest batch and its figures; both None before the first batch."""

    batch: Batch | None
    figures: Figures | None


def latest_batch(actor: Actor) -> Batch | None:
    return Batch.objects.filter(agency=actor.agency_id).order_by("-on").first()


def data_page(actor: Actor) -> DataPage:
    """Three counts and one table as of the newest batch. Raises gate.Refused for everybody but analysts."""
    decision = gate.decide(actor, Subject(KIND, actor.agency_id, actor.agency_id), {"client"}, "count")
    if not decision.allowed:
        raise gate.Refused(decision, visible=True)
    batch = latest_batch(actor)
    if batch is None:
        return DataPage(None, None)
    parts = {f"{kind}s": compact(actor, kind=kind, batch=batch) for kind in ("contact", "situation", "client")}
    return DataPage(batch, compute(**parts, batch_on=batch.on, fiscal_month=actor.agency.fiscal_month))
