"""What a server under test is filled with, in a process of its own: the cast, their second factors, two services."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests import cast as people
from tests.canary.handed import to_ben
from tests.canary.leads import some_leads
from tests.canary.outreach import a_night
from tests.canary.ways import some_ways
from tests.care.intake.lines.making import a_live_line
from tests.numbers.prevalence.making import a_run
from tests.signing import SECRET, with_authenticator
from waystation.care.intake.lines import actions as lines
from waystation.care.intake.lines.models import Shift, Weekly
from waystation.commons.directory import actions
from waystation.commons.directory.models import Organization, Service
from waystation.core.linkage import AgencyTotals, Band, Sample
from waystation.foundation import clock
from waystation.foundation.keyring.actions.drafts import save_draft
from waystation.numbers.multiplicity import actions as counts
from waystation.numbers.multiplicity import periods
from waystation.web.setup.selectors import ENVELOPE

NOT_SET_UP = "uma"
"""Sets her authenticator up at her first sign-in."""


def populate(notes: str) -> None:
    """The cast and a small directory; printed codes and the members' keys go into the folder `notes`."""
    cast = people.build()
    for name in cast.names:
        if name != NOT_SET_UP:
            with_authenticator(cast.member(name))
    for name, offered in (("juniper", ["emergency_shelter"]), ("crosskeys", ["immigration_legal"])):
        agency = cast.agency(name)
        organization = Organization(id=uuid4(), name=agency.name, description=agency.name, agency=agency.pk)
        actions.save_organization(None, organization=organization)
        service = Service(id=uuid4(), organization=organization, name=f"Help of {agency.name}", description="Help")
        service.assured_date = clock.today()
        actions.save_service(None, service=service, codes=offered, languages=["spa", "eng"])
    _line(cast)
    a_night(cast)
    a_run(cast, replicates=1000)  # so that there is an estimate to publish
    partners = [cast.agency(name).name for name in ("riverbend", "juniper")]
    _count(cast, partners)
    some_leads(cast)
    some_ways(cast)
    codes = {name: cast.code(name) for name in [*cast.names, *people.HOUSES]}
    save_draft(cast.keyring("kofi"), ENVELOPE, {"agency": codes["riverbend"]})  # not on paper yet
    said = {"codes": codes, "totp": SECRET, "passphrase": people.PASSPHRASE, "handed": to_ben(cast)}
    (Path(notes) / "printed.json").write_text(json.dumps(said))
    (Path(notes) / "bundles.pickle").write_bytes(pickle.dumps(people._bundles))


def _count(cast: people.Cast, partners: list[str]) -> None:
    """A count that is whole, so that a table can be made of it."""
    iris = cast.actor("iris")
    count = counts.begin(iris, ends_on=periods.ends(clock.today())[0], partners=partners)
    for place, name in enumerate(partners):
        told = AgencyTotals(name, (Band(0, 0, 400), Band(1, 1, 100)), 0)
        counts.enter(iris, count=count, place=place, totals=told)
    counts.set_sample(iris, count=count, sample=Sample(60, 48))


def _line(cast: people.Cast) -> None:
    """A live line whose pages all have something to press: Ana is asked about Sundays, and one shift has nobody."""
    line, kofi = a_live_line(cast), cast.actor("kofi")
    when: dict[str, Any] = {"on": clock.today() + dt.timedelta(days=3), "starts": 0, "ends": 60}
    lines.ask_single(cast.actor("chloe"), line, member=cast.member("chloe"), **when)
    Shift.objects.update(member=cast.member("ben"))
    Weekly.objects.filter(weekday=6).update(standing="asked")
    lines.add_number(kofi, line, version=line.version, kind="phone", number="555-0142")
