"""The one-time link: it founds the agency, then its first administrator sets up the second factor."""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waystation.foundation.agencies.models import Agency
from waystation.foundation.keyring.session.views.entry import ask_second_factor
from waystation.web.setup import actions, links, zones
from waystation.web.setup.forms import FoundingForm

_log = logging.getLogger(__name__)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Found the agency and go on to the second factor. An old link says what to do; with an agency it is a 404."""
    if Agency.objects.exists():
        raise Http404
    if not links.is_good(token):
        return render(request, "setup/begin_expired.html", {}, status=404)
    form = FoundingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given.pop("again")
        zone = given.pop("time_zone", "")
        founded = actions.found(passphrase=given.pop("new"), language=get_language() or "en", **given)
        if founded is not None:
            first = reverse("setup:envelope")
            _choose(zone)
            return ask_second_factor(request, founded.administrator, founded.keyring.bundle, first)
        form.add_error("name", _("Somebody founded an agency a moment ago. Sign in instead."))
    return render(request, "setup/begin.html", {"form": form}, status=422 if form.is_bound else 200)


def _choose(zone: str) -> None:
    """The agency stands already: a settings file that takes nothing is for the step “Your agency”."""
    try:
        zones.choose(zone)
    except OSError:
        _log.error("the time zone could not be written into settings.toml")
