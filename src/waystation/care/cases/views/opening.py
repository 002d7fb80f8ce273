"""What the form that opens a case is filled in with."""

from __future__ import annotations

from typing import Any

from waystation.care.cases import actions
from waystation.care.cases.actions.opening import worker_choices
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import Actor


def own_team(actor: Actor) -> Team | None:
    """The team whose cases this member opens: casework first."""
    teams = Team.objects.filter(pk__in=actor.team_ids, kind__in=("casework", "legal", "health"))
    return teams.order_by("kind", "name").first()


def workers(team: Team) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in worker_choices(team)]


def initial(actor: Actor) -> dict[str, Any]:
    """A free alias, the first stage, oneself, and nothing asked yet."""
    return {
        "alias": actions.suggest_alias(actor),
        "stage": "intake",
        "assignee": str(actor.id),
        "kind_of_trafficking": "unknown",
        "how": "not_asked",
    }
