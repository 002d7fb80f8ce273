"""What a browser would keep of a form, and does not get to keep."""

from __future__ import annotations

from tests.cast import Cast
from tests.signing import session_of
from waystation.web.answers import ROW

WORDS = "Quetzalcanary on Elm Street"
NAVIGATES = {"Sec-Fetch-Mode": "navigate"}


def test_ben_gets_the_answer_to_a_form_by_a_redirect(cast: Cast) -> None:
    ben = cast.client("ben")
    answer = ben.post("/cases/search/", {"q": WORDS}, headers=NAVIGATES)
    assert answer.status_code == 303
    assert WORDS not in answer["Location"]
    assert answer["Location"].startswith("/cases/search/?answer=")
    page = ben.get(answer["Location"], headers=NAVIGATES)
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert ben.get(answer["Location"]).content == page.content  # reloading sends nothing again


def test_ben_keeps_what_he_typed_in_a_refused_form(cast: Cast) -> None:
    ben = cast.client("ben")
    answer = ben.post("/cases/new/", {"alias": WORDS}, headers=NAVIGATES, follow=True)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


def test_the_answer_waits_sealed(cast: Cast) -> None:
    ben = cast.client("ben")
    ben.post("/cases/search/", {"q": WORDS}, headers=NAVIGATES)
    row = session_of(ben).load()
    assert "Quetzal" not in str(row)
    assert row[ROW]


def test_another_browser_cannot_open_the_answer(cast: Cast) -> None:
    ben, nia = cast.client("ben"), cast.client("nia")
    where = ben.post("/cases/search/", {"q": WORDS}, headers=NAVIGATES)["Location"]
    assert nia.get(where).status_code == 405
    ben.cookies["__Host-k"] = "A" * 43
    assert WORDS not in ben.get(where, follow=True).content.decode()


def test_a_locked_screen_does_not_show_the_answer(cast: Cast) -> None:
    ben = cast.client("ben")
    where = ben.post("/cases/search/", {"q": WORDS}, headers=NAVIGATES)["Location"]
    session = session_of(ben)
    del session["bundle"]
    session.save()
    assert WORDS not in ben.get(where, follow=True).content.decode()


def test_a_locked_screen_keeps_no_answer(cast: Cast) -> None:
    ben = cast.client("ben")
    ben.post("/cases/search/", {"q": WORDS}, headers=NAVIGATES)
    assert ROW in session_of(ben).load()
    ben.post("/lock/")
    assert ROW not in session_of(ben).load()


def test_a_form_sent_from_a_locked_screen_is_still_held(cast: Cast) -> None:
    ben = cast.client("ben")
    session = session_of(ben)
    del session["bundle"]
    session.save()
    form = {"q": WORDS, "csrfmiddlewaretoken": ben.cookies["__Host-c"].value}
    answer = ben.post("/cases/search/", form, headers=NAVIGATES, follow=True)
    assert answer.status_code == 403
    assert 'name="held" value=' in answer.content.decode()


def test_programs_and_the_public_get_their_answer_at_once(cast: Cast) -> None:
    assert cast.client("ben").post("/cases/search/", {"q": WORDS}).status_code == 200
    public = type(cast.client("ben"))()
    answer = public.post("/directory/", {"words": WORDS}, headers=NAVIGATES)
    assert answer.status_code == 200
    assert not answer.cookies
