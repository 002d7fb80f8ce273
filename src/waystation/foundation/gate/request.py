"""The request a staff page gets: signed in, unlocked, with its actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from waystation.foundation.agencies.models import Member
from waystation.foundation.gate.actor import Actor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class StaffRequest(HttpRequest):
    """For annotations only: what the middleware of web has put on the request of every page that is not public."""

    actor: Actor
    user: Member
    htmx: HtmxDetails
