"""What an administrator should know about backups today: one line for each thing, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from waystation.foundation import clock
from waystation.web.backup import selectors
from waystation.web.backup.errors import REASONS, BackupError


@dataclass(frozen=True)
class Notice:
    """`kind`: attend or done; `text` says what to do."""

    kind: str
    title: str
    text: str


def sentence(problem: BackupError) -> str:
    """Why a backup failed, in the reader's language."""
    return _(REASONS[problem.reason]) % problem.facts


def standing() -> list[Notice]:
    """How backups stand. Never empty."""
    found = [] if selectors.has_key() else [_no_key()]
    failed = selectors.failure()
    if failed is not None:
        found.append(Notice("attend", _("The last backup failed"), sentence(failed[1])))
    if selectors.has_key():
        found += [_last(), _proof()]
    return found


def _no_key() -> Notice:
    text = _("Nothing can be backed up until there is a backup code on paper.")
    return Notice("attend", _("There is no backup key"), text)


def _last() -> Notice:
    last = selectors.last_good()
    if last is None:
        return Notice("attend", _("No backup yet"), _("The first one is made by itself within minutes."))
    made = date_format(localtime(last.at), "j M Y H:i T")
    if (clock.now() - last.at).days >= settings.WAYSTATION_BACKUP_DAYS:
        text = _("The newest is of %(made)s. Make one now, and look why none was made since.") % {"made": made}
        return Notice("attend", _("Backups are late"), text)
    return Notice("done", _("Backups are made"), _("The newest is of %(made)s.") % {"made": made})


def _proof() -> Notice:
    drill = selectors.last_drill()
    if drill is None:
        return Notice(
            "attend", _("No backup was ever tried out"), _("A drill restores one beside the work and throws it away.")
        )
    made = date_format(localtime(drill.at), "j M Y")
    if drill.is_old:
        return Notice(
            "attend", _("The last good drill is old"), _("It was on %(made)s. Do one again.") % {"made": made}
        )
    return Notice("done", _("A drill went well"), _("On %(made)s everything came back equal.") % {"made": made})
