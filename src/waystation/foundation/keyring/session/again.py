"""An act goes on where it was stopped: the form that waited is given to its page as if it came now."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from waystation.foundation.keyring.session.held import Held


def send(request: HttpRequest, held: Held) -> HttpResponse:
    """Answer with what the page of a held form answers. Raises Http404 when there is no such page any more.

    The form went through every check of its own request before it was held; this request proved the passphrase.
    """
    parts = urlsplit(held.path)
    form = QueryDict(mutable=True)
    for name, value in held.pairs:
        form.appendlist(name, value)
    request.path = request.path_info = request.META["PATH_INFO"] = parts.path
    request.META["QUERY_STRING"], request.GET = parts.query, QueryDict(parts.query)
    request.POST = form  # type: ignore[assignment]  # the setter of WSGIRequest
    if (actor := getattr(request, "actor", None)) is not None:
        actor.path = parts.path
    try:
        found = resolve(parts.path, getattr(request, "urlconf", None))
    except Resolver404:
        raise Http404 from None
    request.resolver_match = found
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer
