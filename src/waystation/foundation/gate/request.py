"""The request a staff page gets: signed in, unlocked, with its actor."""

from __future__ import annotations

from django.http import HttpRequest

from waystation.foundation.agencies.models import Member
from waystation.foundation.gate.actor import Actor


class StaffRequest(HttpRequest):
    """For annotations only: what the middleware of web has put on the request of every page that is not public."""

    actor: Actor
    user: Member
