"""What a killed set-up left in its data folder, and each way in which that is half a state."""

from __future__ import annotations

from typing import Any

from setting_up.hand import PASSPHRASE
from waystation.commons.directory.models import Service
from waystation.core.vault.keys import unwrap
from waystation.core.vault.recovery import recovery_key
from waystation.foundation.agencies.models import Agency, AgencySettings, Member, Team
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring import labels
from waystation.foundation.keyring.actions.drafts import load_draft
from waystation.foundation.keyring.models import Certificate, HolderKind, Invitation, RecoveryEnvelope, TeamGrant
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.unlocking import unlock
from waystation.web.backup import places
from waystation.web.backup.selectors import home
from waystation.web.setup.selectors import ENVELOPE


def look(services: int) -> dict[str, Any]:
    """{"stage": words, "wrong": sentences}; `services` is how many a whole import brings."""
    from django.db import DatabaseError

    try:
        agencies = list(Agency.objects.all())
    except DatabaseError:  # killed before the tables were there: the next start makes them
        return {"stage": "no tables", "wrong": []}
    if not agencies:
        left = [name for name, count in (("member", Member.objects.count()), ("team", Team.objects.count())) if count]
        return {"stage": "nothing founded", "wrong": [f"a {name} without an agency" for name in left]}
    wrong = ["more than one agency"] if len(agencies) > 1 else []
    agency = agencies[0]
    proof = verify(agency.pk)
    wrong += [f"journal: {problem}" for problem in proof.problems]
    row = AgencySettings.objects.filter(agency=agency).first()
    if row is None:
        return {"stage": "founded", "wrong": [*wrong, "no settings"]}
    unlocked = unlock(Member.objects.get(sign_in_name="mara"), PASSPHRASE)
    if unlocked is None:
        return {"stage": "founded", "wrong": [*wrong, "the administrator cannot unlock"]}
    wrong += _envelope(agency, row, unlocked.keyring) + _teams(agency) + _invitations()
    if Service.objects.count() not in (0, services):
        wrong.append(f"{Service.objects.count()} of {services} services")
    return {"stage": f"{len(row.steps)} steps", "wrong": wrong}


def _envelope(agency: Agency, row: AgencySettings, keyring: Keyring) -> list[str]:
    """Until it is kept both codes wait and open what they should; afterwards nothing waits."""
    codes = load_draft(keyring, ENVELOPE)
    if "envelope" in row.steps:
        return ["codes wait though the envelope is kept"] if codes else []
    if codes is None or set(codes) != {"agency", "backup"}:
        return ["the codes of the envelope are lost"]
    found = RecoveryEnvelope.objects.get(agency=agency)
    unwrap(recovery_key(codes["agency"], agency.pk), found.body, labels.recovery(agency.pk, found.generation))
    key = places.read_key(home())
    if key is None:
        return ["no backup key"]
    key.open(codes["backup"])
    return []


def _teams(agency: Agency) -> list[str]:
    """Each name once, each with its certificate and its copy for recovery."""
    wrong = []
    names = [(team.kind, team.name) for team in Team.objects.filter(agency=agency)]
    if len(set(names)) != len(names):
        wrong.append("a team twice")
    for team in Team.objects.filter(agency=agency).exclude(kind=Team.Kind.RECOVERY):
        where = {"team": team, "generation": team.generation, "holder_kind": HolderKind.RECOVERY}
        if not TeamGrant.objects.filter(**where).exists():
            wrong.append(f"{team.name} has no copy for recovery")
        if not Certificate.objects.filter(kind="team", subject=team.pk, generation=team.generation).exists():
            wrong.append(f"{team.name} has no certificate")
    return wrong


def _invitations() -> list[str]:
    waiting = set(Member.objects.filter(is_waiting=True).values_list("pk", flat=True))
    invited = set(Invitation.objects.values_list("member", flat=True))
    return ["invited without an invitation"] if waiting - invited else []
