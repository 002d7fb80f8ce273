"""What a page says when the computer under it gives out: a full disk, a folder that takes nothing, too little memory.

Nothing was stored then: each act is one transaction. The log has the same in a word, and never what was typed.
"""

from __future__ import annotations

import errno
import logging
import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from waystation.ui import errors

FULL = gettext_noop(
    "The server’s disk is full, so nothing was stored. Tell your administrator. What was stored before is still there."
)
CLOSED = gettext_noop(
    "The server cannot write to its data folder, so nothing was stored. Tell your administrator: the command "
    "“waystation check” says more."
)
SHORT = gettext_noop("The server is short of memory just now, so nothing was stored. Try again in a minute.")
_WORDS = {
    FULL: ("disk is full", "No space left", "could not extend file"),
    CLOSED: ("readonly", "read-only", "unable to open", "disk I/O error", "Permission denied"),
    SHORT: ("out of memory",),
}
_NUMBERS = {
    errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EFBIG: FULL,
    errno.EROFS: CLOSED, errno.EACCES: CLOSED, errno.EPERM: CLOSED, errno.EIO: CLOSED, errno.ENOMEM: SHORT,
}  # fmt: skip
_log = logging.getLogger(__name__)


def reason_of(problem: BaseException | None) -> str:
    """Which of the sentences says what happened; "" when the fault is ours."""
    if isinstance(problem, MemoryError):
        return SHORT
    if isinstance(problem, DatabaseError):
        said = str(problem)
        return next((text for text, words in _WORDS.items() if any(word in said for word in words)), "")
    if isinstance(problem, OSError):
        return _NUMBERS.get(problem.errno or 0, "")
    return ""


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler of failures: 503 with the reason when the computer gave out, 500 otherwise."""
    reason = reason_of(sys.exc_info()[1])
    if not reason:
        return errors.broken(request)
    _log.error("nothing was stored: %s", reason.partition(",")[0])
    return errors.page(request, 503, reason=_(reason))
