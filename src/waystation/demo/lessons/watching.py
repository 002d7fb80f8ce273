"""Middleware of the invented county: notes in the browser's cookie that the page of the present step was seen."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from waystation.demo.lessons import progress


class Watching:
    """Only while a lesson runs, and only for an answer that is no error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        here = progress.of(request)
        if here is None or here.away or answer.status_code >= 400 or progress.COOKIE in answer.cookies:
            return answer
        if progress.sees(here, request) and here.with_seen() != here:
            progress.put(answer, here.with_seen())
        return answer
