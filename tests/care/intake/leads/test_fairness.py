"""Fairness to the accused: no list of people, nobody's origin asked, and two people behind every release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.canary.known import form_fields
from tests.cast import Cast
from waystation.care.intake.leads import fields, shapes
from waystation.care.intake.leads.forms import OutcomeForm, ReleaseForm
from waystation.care.payload import Payload
from waystation.core import codes

SRC = Path(__file__).resolve().parents[4] / "src" / "waystation"
ACCUSED = (
    r"(?<![a-z])(suspect|accused|perpetrator|offender|trafficker|abuser|culprit|pimp|blacklist|watch_?list)s?(?![a-z])"
)
OUTSIDE = {
    "core/codes": "statutes and crosswalks of funders name the offence and its roles; codes, never a person",
}
ORIGIN = r"ethnic|race\b|racial|accent|nationalit|citizen|immigration|legal_status|visa|religio|skin|complexion|origin"


def every_address() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def walk(patterns: Sequence[object], space: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                found.append((f"{space}{pattern.name}", str(pattern.pattern)))
            elif isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)

    walk(get_resolver().url_patterns, "")
    return found


def test_no_model_and_no_column_is_about_an_accused_person() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("waystation.")]
    assert len(ours) > 20
    names = [f"{model.__name__}.{field.name}" for model in ours for field in model._meta.get_fields()]
    assert [name for name in names if re.search(ACCUSED, name.lower())] == []


def test_no_form_field_asks_for_an_accused_person() -> None:
    assert [name for name in form_fields() if re.search(ACCUSED, name.lower())] == []


def test_no_address_lists_or_searches_the_accused() -> None:
    addresses = every_address()
    assert len(addresses) > 60
    assert [item for item in addresses if re.search(ACCUSED, " ".join(item).lower())] == []


def test_no_page_of_ours_holds_a_field_a_table_or_a_search_of_the_accused() -> None:
    """Words may say that there is no such list; what is named in the markup may not be one."""
    held = re.compile(r'(?:name|id|for|class|href|action|with|include)\s*=?\s*"([^"]*)"')
    looped = re.compile(r"{%\s*(?:for|include|url)\s([^%]*)%}|{{([^}]*)}}")
    found = []
    for path in SRC.rglob("*.html"):
        text = path.read_text().lower()
        named = [
            m
            for match in [*held.findall(text), *looped.findall(text)]
            for m in ([match] if isinstance(match, str) else match)
        ]
        found += [f"{path.name}: {name}" for name in named if re.search(ACCUSED, name)]
    assert found == []


def test_the_leads_room_has_no_search_at_all() -> None:
    room = [pattern for name, pattern in every_address() if name.startswith("leads:")]
    assert room
    assert not [pattern for pattern in room if re.search(r"search|find|query|people|person|name", pattern)]
    templates = list((SRC / "care/intake/leads/templates").rglob("*.html"))
    assert len(templates) > 10
    assert not [path.name for path in templates if re.search(r'type="search"|name="q"', path.read_text())]


def test_no_shape_of_a_lead_or_an_alert_has_a_place_for_an_accused_person() -> None:
    kinds = [kind for kind in vars(shapes).values() if isinstance(kind, type) and issubclass(kind, Payload)]
    names = [f"{kind.__name__}.{name}" for kind in kinds for name in kind.__dataclass_fields__]
    assert len(names) > 15
    assert not [name for name in [*names, *fields.BY_CODE] if re.search(ACCUSED, name.lower())]


@pytest.mark.parametrize("room", ["tips", "texting", "chat", "leads"])
def test_no_form_of_a_public_lane_or_of_leads_asks_origin_accent_or_status(room: str) -> None:
    found = [name for name in form_fields() if f".intake.{room}." in name]
    if room in ("tips", "leads"):
        assert found, "no form of this room was found: the check would prove nothing"
    assert [name for name in found if re.search(ORIGIN, name.lower())] == []


@pytest.mark.parametrize("room", ["tips", "leads"])
def test_no_label_of_these_forms_asks_origin_accent_or_status(cast: Cast, room: str) -> None:
    asked = []
    for kind in every_form(forms.BaseForm):
        if f".intake.{room}." in f"{kind.__module__}.":
            for name, field in getattr(kind, "base_fields", {}).items():
                asked += [f"{kind.__name__}.{name}"] * bool(
                    re.search(ORIGIN, f"{field.label} {field.help_text}".lower())
                )
    assert [name for name in asked if name != "StandingForm.enforcement"] == []


def test_no_code_of_an_outcome_or_an_ending_judges_a_person() -> None:
    words = [code.en.lower() for name in ("lead_outcome", "lead_ending", "tip_outcome") for code in codes.get(name)]
    assert not [word for word in words if re.search(ACCUSED + r"|guilt|innocent|criminal", word)]


def test_a_release_asks_for_facts_a_reason_a_liaison_and_an_end() -> None:
    needed = {name for name, field in ReleaseForm.base_fields.items() if field.required}
    assert {"facts", "relevance", "need", "reason", "liaison", "expires_on", "fields_to_send"} <= needed
    assert set(OutcomeForm.base_fields) == {"outcome"}


def test_no_clear_column_of_leads_can_hold_words() -> None:
    texts = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("leads").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
    ]
    assert sorted(texts) == [
        "Lead.status", "LiaisonStanding.enforcement", "LiaisonStanding.state", "MissingAlert.status", "Release.status",
    ]  # fmt: skip


def every_form(kind: type[forms.BaseForm]) -> list[type[forms.BaseForm]]:
    form_fields()
    found = kind.__subclasses__()
    return [*found, *(form for one in found for form in every_form(one))]
