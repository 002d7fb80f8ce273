"""The glossary, for visitors and members alike."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from waystation.web.help import reading


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    signed_in = getattr(request, "actor", None) is not None
    frame = "ui/staff.html" if signed_in else "ui/public.html"
    context = {"frame": frame, "signed_in": signed_in, "words": reading.words(get_language() or "en")}
    return render(request, "web/help/words.html", context)
