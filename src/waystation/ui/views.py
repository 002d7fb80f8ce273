"""The pages that belong to no room."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import guide, icons, leaving

NEUTRAL_SITE = "https://www.weather.gov/"


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: to a neutral site, session dropped and browser data cleared (security.md S2).

    A page of another site may send anyone here; it then leaves, and nothing is dropped.
    """
    answer = HttpResponseRedirect(getattr(settings, "WAYSTATION_EXIT_URL", NEUTRAL_SITE))
    answer.status_code = 303
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            logout(request)
        leaving.forget(request, answer)
        answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the language chosen in a cookie and goes back to the page."""
    code, back = request.POST.get("language", ""), request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if safe else "/")
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax", httponly=True, secure=True)
    return answer


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Somebody is still at the desk: any answer to a signed-in request moves the idle lock."""
    return HttpResponse(status=204)


@login_not_required
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/pages/styleguide.html", {"icons": sorted(icons.drawings()), **guide.examples()})


@login_not_required
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """No page of ours belongs in a search engine."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
