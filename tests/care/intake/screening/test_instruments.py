"""Who can load an instrument, that it takes the owner's permission, and that hostile files are refused in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.core.screening.workbooks import respoiled, workbook
from waystation.care.intake.screening import actions, selectors
from waystation.care.intake.screening.models import LoadedInstrument
from waystation.core.screening.instruments import demonstration, read_xlsform
from waystation.foundation import clock
from waystation.foundation.keyring.errors import NotAllowed

LOAD = "/instruments/load/"


def told(content: bytes | None = None, **changes: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("tool.xlsx", workbook() if content is None else content)
    return {
        "file": file, "permitted_by": "Rita, its author", "permitted_on": clock.today().isoformat(),
        "permission": "You may use it in Alder County.", "confirmed": "on", **changes,
    }  # fmt: skip


def test_kofi_can_load_a_workbook_and_ana_can_use_it(cast: Cast) -> None:
    answer = cast.client("kofi").post(LOAD, told())
    row = LoadedInstrument.objects.get()
    assert answer.url == f"/instruments/{row.pk}/"
    assert (row.permitted_by, row.loaded_by.display_name) == ("Rita, its author", cast.member("kofi").display_name)
    page = cast.client("ana").get(answer.url).content.decode()
    assert "You may use it in Alder County." in page
    assert "Likely between" in page
    ana = cast.client("ana")
    guide = ana.post("/guide/").url
    ana.post(guide, {"alone": "yes"})
    ask = f"{guide}instrument/?which={row.pk}"
    assert "Only if: Is pay kept back? Yes" in ana.get(ask).content.decode()
    meaning = ana.post(ask, {"item_pay": "yes", "item_ways": ["debt"], "item_months": "3"}).url
    assert "some" in ana.get(meaning).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"confirmed": ""},
        {"permitted_by": " "},
        {"permission": ""},
        {"permitted_on": ""},
        {"permitted_on": "2999-01-01"},
    ],
)
def test_nothing_is_loaded_without_the_owners_permission(cast: Cast, changes: dict[str, str]) -> None:
    assert cast.client("kofi").post(LOAD, told(**changes)).status_code == 422
    assert not LoadedInstrument.objects.exists()


@pytest.mark.parametrize("who", ["ana", "ben", "chloe", "jo", "iris"])
def test_others_cannot_load_or_retire(cast: Cast, who: str) -> None:
    row = actions.load_instrument(
        cast.actor("kofi"), instrument=read_xlsform(workbook()), permitted_by="R", permitted_on=clock.today(),
        permission="Yes",
    )  # fmt: skip
    client = cast.client(who)
    assert client.get(LOAD).status_code == client.post(LOAD, told()).status_code == 403
    assert client.post(f"/instruments/{row.pk}/").status_code in (403, 404)
    with pytest.raises(NotAllowed):
        actions.load_instrument(
            cast.actor(who), instrument=demonstration(), permitted_by="R", permitted_on=clock.today(), permission="Yes"
        )
    assert LoadedInstrument.objects.get().retired_on is None


def test_another_agencys_instrument_is_not_there(cast: Cast) -> None:
    row = actions.load_instrument(
        cast.actor("sol"), instrument=read_xlsform(workbook()), permitted_by="R", permitted_on=clock.today(),
        permission="Yes",
    )  # fmt: skip
    assert cast.client("jo").get(f"/instruments/{row.pk}/").status_code == 200
    for who in ("ana", "kofi"):
        client = cast.client(who)
        assert client.get(f"/instruments/{row.pk}/").status_code == 404
        assert client.post(f"/instruments/{row.pk}/").status_code == 404
        assert "Pay questions" not in client.get("/instruments/").content.decode()


def test_one_version_is_loaded_once_and_can_be_retired(cast: Cast) -> None:
    kofi = cast.client("kofi")
    address = kofi.post(LOAD, told()).url
    again = kofi.post(LOAD, told())
    assert again.status_code == 422
    assert "loaded already" in again.content.decode()
    assert kofi.post(address).status_code == 302
    held = selectors.instruments(cast.actor("ana"))
    assert [one.in_use for one in held] == [False, True]
    ana = cast.client("ana")
    guide = ana.post("/guide/").url
    ana.post(guide, {"alone": "yes"})
    assert ana.get(f"{guide}instrument/?which={held[0].id}").status_code == 404
    assert "Pay questions" not in ana.get(f"{guide}instrument/").content.decode()


def macro(parts: dict[str, bytes]) -> None:
    parts["xl/vbaProject.bin"] = b"x"


def bomb(parts: dict[str, bytes]) -> None:
    parts["xl/media/a.bin"] = bytes(60_000_000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b'id = "x"', "it has no items"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"PK\x03\x04 and so on", "not a workbook"),
        (respoiled(macro), "macros, other files or links"),
        (respoiled(bomb), "unpacks to more than"),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_stored(cast: Cast, content: bytes, words: str) -> None:
    answer = cast.client("kofi").post(LOAD, told(content))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not LoadedInstrument.objects.exists()


def test_the_shipped_example_cannot_be_taken_out_of_use(cast: Cast) -> None:
    assert cast.client("kofi").post(f"/instruments/{selectors.DEMONSTRATION}/").status_code == 403


def test_a_permission_of_tomorrow_is_none(cast: Cast) -> None:
    with pytest.raises(ValueError, match="permission"):
        actions.load_instrument(
            cast.actor("kofi"), instrument=demonstration(), permitted_by="R", permission="Yes",
            permitted_on=clock.today() + dt.timedelta(days=1),
        )  # fmt: skip
