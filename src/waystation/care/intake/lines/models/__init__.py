"""Clear rows of a line and of who is on call. No person served stands in any of them."""

from __future__ import annotations

from waystation.care.intake.lines.models.line import (
    EscalationStep,
    Holiday,
    Hours,
    Interpreter,
    Line,
    LineNumber,
    WarmNumber,
)
from waystation.care.intake.lines.models.rota import Shift, Swap, Weekly

__all__ = [
    "EscalationStep",
    "Holiday",
    "Hours",
    "Interpreter",
    "Line",
    "LineNumber",
    "Shift",
    "Swap",
    "WarmNumber",
    "Weekly",
]
