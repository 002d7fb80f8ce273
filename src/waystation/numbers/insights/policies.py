"""Who may count. Pure."""

from __future__ import annotations


def can_count(analyses: bool, holds_statistics_key: bool, own_agency: bool) -> bool:
    """Open statistics records: an analyst of the agency's statistics team."""
    return analyses and holds_statistics_key and own_agency


def can_count_line(runs_line: bool, holds_statistics_key: bool, own_agency: bool) -> bool:
    """Count contacts and situations of the own line, and no client: a supervisor or coordinator of that team."""
    return runs_line and holds_statistics_key and own_agency
