"""What waits is said in the words of the form it came from, not in names of fields."""

from __future__ import annotations

from uuid import uuid4

from django.urls import get_resolver, reverse
from django.utils import translation

from waystation.foundation.keyring.session import naming


def setup_module() -> None:
    assert get_resolver().url_patterns  # the forms beside the pages are loaded, as in a server


def test_a_form_that_waits_is_said_with_its_labels_and_words() -> None:
    pairs = [("alias", "WREN-7"), ("kind_of_trafficking", "labor"), ("how", "not_asked"), ("note", "")]
    told = dict(naming.said(reverse("cases:case_new"), pairs))
    assert told["Alias"] == "WREN-7"
    assert "labor" not in told.values()  # the words of the choice stand there
    assert not {"kind_of_trafficking", "kind of trafficking", "note"} & set(told)
    with translation.override("es"):
        assert "Laboral" in dict(naming.said(reverse("cases:case_new"), pairs)).values()


def test_what_no_form_knows_and_no_page_answers_keeps_its_name() -> None:
    assert naming.said(f"/cases/{uuid4()}/", [("a_field", "x")]) == [("a field", "x")]
    assert naming.said("/no-such-page/", [("a_field", "x")]) == [("a field", "x")]
