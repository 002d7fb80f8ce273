"""Beginning a lesson, going a step on or back, leaving it and taking it up again."""

from __future__ import annotations

import dataclasses

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from waystation.demo.lessons import progress
from waystation.demo.lessons.progress import Progress
from waystation.demo.lessons.reading import lessons
from waystation.foundation import clock


@login_not_required
@require_POST
def lesson(request: HttpRequest) -> HttpResponse:
    """`act` is begin (with `lesson`), next, back, leave, resume or end; goes back to the page it came from."""
    here, act = progress.of(request), request.POST.get("act", "")
    answer = HttpResponseRedirect(_way(request), status=303)
    if act == "begin":
        chosen = lessons().get(request.POST.get("lesson", ""))
        if chosen is None:
            raise Http404
        progress.put(answer, Progress(chosen, 0, int(clock.now().timestamp())))
    elif act == "end" and here is not None:
        answer.delete_cookie(progress.COOKIE, samesite="Strict")
        answer.cookies[progress.COOKIE]["secure"] = True
    elif here is not None and act in {"next", "back"}:
        progress.put(answer, here.moved(1 if act == "next" else -1))
    elif here is not None and act in {"leave", "resume"}:
        progress.put(answer, dataclasses.replace(here, away=act == "leave"))
    return answer


def _way(request: HttpRequest) -> str:
    """The page it came from, when that is one of ours that can be asked for again."""
    page = request.POST.get("page", "")
    return page if page and url_has_allowed_host_and_scheme(page, None) else reverse("signin:sign_in")
