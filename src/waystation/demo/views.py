"""The one page of the demo's own: moving its clock."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from waystation.demo.days import go_to_next_day


@login_not_required
@require_POST
def next_day(request: HttpRequest) -> HttpResponse:
    go_to_next_day()
    return redirect("signin:sign_in")
