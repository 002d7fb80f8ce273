"""Verbs on staff accounts that need no key. Those that do (enrolling, teams) are keyring's actions."""

from __future__ import annotations

from typing import Any

from waystation.foundation import store
from waystation.foundation.agencies import selectors
from waystation.foundation.agencies.models import Agency, AgencySettings, Member


def choose_language(member: Member, *, language: str) -> None:
    """Remember the language a member reads."""
    member.language = language
    member.save(update_fields=["language"])


def rename(member: Member, *, display_name: str) -> None:
    """Change the name colleagues see."""
    member.display_name = display_name
    member.save(update_fields=["display_name"])


def found_settings(agency: Agency) -> AgencySettings:
    """The settings of an agency that is being founded: its facts are given, its envelope is not kept yet."""
    return AgencySettings.objects.create(agency=agency, steps={"agency": "done"})


def change_settings(agency: Agency, *, step: str, state: str = "done", **values: Any) -> AgencySettings:
    """Set what one step of set-up asks for and mark the step, in one transaction; other steps are left as they are."""
    with store.writing():
        fresh = {"steps": dict(selectors.FOUNDED_BEFORE)}
        AgencySettings.objects.get_or_create(agency=agency, defaults=fresh)
        row = AgencySettings.objects.select_for_update().get(agency=agency)
        for name, value in values.items():
            setattr(row, name, value)
        row.steps[step] = state
        row.save(update_fields=[*values, "steps"])
    return row


def describe_agency(agency: Agency, **facts: Any) -> None:
    """Change the agency's name, kind, place, fiscal month or its word for the people it serves."""
    for name, value in facts.items():
        setattr(agency, name, value)
    with store.writing():
        agency.save(update_fields=list(facts))
