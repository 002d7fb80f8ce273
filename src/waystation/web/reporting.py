"""Reports of errors without the data of the people they happened to: no locals, no values, no request, no cookies."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import ItemsView
from types import TracebackType
from typing import Any

from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

# Loggers that put addresses of pages, which may carry what somebody typed, into their message.
_TALKATIVE = ("django.request", "django.security", "django.server", "allauth")


class BareFormatter(logging.Formatter):
    """Writes level, logger and, for an exception, its type and the lines it passed: never its text."""

    def format(self, record: logging.LogRecord) -> str:
        said = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if not record.name.startswith(_TALKATIVE):
            said = f"{said}: {record.getMessage()}"
        elif status := getattr(record, "status_code", None):
            said = f"{said}: answered {status}"
        if record.exc_info:
            said = f"{said}\n{self.formatException(record.exc_info)}"
        return said

    def formatException(self, ei: Any) -> str:
        return frames_of(ei[0], ei[2])


def frames_of(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    """An exception as its type name and `file:line function` for each frame; no values and no source lines."""
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return "\n".join([kind.__name__ if kind else "unknown error", *lines])


class BareReporter(ExceptionReporter):
    """Replaces Django's crash report (locals, settings, request) by type and frames."""

    def get_traceback_data(self) -> dict[str, Any]:
        return {"frames": [], "exception_type": getattr(self.exc_type, "__name__", ""), "request": None}

    def get_traceback_html(self) -> SafeString:
        return SafeString("")

    def get_traceback_text(self) -> SafeString:
        return SafeString(frames_of(self.exc_type, self.tb))


class BareFilter(SafeExceptionReporterFilter):
    """Shows no setting, no form value and no local variable, whatever DEBUG says."""

    def is_active(self, request: Any) -> bool:
        return True

    def get_post_parameters(self, request: Any) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return {}.items()

    def get_safe_settings(self) -> dict[str, Any]:
        return {}


def configure() -> None:
    """Send warnings and errors to standard error through BareFormatter; everything else is dropped."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(BareFormatter())
    handler.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers = [kept for kept in root.handlers if not isinstance(kept.formatter, BareFormatter)]
    root.addHandler(handler)
    for name in ("django", *_TALKATIVE):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
    # Every 404 is not news, and a refused host or form says who came.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
