"""Reads of leads: the door for pages, demo and other rooms."""

from __future__ import annotations

from waystation.care.intake.leads.selectors.access import alert_row, is_analyst, lead_row, release_row
from waystation.care.intake.leads.selectors.alerts import AlertPage, alert_page, alerts_of
from waystation.care.intake.leads.selectors.leads import (
    LeadPage,
    LeadRow,
    Suggested,
    lead_of,
    lead_page,
    leads_of,
    refused_pairs,
    suggestions,
    tip_page,
)
from waystation.care.intake.leads.selectors.liaisons import (
    LiaisonRow,
    liaison_row,
    liaisons,
    standings_for_second_person,
)
from waystation.care.intake.leads.selectors.releases import (
    Given,
    Line,
    ReleasePage,
    for_second_person,
    given_row,
    given_to,
    preview,
    release_page,
    values_of,
)

__all__ = [
    "AlertPage",
    "Given",
    "LeadPage",
    "LeadRow",
    "LiaisonRow",
    "Line",
    "ReleasePage",
    "Suggested",
    "alert_page",
    "alert_row",
    "alerts_of",
    "for_second_person",
    "given_row",
    "given_to",
    "is_analyst",
    "lead_of",
    "lead_page",
    "lead_row",
    "leads_of",
    "liaison_row",
    "liaisons",
    "preview",
    "refused_pairs",
    "release_page",
    "release_row",
    "standings_for_second_person",
    "suggestions",
    "tip_page",
    "values_of",
]
