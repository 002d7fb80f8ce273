"""Publishing an estimate with its panel and verdict, and withdrawing it."""

from __future__ import annotations

from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor
from waystation.numbers.prevalence import presenting, selectors, words
from waystation.numbers.prevalence.models import Run
from waystation.numbers.prevalence.rules import subject_of
from waystation.numbers.published.models import Publication
from waystation.numbers.published.rounding import public_part


class CannotPublish(Exception):
    """The verdict is "do not publish", the run has not ended, or this version stands there already."""


def publish(
    actor: Actor, *, run: Run, audience: str, population: str, period: str, place: str, matching: str
) -> Publication:
    """Make the rounded part of a version public or the coalition's. Raises gate.Refused, CannotPublish.

    The words are typed for the page: what stands sealed with the table stays there.
    """
    result = selectors.result(actor, run, "publish")
    if (
        (run.task, run.state) != (Run.Task.PANEL, Run.State.DONE)
        or not result.found
        or result.found["verdict"] == words.REFUSED
    ):
        raise CannotPublish("verdict")
    if audience not in Publication.Audience.values:
        raise ValueError("an estimate is for the public or for the coalition")
    if Publication.objects.filter(run=run.pk, audience=audience, withdrawn_on=None).exists():
        raise CannotPublish("twice")
    part = public_part(result.found, presenting.ends(result.found)) | {
        "seed": result.seed, "program": result.program, "replicates": result.replicates, "input": result.mark,
    }  # fmt: skip
    with gate.deed(actor, "estimate.published", subject_of(run), fields={"result"}, purpose="publish") as act:
        row = Publication.objects.create(
            agency=actor.agency, overlap=run.overlap_id, run=run.pk, number=run.number, audience=audience,
            population=population, period=period, place=place, matching=matching, found=part,
            published_by=actor.member, published_on=clock.today(),
        )  # fmt: skip
        act.detail["publication"], act.detail["audience"] = row.pk.hex, audience
    return row


def withdraw(actor: Actor, *, publication: Publication) -> None:
    """Its page says from now on that it was withdrawn, and shows no number. Raises gate.Refused, Run.DoesNotExist."""
    run = Run.objects.get(pk=publication.run)
    with gate.deed(actor, "estimate.withdrawn", subject_of(run), fields={"result"}, purpose="publish"):
        Publication.objects.filter(pk=publication.pk).update(withdrawn_on=clock.today(), found={})
