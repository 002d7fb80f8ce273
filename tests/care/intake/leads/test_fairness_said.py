"""Each sentence that is promised to the accused, and the test that shows it; what no other file shows is shown here.

The promises are those of the threat model: no list, an end, nothing asked of anyone's origin, a second person and
stated facts, immigration enforcement off, the principles of 28 CFR Part 23.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.care.intake.leads.conftest import Tips, a_lead, propose, released, turn_on
from tests.care.intake.tips.ground import line_of_riverbend
from tests.care.intake.tips.walking import Walker
from tests.cast import Cast
from waystation.care.intake.leads import actions, policies, selectors
from waystation.care.intake.leads.models import Lead, Opening, Release
from waystation.care.intake.leads.reading import part23, principles
from waystation.care.intake.tips import bucket
from waystation.foundation import clock, gate
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.errors import NotAllowed

HERE = Path(__file__).parent
SAID = {
    "no list of accused people": (
        "test_no_model_and_no_column_is_about_an_accused_person", "test_no_form_field_asks_for_an_accused_person",
        "test_no_address_lists_or_searches_the_accused", "test_the_leads_room_has_no_search_at_all",
        "test_no_page_of_ours_holds_a_field_a_table_or_a_search_of_the_accused",
    ),
    "tips that are not released expire after 12 months unless a reason is renewed": (
        "test_a_tip_that_was_not_released_ends_after_12_months_unless_somebody_renews_it",
        "test_keeping_longer_takes_a_reason", "test_a_person_renews_with_a_reason_for_12_months_at_most",
    ),
    "the tip form never asks ethnicity, accent or status": (
        "test_no_form_of_a_public_lane_or_of_leads_asks_origin_accent_or_status",
        "test_no_label_of_these_forms_asks_origin_accent_or_status",
        "test_no_page_of_the_tip_lane_asks_for_ethnicity_accent_or_status",
    ),
    "a release needs a second person": (
        "test_ana_cannot_confirm_what_she_proposed_also_in_two_windows",
        "test_the_database_knows_that_two_people_are_two",
    ),
    "a release needs stated facts": ("test_a_release_without_facts_reason_or_end_is_refused",),
    "liaisons who do immigration enforcement are off by default": (
        "test_a_liaison_is_off_until_two_people_turn_it_on", "test_one_person_alone_never_turns_enforcement_on",
    ),
    "28 CFR Part 23": (
        "test_part23_facts", "test_part23_relevance", "test_part23_need", "test_part23_log", "test_part23_retention",
        "test_part23_review",
    ),
}
"""What is promised: names of tests, wherever they stand."""
ORIGIN = {
    "en": r"ethnic|\brace\b|racial|accent|nationalit|citizen|immigra|legal status|\bvisa\b|religio|skin|foreign|origin",
    "es": r"\betnia|étnic|\braza\b|racial|acento|nacionalidad|ciudadan|migra|estatus|estado legal|papeles|\bvisa|religi"
    r"|\bpiel\b|extranjer|origen",
}


@pytest.mark.parametrize("sentence", SAID)
def test_every_sentence_has_its_test(sentence: str) -> None:
    texts = [path.read_text() for path in (HERE.parent).rglob("test_*.py")]
    known = set(re.findall(r"^def (test_\w+)", "\n".join(texts), re.MULTILINE))
    assert SAID[sentence]
    assert set(SAID[sentence]) <= known


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_page_of_the_tip_lane_asks_for_ethnicity_accent_or_status(
    cast: Cast, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page that a sender sees, word by word, with its hints and its choices; what it says not to write aside."""
    monkeypatch.setattr("waystation.care.intake.tips.views.lanes.buckets", bucket.Buckets())
    line_of_riverbend(cast)
    walker = Walker()
    walker.go(f"/tell/?lang={lang}")
    steps: list[dict[str, Any]] = [
        {"danger": "no", "minor": "unknown"}, {"noticed": ["held"], "story": "A van."}, {"place": "Mill Road"},
        {"plate": "ABC 123"}, {"who": "bystander"},
    ]  # fmt: skip
    seen = []
    for answers in [*steps, None]:
        fields = {name for form in walker.page.forms for name in (*form["fields"], *form["choices"])}
        words = walker.page.words.lower()
        asked = [line for line in re.split(r"(?<=[.?!])\s|\n", words) if re.search(ORIGIN[lang], line)]
        assert not [line for line in asked if not re.search(r"\b(not|never|no|nunca|sin)\b", line)], asked
        assert not [name for name in fields if re.search(ORIGIN["en"], name)]
        seen.append(walker.url)
        if answers is not None:
            walker.send(**answers)
    assert len(set(seen)) >= 6


def test_one_person_alone_never_turns_enforcement_on(cast: Cast) -> None:
    hale = cast.member("hale")
    actions.ask_for(cast.actor("kofi"), liaison=hale, enforcement="yes")
    with pytest.raises(NotAllowed):
        actions.decide(cast.actor("kofi"), liaison=hale, allowed=True)
    with pytest.raises(NotAllowed):
        actions.ask_for(cast.actor("chloe"), liaison=hale, enforcement="yes")
    assert [row.is_on for row in selectors.liaisons(cast.actor("ana")) if row.member == hale] == [False]


def test_part23_facts(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    with pytest.raises(actions.CannotRelease, match="no_facts"):
        propose(cast, a_lead(cast, tips), facts="He looks like one")
    assert policies.LEAST_FACTS >= 40


def test_part23_relevance(cast: Cast, tips: Tips) -> None:
    turn_on(cast)
    with pytest.raises(actions.CannotRelease, match="no_relevance"):
        propose(cast, a_lead(cast, tips), relevance="  ")


def test_part23_need(cast: Cast, tips: Tips) -> None:
    """Said for the one named person, and nobody else of their house opens it."""
    turn_on(cast)
    lead = a_lead(cast, tips)
    with pytest.raises(actions.CannotRelease, match="no_need"):
        propose(cast, lead, need="")
    release = actions.confirm(cast.actor("chloe"), release=propose(cast, lead))
    for name in ("gwen", "lucia", "tam"):
        with pytest.raises(gate.Refused):
            actions.open_given(cast.actor(name), release.pk)


def test_part23_log(cast: Cast, tips: Tips) -> None:
    """Who got it, when and why: a list of openings, and lines of the journal that nobody takes back."""
    release = released(cast, tips)
    actions.open_given(cast.actor("hale"), release.pk)
    assert Opening.objects.filter(release=release).count() == 1
    lines = Event.objects.filter(chain=cast.agency("riverbend").pk, subject=release.lead_id)
    assert {"lead.release_proposed", "lead.released"} <= set(lines.values_list("verb", flat=True))
    page = selectors.release_page(cast.actor("chloe"), release.pk)
    assert all((page.terms.relevance, page.terms.need, page.terms.reason))


def test_part23_retention(cast: Cast, tips: Tips) -> None:
    released(cast, tips)
    lead = Lead.objects.get()
    assert lead.retention_on <= policies.months_after(clock.today(), 12)
    with pytest.raises(ValueError, match="reason"):
        actions.renew(cast.actor("ana"), lead=lead, reason="")
    clock.set_offset(400 * 86_400)
    assert actions.expire()["leads"] == 1
    assert not Release.objects.exists()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_part23_review(cast: Cast, tips: Tips, lang: str) -> None:
    """Every principle and the word of counsel stand where a release is written."""
    turn_on(cast)
    lead = a_lead(cast, tips)
    page = cast.client("ana").get(f"/contacts/leads/{lead.pk}/release/?lang={lang}").content.decode()
    with translation.override(lang):
        assert part23().words in unescape(page)
    assert len(principles()) == 5
