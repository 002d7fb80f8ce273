"""The way into practice, from the sign-in page of the real pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from waystation.web.practice import opening
from waystation.web.practice.place import State

WAIT_SECONDS = 2


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest) -> HttpResponse:
    """POST starts practice; GET says how it stands, asks again by itself while it is made, and leads there."""
    made = opening.offered()
    if made is None:
        raise Http404
    if request.method == "POST":
        opening.open_practice()
        return HttpResponseRedirect(reverse("web:practice"), status=303)
    state = opening.standing()
    address = address_of(request, made.port)
    context = {"state": state.value, "address": address, "failed": opening.has_failed(), "full": not opening.has_room()}
    answer = render(request, "web/practice.html", context)
    if state is State.MAKING:
        answer["Refresh"] = str(WAIT_SECONDS)
    elif state is State.OPEN:
        answer["Refresh"] = f"0; url={address}"
    return answer


def address_of(request: HttpRequest, port: int) -> str:
    """The sign-in page of practice, under the name by which this browser knows the computer."""
    host = urlsplit(f"//{request.get_host()}").hostname or "localhost"
    name = f"[{host}]" if ":" in host else host
    return f"{request.scheme}://{name}:{port}/sign-in/"


def offer(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the way into practice, on the sign-in page of an installation that offers it."""
    found = request.resolver_match
    if opening.offered() is None or found is None or found.view_name != "signin:sign_in":
        return {}
    try:
        return {"practice_url": reverse("web:practice")}
    except NoReverseMatch:
        return {}
