"""All fuzz targets by name. A part that gains a decoder adds its module here."""

from __future__ import annotations

from tests.fuzz import backup, prevalence, receipts, screening, texting, vault
from tests.fuzz.target import Target

TARGETS: dict[str, Target] = {
    **vault.TARGETS, **backup.TARGETS, **texting.TARGETS, **screening.TARGETS, **prevalence.TARGETS,
    **receipts.TARGETS,
}  # fmt: skip
