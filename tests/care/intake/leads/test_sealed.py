"""What people type on the pages of leads lies sealed: no word of it is found in any column or file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings

from tests.canary.known import dump, form_fields
from tests.care.intake.leads.conftest import turn_on
from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake.leads import forms as ours
from waystation.care.intake.leads import selectors
from waystation.care.intake.leads.models import Lead, MissingAlert, Release
from waystation.care.intake.leads.policies import PACKET
from waystation.foundation import clock

TYPED = (forms.CharField, forms.ChoiceField, forms.UUIDField, forms.DateField, forms.TimeField, forms.IntegerField)


def word(place: str) -> str:
    return f"quetzal{place.replace('_', '')}feather"


def test_nothing_typed_on_the_pages_of_leads_is_found_in_clear(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    turn_on(cast)
    one, _ = sent(line, story=word("story"), plate="HZK 4471", place=word("place"))
    two, _ = sent(line, story=word("second"), plate="HZK 4471")
    ana, chloe, hale = cast.client("ana"), cast.client("chloe"), cast.client("hale")
    typed = plant(cast, ana, chloe, one.pk, two.pk)
    release = Release.objects.get(status="live")
    assert word("facts") in hale.get(f"/leads/{release.pk}/").content.decode(), "it is there for who holds the key"
    assert hale.post(f"/leads/{release.pk}/", {"outcome": "opened"}).status_code == 302
    where = f"/contacts/leads/releases/{release.pk}/"
    assert chloe.post(where, {"do": "withdraw", "reason": word("withdrawn")}).status_code == 302
    raw = everything()
    planted = [*typed, *map(word, ("story", "place", "second", "withdrawn"))]
    assert len(planted) > 15
    assert [text for text in planted if text.encode() in raw] == []
    assert b"HZK" not in raw


def plant(cast: Cast, ana: Any, chloe: Any, one: Any, two: Any) -> list[str]:
    """A word of its own in every text field; returns the words."""
    title, facts = word("title"), f"{word('facts')}: a card in a shop, passports asked for first, twice."
    judged = {"first": one, "second": two, "verdict": "together", "title": title}
    assert ana.post("/contacts/leads/links/", judged).status_code == 302
    lead = Lead.objects.get()
    where = f"/contacts/leads/{lead.pk}/"
    assert ana.post(where, {"do": "title", "title": word("newtitle")}).status_code == 302
    assert ana.post(where, {"do": "renew", "reason": word("renewal")}).status_code == 302
    told = {name: word(name) for name in ("relevance", "need", "reason")} | {
        "facts": facts, "liaison": str(cast.member("hale").pk), "fields_to_send": ["what", "place"], "next": "propose",
        "expires_on": "2020-01-01",
    }  # fmt: skip
    assert ana.post(f"{where}release/", told).status_code == 422
    told["expires_on"] = (clock.today() + PACKET).isoformat()
    assert ana.post(f"{where}release/", told).status_code == 302
    release = Release.objects.get()
    assert chloe.post(f"/contacts/leads/releases/{release.pk}/", {"do": "confirm"}).status_code == 302
    alert = {name: word(f"alert{name}") for name in ("issuer", "area", "reference", "report_line", "about")}
    fixed = {"kind": "amber", "issued_on": "2026-03-01", "issued_time": "14:40", "outcome": "running"}
    assert ana.post("/contacts/leads/alerts/new/", alert | fixed).status_code == 302
    version = selectors.alert_page(cast.actor("ana"), MissingAlert.objects.get().pk).version
    changed = alert | fixed | {"area": word("changedarea"), "version": str(version)}
    assert ana.post(f"/contacts/leads/alerts/{MissingAlert.objects.get().pk}/", changed).status_code == 302
    words = (title, *map(word, ("newtitle", "renewal", "facts", "relevance", "need", "reason", "changedarea")))
    return [*words, *alert.values()]


def everything() -> bytes:
    """Every column of every table, and every file of the data folder."""
    found = [
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for _, rows in dump() for row in rows for value in row
    ]  # fmt: skip
    files = [path.read_bytes() for path in Path(settings.WAYSTATION_HOME).rglob("*") if path.is_file()]
    return b"\x00".join([*found, *files])


@pytest.mark.parametrize("name", [name for name in vars(ours) if name.endswith("Form")])
def test_every_form_of_leads_has_fields_that_the_canary_knows(name: str) -> None:
    known = {field for field in form_fields() if f".intake.leads.forms.{name}." in field}
    fields = [field for field, kind in getattr(ours, name).base_fields.items() if isinstance(kind, TYPED)]
    assert {field.rsplit(".", 1)[-1] for field in known} == set(fields)
