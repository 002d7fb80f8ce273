"""The page Backups: when the last one was, the last good drill, where the files lie, what to do."""

from __future__ import annotations

import shlex

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waystation.foundation.gate.request import StaffRequest
from waystation.foundation.keyring.errors import NotAllowed
from waystation.foundation.keyring.session.stepup import fresh_needed
from waystation.web.backup import actions, notices, selectors
from waystation.web.backup.errors import BackupError
from waystation.web.backup.policies import can_keep_backups, can_see_backups


@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """How backups stand; administrators only."""
    if not can_see_backups(request.actor.role):
        raise NotAllowed
    last = selectors.last_good()
    file = shlex.quote(str(last.file)) if last else "FILE"
    context = {
        "notices": notices.standing(), "has_key": selectors.has_key(), "last": last,
        "drill_command": f"waystation backup --drill {file}", "restore_command": f"waystation restore {file}",
        "drill": selectors.last_drill(), "folder": selectors.folder(), "may": can_keep_backups(request.actor.member),
    }  # fmt: skip
    return render(request, "web/backup/overview.html", context)


@require_POST
def make(request: StaffRequest) -> HttpResponse:
    """Make one now."""
    try:
        made = actions.make_backup(request.actor.keyring)
    except BackupError as problem:
        messages.error(request, notices.sentence(problem))
    else:
        messages.success(request, _("The backup is made: %(file)s") % {"file": made["file"]})
    return redirect("backup:overview")


@require_POST
@fresh_needed
def key(request: StaffRequest) -> HttpResponse:
    """Make the backup key, or a new one; its code is on this page only."""
    code = actions.make_key(request.actor.keyring)
    return render(request, "web/backup/code.html", {"code": code})
