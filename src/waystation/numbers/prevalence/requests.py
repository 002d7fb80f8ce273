"""From a request to who asks, and from what is not there to its page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from waystation.foundation.gate import Actor
from waystation.numbers.prevalence.models import Overlap, Run

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The member behind this request, unlocked."""
    actor = getattr(request, "actor", None)
    assert isinstance(actor, Actor)
    return actor


def answered(view: View) -> View:
    """What is not there is 404. What another agency keeps is refused by the gate, with the same page."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Overlap.DoesNotExist, Run.DoesNotExist):
            raise Http404 from None

    return wrapped


def path_of(overlap_id: UUID, number: int) -> dict[str, Any]:
    """The arguments of an address about one version."""
    return {"overlap_id": overlap_id, "number": number}
