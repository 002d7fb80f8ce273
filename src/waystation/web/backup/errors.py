"""Why there is no backup, or no restore: one clear sentence each, kept by its code so that a page can translate it."""

from __future__ import annotations

import errno


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue. Django's own would load the settings, and a restore has none yet."""
    return text


REASONS = {
    "no_key": gettext_noop("There is no backup key yet: an administrator makes one on the page Backups."),
    "no_drive": gettext_noop("The backup folder %(path)s is not there: plug in the drive, or change backup_folder."),
    "busy": gettext_noop("Another backup of this data folder is running."),
    "full": gettext_noop("There is no room left in %(path)s: free some space and try again."),
    "read_only": gettext_noop("%(path)s cannot be written to."),
    "unreadable": gettext_noop("%(path)s cannot be read."),
    "strange": gettext_noop("%(path)s is a link or no plain file; a backup carries plain files only."),
    "no_tables": gettext_noop("The tables cannot be read: run waystation start once."),
    "not_a_backup": gettext_noop("%(path)s is not a Waystation backup."),
    "too_new": gettext_noop("%(path)s was made by a newer Waystation: install that version first."),
    "bad_code": gettext_noop("The code has a typing error: it has 28 letters and digits."),
    "wrong_code": gettext_noop("This code does not open %(path)s."),
    "damaged": gettext_noop("%(path)s is damaged or was changed: use another backup. Nothing was restored."),
    "other_house": gettext_noop("%(path)s is a backup of another installation."),
    "not_empty": gettext_noop("%(path)s is not empty: restore into a folder that does not exist yet."),
    "base_not_empty": gettext_noop("The database is not empty: restore into a new, empty one."),
    "other_base": gettext_noop("%(path)s holds a %(held)s database, and DATABASE_URL names another kind."),
    "unproved": gettext_noop("What %(path)s holds is not what it says: %(detail)s."),
}  # fmt: skip


class BackupError(Exception):
    """`reason` is a key of REASONS; the text is its sentence in English."""

    def __init__(self, reason: str, path: object = "", **more: object) -> None:
        self.reason, self.facts = reason, {"path": str(path), **{name: str(value) for name, value in more.items()}}
        super().__init__(REASONS[reason] % self.facts)

    @classmethod
    def of(cls, problem: OSError, path: object) -> BackupError:
        """What the operating system said, about the folder at hand."""
        if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return cls("full", path)
        if problem.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return cls("read_only", path)
        return cls("unreadable", path)


class UpdateError(Exception):
    """Why the tables were not brought up to date. One clear sentence; the tables are as they were."""
