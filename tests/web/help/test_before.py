"""Before something goes out, a short reminder stands where it is done: do no harm."""

from __future__ import annotations

import pytest

from tests.care import walk
from tests.cast import Cast
from waystation.care.cases.actions import add_need
from waystation.web.help import reading

ACTS = {act["id"]: act for act in reading.data("harm")["act"]}


def test_a_reminder_is_at_most_four_questions_of_one_sentence() -> None:
    for act in ACTS.values():
        assert 1 <= len(act["line"]) <= 4
        for line in act["line"]:
            assert line["en"].count("?") == 1
            assert line["en"].endswith("?")
            assert line["es"].startswith("¿") or line["es"].endswith("?")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_ben_is_reminded_before_he_records_a_release_and_before_he_sends(cast: Cast, lang: str) -> None:
    case, ben = walk.open_a_case(cast), cast.client("ben")
    assert ACTS["release"]["line"][0][lang] in ben.get(f"/cases/{case.pk}/consent/new/?lang={lang}").content.decode()
    walk.a_release(cast, case)
    need = add_need(cast.actor("ben"), case=case, code="emergency_shelter", urgency="tonight")
    told = {"service_id": str(walk.a_service(cast).pk), "case": str(case.pk), "need": need.id}
    draft = ben.post(f"/cases/{case.pk}/sharing/choose/", told)["Location"]
    page = ben.get(f"{draft}?lang={lang}").content.decode()
    reminder = page.index(ACTS["send"]["line"][0][lang])
    assert reminder < page.index('type="submit"', reminder), "it stands before the button"


def test_no_page_reminds_where_nothing_goes_out(cast: Cast) -> None:
    for address in ("/today/", "/cases/", "/directory/"):
        assert 'class="before"' not in cast.client("ben").get(address).content.decode()
    assert reading.before("insights:data", "en") is not None
    assert reading.before("web:today", "en") is None
