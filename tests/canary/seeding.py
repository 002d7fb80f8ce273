"""What a server under test is filled with, in a process of its own: the cast, their second factors, two services."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from uuid import uuid4

from tests import cast as people
from tests.signing import SECRET, with_authenticator
from waystation.commons.directory import actions
from waystation.commons.directory.models import Organization, Service
from waystation.foundation import clock
from waystation.foundation.keyring.actions.drafts import save_draft
from waystation.web.setup.selectors import ENVELOPE

NOT_SET_UP = "uma"
"""Sets her authenticator up at her first sign-in."""


def populate(notes: str) -> None:
    """The cast and a small directory; printed codes and the members' keys go into the folder `notes`."""
    cast = people.build()
    for name in cast.names:
        if name != NOT_SET_UP:
            with_authenticator(cast.member(name))
    for name, codes in (("juniper", ["emergency_shelter"]), ("crosskeys", ["immigration_legal"])):
        agency = cast.agency(name)
        organization = Organization(id=uuid4(), name=agency.name, description=agency.name, agency=agency.pk)
        actions.save_organization(None, organization=organization)
        service = Service(id=uuid4(), organization=organization, name=f"Help of {agency.name}", description="Help")
        service.assured_date = clock.today()
        actions.save_service(None, service=service, codes=codes, languages=["spa", "eng"])
    codes = {name: cast.code(name) for name in [*cast.names, *people.HOUSES]}
    save_draft(cast.keyring("kofi"), ENVELOPE, {"agency": codes["riverbend"]})  # not on paper yet
    said = {"codes": codes, "totp": SECRET, "passphrase": people.PASSPHRASE}
    (Path(notes) / "printed.json").write_text(json.dumps(said))
    (Path(notes) / "bundles.pickle").write_bytes(pickle.dumps(people._bundles))
