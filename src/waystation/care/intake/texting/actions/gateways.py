"""Setting how texts of a line come in and go out."""

from __future__ import annotations

from uuid import UUID

from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.policies import can_run
from waystation.care.intake.lines.selectors import line_of
from waystation.care.intake.texting import keys
from waystation.care.intake.texting.models import Gateway
from waystation.care.intake.texting.ways import Ways, place_of
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.errors import NotAllowed


def set_gateway(
    actor: Actor, *, line_id: UUID, kind: str, live: bool, secret: str = "", account: str = "", number: str = "",
    base: str = "",
) -> Gateway:  # fmt: skip
    """Write a line's gateway anew. An empty `secret` keeps the one there is; it is never shown again.

    Raises NotAllowed for whoever does not run lines, Line.DoesNotExist, ValueError for a gateway that is live without a
    secret.
    """
    if not can_run(actor.role):
        raise NotAllowed("a coordinator or an administrator sets the gateway")
    line = line_of(actor, line_id)
    with gate.deed(actor, "text.gateway_set", None, {"line": line.name, "live": live, "sends": bool(base)}):
        row = Gateway.objects.select_for_update().filter(line=line).first() or Gateway(line=line, version=0)
        kept = Ways.of_gateway(row).secret if not row._state.adding else ""
        if live and not (secret or kept):
            raise ValueError("a gateway is not live without its secret")
        ways = Ways(secret=secret or kept, account=account, number=number, base=base.rstrip("/"))
        row.kind, row.live, row.updated_on, row.version = kind, live, clock.today(), row.version + 1
        row.settings = keys.seal(place_of(line.pk), row.pk, ways.to_dict())
        row.save()
    return row


def gateway_of(line: Line) -> Gateway | None:
    """The gateway of a line, if one was set."""
    return Gateway.objects.filter(line=line).first()
