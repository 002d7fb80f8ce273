"""Why something cannot be done with a count."""

from __future__ import annotations


class NotNow(Exception):
    """`why`: begun (a count of this quarter is there), sent (these totals are out), overlap (totals of a year with
    days in common are out), no_batch (nothing counted yet).
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
