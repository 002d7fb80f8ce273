"""Error pages, quick exit, language: each gives a way on and says nothing it should not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

import waystation.ui
from waystation.ui import errors

STATIC = Path(waystation.ui.__file__).parent / "static" / "ui"
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.django_db  # the numbers of the agency stand on each page
@pytest.mark.parametrize("status", errors.WORDS)
def test_visitor_is_told_what_happened_and_given_a_way_on(status: int) -> None:
    answer = errors.page(RequestFactory().get("/x/"), status)
    assert answer.status_code == status
    assert str(errors.WORDS[status].title) in answer.content.decode()
    assert 'href="/"' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


TYPED = {"body": "She waits <b>at the blue door</b>", "passphrase": "never shown here", "csrfmiddlewaretoken": "t"}


@pytest.mark.django_db
def test_words_of_a_form_from_before_signing_out_can_be_copied_and_secrets_are_left_out() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/cases/new/", TYPED, headers=SAME)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "She waits &lt;b&gt;at the blue door&lt;/b&gt;" in page
    assert "never shown here" not in page
    assert 'class="button" href="/sign-in/"' in page
    assert "You are signed out" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "headers"), [("/cases/new/", {}), ("/cases/new/", {"Sec-Fetch-Site": "cross-site"}), ("/sign-in/", SAME)]
)
def test_nothing_is_shown_of_another_sites_form_or_of_one_with_secrets(path: str, headers: dict[str, str]) -> None:
    answer = Client(enforce_csrf_checks=True).post(path, TYPED, headers=headers)
    assert answer.status_code == 403
    assert "blue door" not in answer.content.decode()


def test_error_page_shows_the_reason_and_the_next_step_given() -> None:
    text = errors.page(None, 409, reason="Ben saved first.", way=("Back to the case", "/cases/")).content.decode()
    assert "Ben saved first." in text
    assert '<a class="button" href="/cases/">Back to the case</a>' in text


def test_broken_page_needs_no_request_and_offers_the_way_out() -> None:
    answer = errors.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Leave this page" in answer.content.decode()


def test_unknown_status_is_a_broken_page() -> None:
    assert errors.page(None, 418).status_code == 500


def _leave(method: str = "post", **headers: str) -> HttpResponse:
    client = Client(enforce_csrf_checks=True)
    answer: HttpResponse = getattr(client, method)("/exit/", headers=headers)
    return answer


def test_visitor_leaves_by_a_form_and_the_browser_is_cleared() -> None:
    answer = _leave(**SAME)
    assert answer.status_code == 303
    assert answer["Location"] == settings.WAYSTATION_EXIT_URL
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_of_another_site_cannot_clear_anything(method: str) -> None:
    answer = _leave(method, **{"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 303
    assert "Clear-Site-Data" not in answer


@pytest.mark.django_db
def test_member_can_keep_a_language_and_is_brought_back() -> None:
    answer = Client().post("/language/", {"language": "es", "next": "/styleguide/"})
    assert answer["Location"] == "/styleguide/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x"])
def test_language_switch_cannot_lead_to_another_site(back: str) -> None:
    assert Client().post("/language/", {"language": "es", "next": back})["Location"] == "/"


@pytest.mark.django_db
def test_language_that_we_do_not_speak_is_not_kept() -> None:
    assert settings.LANGUAGE_COOKIE_NAME not in Client().post("/language/", {"language": "xx"}).cookies


def test_no_page_asks_to_be_found() -> None:
    assert b"Disallow: /" in Client().get("/robots.txt").content


def test_our_script_stays_small_and_stores_nothing() -> None:
    scripts = [path.read_text("utf-8") for path in STATIC.glob("*.js")]
    assert sum(text.count("\n") for text in scripts) <= 300
    for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "eval(", "innerHTML"):
        assert not any(word in text for text in scripts), word


def test_templates_hold_no_style_and_no_script_of_their_own() -> None:
    source = STATIC.parents[2]
    for path in source.rglob("templates/**/*.html"):
        text = path.read_text("utf-8")
        assert " style=" not in text, path
        assert "<script>" not in text, path
        assert "onclick" not in text, path
