"""Verbs of set-up. Each is one transaction: what is done is done, what was cut off never began."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.text import slugify

from waystation.commons.directory.actions import import_package
from waystation.commons.directory.actions.importing import ImportSummary
from waystation.foundation import store
from waystation.foundation.agencies import actions as agencies
from waystation.foundation.agencies.models import Agency, AgencySettings, Team
from waystation.foundation.gate import Actor
from waystation.foundation.keyring import journal
from waystation.foundation.keyring.actions.drafts import TO_PRINT, drop_draft, save_draft
from waystation.foundation.keyring.actions.envelopes import new_envelope
from waystation.foundation.keyring.actions.founding import Founded, create_agency
from waystation.foundation.keyring.actions.teams import create_team
from waystation.foundation.keyring.errors import NotAllowed, WrongCode
from waystation.web.backup.actions import make_key
from waystation.web.setup import links, packages, selectors
from waystation.web.setup.forms import plain
from waystation.web.setup.policies import can_set_up
from waystation.web.setup.steps import SKIPPABLE


def found(*, passphrase: str, language: str = "en", **facts: str) -> Founded | None:
    """Found the agency with its first administrator; None when somebody else was first.

    `facts`: agency, kind, county, state, person_word, display_name, name. The codes of agency, backups and the
    administrator wait, sealed under the administrator's own key, until they are on paper. A backup key that a power cut
    left here without an agency is replaced. Raises WeakPassphrase.
    """
    with store.writing():
        if Agency.objects.exists():
            return None
        founded = create_agency(
            name=facts["agency"], slug=slugify(facts["agency"])[:50] or "agency", kind=facts["kind"],
            county=facts["county"], state=facts["state"], person_word=facts["person_word"], language=language,
            sign_in_name=facts["name"], display_name=facts["display_name"], passphrase=passphrase, is_host=True,
        )  # fmt: skip
        agencies.found_settings(founded.agency)
        codes = {"agency": founded.agency_code, "backup": make_key(founded.keyring)}
        save_draft(founded.keyring, selectors.ENVELOPE, codes)
        save_draft(founded.keyring, TO_PRINT, {"recovery": founded.recovery_code})
    links.forget()
    return founded


def keep_envelope(actor: Actor, *, group: str) -> None:
    """Forget the waiting codes, once the group asked for was typed from the paper. Raises WrongCode."""
    _check(actor)
    asked = selectors.asked_group(actor)
    if asked is None or plain(group) != asked.letters:
        raise WrongCode("this group is not on the paper")
    with store.writing():
        _mark(actor, "envelope")
        drop_draft(actor.keyring, selectors.ENVELOPE)


def renew_backup_key(actor: Actor) -> None:
    """Make a backup key anew; its code waits with those that are not on paper yet. Raises NotAllowed."""
    _check(actor)
    with store.writing():
        waiting = selectors.waiting_codes(actor)
        save_draft(actor.keyring, selectors.ENVELOPE, waiting | {"backup": make_key(actor.keyring)})
        journal.note(actor.keyring, "agency.set_up", actor.agency_id, detail={"step": "backup", "state": "new key"})


def renew_agency_code(actor: Actor, *, code: str) -> None:
    """Replace the agency's code; the new one waits until it is on paper. Raises NotAllowed, WrongCode."""
    _check(actor)
    with store.writing():
        waiting = selectors.waiting_codes(actor)
        made = new_envelope(actor.keyring, agency_code=code)
        save_draft(actor.keyring, selectors.ENVELOPE, waiting | {"agency": made})


def describe(actor: Actor, *, agency: str, **facts: Any) -> None:
    """Change what the agency says of itself: name, kind, county, state, person_word, fiscal_month."""
    _check(actor)
    with store.writing():
        agencies.describe_agency(actor.agency, name=agency, **facts)
        _mark(actor, "agency")


def make_teams(actor: Actor, *, names: dict[str, str]) -> list[Team]:
    """Make the teams of `names` (kind to name) that do not exist yet, with nobody in them; twice makes them once."""
    _check(actor)
    with store.writing():
        have = set(Team.objects.filter(agency=actor.agency).values_list("kind", "name"))
        made = [
            create_team(actor.keyring, kind=kind, name=name)
            for kind, name in names.items()
            if name and (kind, name) not in have
        ]
        _mark(actor, "teams")
    return made


def set_down(actor: Actor, step: str, **values: Any) -> AgencySettings:
    """Keep the answers of one step and mark it done."""
    _check(actor)
    with store.writing():
        return _mark(actor, step, **values)


def put_off(actor: Actor, step: str) -> None:
    """Leave a step for later; one that is done stays done. Raises NotAllowed for a step that cannot wait."""
    _check(actor)
    if step not in SKIPPABLE:
        raise NotAllowed("this step cannot wait")
    with store.writing():
        if selectors.settings(actor).steps.get(step) != "done":
            _mark(actor, step, state="later")


def load_package(actor: Actor, *, name: str) -> ImportSummary:
    """Import a package from the folder for them and write its ledger beside it. Raises BadPackage, KeyError."""
    _check(actor)
    source: Path = packages.waiting()[name]
    summary = import_package(actor, path=source)
    packages.write_ledger(source, summary)
    with store.writing():
        _mark(actor, "directory")
    return summary


def _check(actor: Actor) -> None:
    if not can_set_up(actor.role):
        raise NotAllowed("only an administrator sets the agency up")


def _mark(actor: Actor, step: str, *, state: str = "done", **values: Any) -> AgencySettings:
    row = agencies.change_settings(actor.agency, step=step, state=state, **values)
    journal.note(actor.keyring, "agency.set_up", actor.agency_id, detail={"step": step, "state": state})
    return row
