"""The directory's first load, backups, and where the program runs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waystation.commons.directory.imports.opening import BadPackage
from waystation.commons.directory.selectors import service_count
from waystation.foundation.gate.request import StaffRequest
from waystation.web.backup import selectors as backups
from waystation.web.backup.policies import can_keep_backups
from waystation.web.setup import actions, packages, selectors
from waystation.web.setup.forms import PackageForm, PlaceForm
from waystation.web.setup.views.frame import on, once_kept, page

COMMANDS = {"here": "waystation start", "office": "waystation start --host ADDRESS --host 127.0.0.1"}


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def directory(request: StaffRequest) -> HttpResponse:
    """Load a package that lies on this computer and show what became of its rows, or start empty."""
    packages.make_folder()
    names = list(packages.waiting())
    loads = request.method == "POST" and "empty" not in request.POST
    form = PackageForm(request.POST if loads else None, names=names)
    if request.method == "POST" and not loads:
        actions.set_down(request.actor, "directory")
        return on(request, "directory")
    if loads and form.is_valid():
        try:
            summary = actions.load_package(request.actor, name=form.cleaned_data["package"])
        except BadPackage as bad:
            form.add_error("package", _("Nothing was loaded. %(why)s") % {"why": bad})
        else:
            said = _("%(count)s services were loaded.") % {"count": summary.services}
            messages.success(request, said)
            return redirect("setup:directory")
    shown: dict[str, Any] = {"folder": packages.folder(), "ledgers": packages.ledgers(), "services": service_count()}
    return page(request, "directory", form, names=names, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def backup(request: StaffRequest) -> HttpResponse:
    """Where copies go and whether one was made; a key where there is none yet."""
    if request.method == "POST" and "make" in request.POST:
        actions.renew_backup_key(request.actor)
        return redirect("setup:envelope")
    if request.method == "POST" and (backups.has_key() or not can_keep_backups(request.actor.member)):
        actions.set_down(request.actor, "backup")
        return on(request, "backup")
    has_key, folder, last = backups.has_key(), backups.folder(), backups.last_good()
    keeps = can_keep_backups(request.actor.member)
    return page(request, "backup", has_key=has_key and keeps, keeps=keeps, folder=folder, last=last)


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def place(request: StaffRequest) -> HttpResponse:
    """One computer, an office, a rented server: what to do for each."""
    form = PlaceForm(request.POST or None, initial={"place": selectors.settings(request.actor).place})
    if request.method == "POST" and form.is_valid():
        actions.set_down(request.actor, "place", place=form.cleaned_data["place"])
        return on(request, "place")
    return page(request, "place", form, commands=COMMANDS)
