"""Who may count. Pure."""

from __future__ import annotations


def can_count(analyses: bool, holds_statistics_key: bool, own_agency: bool) -> bool:
    """Open statistics records: an analyst of the agency's statistics team."""
    return analyses and holds_statistics_key and own_agency
