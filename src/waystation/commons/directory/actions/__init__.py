"""What can be done to the directory. `actor` is None for the command line and the demo seed (the system itself)."""

from __future__ import annotations

from .editing import (
    declare_safe_site,
    save_organization,
    save_service,
    set_capacity,
    verify_service,
)
from .importing import ImportSummary, import_package
from .places import save_place

__all__ = [
    "ImportSummary",
    "declare_safe_site",
    "import_package",
    "save_organization",
    "save_place",
    "save_service",
    "set_capacity",
    "verify_service",
]
