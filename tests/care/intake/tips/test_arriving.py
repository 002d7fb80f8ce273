"""What comes in from outside: hostile, oversized, out of order. Nothing wrong is stored and nothing breaks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.care.intake.tips.ground import line_of_riverbend
from tests.care.intake.tips.walking import Walker
from tests.cast import Cast
from waystation.care.intake.tips.arriving import stamp
from waystation.care.intake.tips.forms import LANES, STORY
from waystation.care.intake.tips.models import Draft, Tip
from waystation.care.intake.tips.selectors import open_tip
from waystation.foundation.audit.models import Event

FORM = "application/x-www-form-urlencoded"
PAGES = ("/get-help/", "/tell/", "/order/")


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waystation.care.intake.tips.arriving.SOONEST", 0)


def post(path: str, body: str | bytes, client: Client | None = None, **headers: str) -> Any:
    content_type = headers.pop("content_type", FORM)
    return (client or Client()).generic("POST", path, body, content_type=content_type, headers=headers)


@pytest.mark.parametrize("path", PAGES)
def test_a_form_of_another_site_is_refused(cast: Cast, path: str) -> None:
    line_of_riverbend(cast)
    for headers in ({"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert post(path, "danger=no", **headers).status_code == 403
    assert post(path, "danger=no", Origin="http://testserver").status_code == 303
    assert Draft.objects.count() == (0 if path == "/order/" else 1)


@pytest.mark.parametrize("path", PAGES)
def test_pictures_and_files_are_refused_with_the_reason_and_nothing_is_kept(cast: Cast, path: str) -> None:
    line_of_riverbend(cast)
    part = b'--x\r\nContent-Disposition: form-data; name="story"; filename="a.jpg"\r\n\r\n\xff\xd8\xff\r\n--x--\r\n'
    answer = post(path, part, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 415
    assert "Pictures and files are not taken" in answer.content.decode()
    assert not Draft.objects.exists()
    assert not answer.cookies


@pytest.mark.parametrize("path", PAGES)
def test_a_large_body_is_refused_unread(cast: Cast, path: str) -> None:
    line_of_riverbend(cast)
    assert post(path, b"story=" + b"a" * 1_000_000).status_code == 413
    assert not Draft.objects.exists()


def test_no_hostile_text_breaks_a_step(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    for body in ("story=%00%00&danger=%00", "danger=" + "x" * 5000, "noticed=held&noticed=none-such", "on=tomorrow",
                 "on=9999-99-99", "story=%ff%fe%80", "&&&===", "minor=yes&minor=no"):  # fmt: skip
        walker = Walker()
        walker.go("/tell/")
        answer = post("/tell/", f"{body}&send=1&t={stamp(line.pk, 'tip')}", walker.client)
        assert answer.status_code == 303, body
    told = [open_tip(cast.actor("ana"), tip.pk) for tip in Tip.objects.all()]
    assert all("\x00" not in one.told.story for one in told)
    assert {one.notice.danger for one in told} == {"not_asked"}


def test_steps_in_any_order_and_twice_are_one_message(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    walker.go("/tell/")
    walker.send(danger="no")
    first = walker.url
    base = first.rsplit("/", 2)[0]
    for step, body in ((4, "plate=ABC"), (2, "story=one"), (4, "plate=XYZ"), (3, "place=there")):
        assert post(f"{base}/{step}/", body, walker.client).status_code == 303
    answers = [post(f"{base}/5/", "send=1", walker.client)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert post(f"{base}/2/", "story=late", walker.client)["Location"] == answers[0]
    opened = open_tip(cast.actor("ana"), Tip.objects.get().pk)
    assert (opened.told.story, opened.told.marks["plate"], opened.told.marks["place"]) == ("one", "XYZ", "there")


def test_another_browsers_draft_stays_shut_and_what_it_typed_is_its_own(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    owner, other = Walker(), Walker()
    owner.go("/tell/")
    owner.send(danger="now")
    owner.send(story="a secret")
    other.go("/tell/")
    other.send(danger="no")
    assert other.client.get(owner.url).status_code == 303
    other.go(owner.url)
    assert "a secret" not in other.answer.content.decode()
    answer = post(owner.url, f"place=mine&send=1&t={stamp(line.pk, 'tip')}", other.client)
    assert not Tip.objects.exists()
    other.go(answer["Location"])
    other.send(last=True)
    opened = open_tip(cast.actor("ana"), Tip.objects.get().pk)
    assert (opened.told.story, opened.told.marks["place"]) == ("", "mine")
    for path in (f"/tell/{uuid4()}/3/", f"/tell/{uuid4()}/done/", f"/order/{uuid4()}/", owner.url):
        assert Client(headers={"Cookie": "__Host-m=@@"}).get(path).status_code == 303


def test_two_tabs_of_one_browser_are_two_messages(cast: Cast) -> None:
    line_of_riverbend(cast)
    tabs = [Walker(), Walker()]
    tabs[1].client.cookies = tabs[0].client.cookies
    for place, tab in enumerate(tabs):
        tab.go("/tell/")
        tab.send(danger="no")
        tab.send(story=f"tab {place}")
    for tab in tabs:
        tab.send(last=True)
    told = {open_tip(cast.actor("ana"), tip.pk).told.story for tip in Tip.objects.all()}
    assert told == {"tab 0", "tab 1"}
    assert tabs[0].number != tabs[1].number


def test_words_that_are_too_long_are_cut_and_the_page_says_so(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    walker.go("/tell/")
    walker.send()
    walker.send(story="a" * (STORY + 1))
    assert "longer than this page can take" in walker.page.words
    assert walker.url.partition("?")[0].endswith("/2/")


def test_no_form_asks_what_somebody_is_or_has_papers_for() -> None:
    asked = re.compile(
        r"ethnic|race\b|racial|national(ity)?\b|accent|immigra|citizen|papers do|visa|born|religio|skin|étni|raza"
    )
    for lane in LANES.values():
        for step in lane:
            form = step()
            for name, field in form.fields.items():
                choices = " ".join(str(label) for _, label in getattr(field, "choices", []))
                words = f"{name} {field.label} {field.help_text} {choices} {step.title} {step.intro}".lower()
                assert not asked.search(words), f"{step.__name__}.{name}: {words}"
                assert not field.required


def test_nothing_about_the_sender_is_kept(cast: Cast, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Address, device and the page they came from stand in no row, no file and no output."""
    line = line_of_riverbend(cast)
    planted = {"address": "127.66.77.88", "agent": "Oldphone-4711", "referrer": "came-from-4712"}
    client = Client(
        REMOTE_ADDR=planted["address"],
        headers={"User-Agent": planted["agent"], "Referer": f"http://testserver/{planted['referrer']}"},
    )
    assert post("/tell/", f"story=x&send=1&minor=yes&t={stamp(line.pk, 'tip')}", client).status_code == 303
    assert post("/order/", "number=12", client).status_code == 303
    from django.db import connection

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        kept = b""
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            kept += b"|".join(_bytes(value) for row in cursor.fetchall() for value in row)
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    said = "".join(capfd.readouterr()).encode()
    for word in [*planted.values(), "127.66.77"]:
        assert word.encode() not in kept + files + said
    event = Event.objects.filter(verb="tip.received").get()
    assert (event.actor, bytes(event.detail)) == (None, b"")


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_every_page_is_under_30_kb_with_all_it_loads_and_asks_nobody_else(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    for lane in ("/tell/", "/get-help/"):
        for lang in ("", "?lang=es"):
            walker.go(lane + lang)
            for _ in range(6):
                _weigh(walker)
                if "website" not in walker.page.forms[-1]["fields"]:
                    break
                walker.send()
    walker.go("/order/")
    _weigh(walker)


def _weigh(walker: Walker) -> None:
    text = walker.answer.content.decode()
    loaded = re.findall(r'<(?:link|script)[^>]+(?:href|src)="([^"]+)"', text)
    assert all(url.startswith(settings.STATIC_URL) for url in loaded), loaded
    assert not re.search(r'(src|action|content)="https?://', text)
    total = len(text.encode())
    for url in loaded:
        found = finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", url.removeprefix(settings.STATIC_URL)))
        assert found, url
        total += Path(str(found)).stat().st_size
    assert total <= 30_000, (walker.url, total)


def test_where_no_key_can_be_trusted_the_words_wait_and_are_sent_later(cast: Cast, tmp_path: Path) -> None:
    line_of_riverbend(cast)
    pin = tmp_path / "keys" / f"root-{cast.agency('riverbend').pk.hex}.key"
    kept = pin.read_bytes()
    pin.unlink()
    walker = Walker()
    walker.go("/tell/")
    walker.send(last=True, danger="now")
    assert walker.answer.status_code == 503
    assert "cannot be sent right now" in walker.page.words
    assert not Tip.objects.exists()
    pin.write_bytes(kept)
    walker.go(next(url for url, _ in walker.page.links if url.endswith("/done/")))
    assert walker.number
    assert open_tip(cast.actor("ana"), Tip.objects.get().pk).notice.danger == "now"
