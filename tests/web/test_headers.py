"""What every answer carries, and what is never stored."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from waystation.foundation import gate
from waystation.foundation.keyring import errors as keyring
from waystation.web.uploads import RefuseClearFiles

PAGES = ["/", "/sign-in/", "/sign-in/help/", "/sign-in/recover/", "/no/such/page/", "/health/", "/account/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["nobody", "ben"])
def test_every_answer_carries_the_security_headers(cast: Any, page: str, who: str) -> None:
    browser = Client() if who == "nobody" else cast.client(who)
    answer = browser.get(page)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    for rule in (
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "img-src 'self'",
        "form-action 'self'",
    ):
        assert rule in policy
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("page", ["/", "/sign-in/help/", "/no/such/page/", "/health/"])
def test_reading_a_public_page_sets_no_session(cast: Any, page: str) -> None:
    assert not {"__Host-s", "__Host-k"} & set(Client().get(page).cookies)


def test_no_password_manager_is_invited(cast: Any) -> None:
    page = Client().get("/sign-in/").content.decode()
    assert page.count('autocomplete="off"') >= 3
    assert "current-password" not in page


def test_no_address_and_no_name_of_a_try_is_stored(cast: Any) -> None:
    browser = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Planted-Agent/9")
    for _ in range(6):
        browser.post(
            "/sign-in/",
            {"name": "planted.name", "passphrase": "planted words here"},
            headers={"user-agent": "Planted-Agent/9"},
        )
    cast.client("ben").get("/account/", REMOTE_ADDR="203.0.113.77")
    assert cache.get("nothing") is None
    with connection.cursor() as cursor:
        stored = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                stored += "".join(bytes(v).hex() if isinstance(v, bytes | memoryview) else str(v) for v in row)
    for planted in ("203.0.113.77", "planted.name", "planted words", "Planted-Agent"):
        assert planted not in stored
        assert planted.encode().hex() not in stored
        assert base64.b64encode(planted.encode()).decode().rstrip("=")[:-1] not in stored
    files = b"".join(file.read_bytes() for file in Path(settings.WAYSTATION_HOME).rglob("*") if file.is_file())
    assert b"203.0.113.77" not in files


def test_a_large_upload_is_refused_and_leaves_no_file(cast: Any) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["waystation.web.uploads.RefuseClearFiles"]
    big = SimpleUploadedFile("story.txt", b"x" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert cast.client("ben").post("/account/codes/", {"passphrase": "x", "file": big}).status_code in (400, 413)
    small = SimpleUploadedFile("story.txt", b"x" * 1000)
    request = RequestFactory().post("/", {"file": small})
    request.upload_handlers = [RefuseClearFiles(request)]  # type: ignore[list-item]
    assert not hasattr(request.FILES["file"], "temporary_file_path")


# Pages that raise what wings raise.
def refused(visible: bool) -> gate.Refused:
    decision = gate.Decision.__new__(gate.Decision)
    said = {"reason": "Only the case's own team may do this.", "rule": "team", "allowed": False, "subjects": ()}
    for name, value in said.items():
        object.__setattr__(decision, name, value)
    return gate.Refused(decision, visible=visible)


def raising(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


@login_not_required
def crash(request: HttpRequest) -> HttpResponse:
    planted = "planted in a local"
    raise ValueError(planted)


urlpatterns = [
    path("hidden/", raising(refused(False))),
    path("shown/", raising(refused(True))),
    path("stale/", raising(keyring.Stale(4))),
    path("tampered/", raising(keyring.Tampered("x"))),
    path("untrusted/", raising(keyring.Untrusted("x"))),
    path("keyless/", raising(keyring.NoKey("x"))),
    path("gone/", raising(Http404("planted"))),
    path("crash/", crash),
    path("", include("waystation.web.urls")),
]
handler404 = "waystation.ui.errors.not_found"
handler500 = "waystation.ui.errors.broken"


@override_settings(ROOT_URLCONF=__name__)
def test_what_one_may_not_see_looks_like_what_is_not_there(cast: Any) -> None:
    browser = cast.client("ben")

    def body(page: str) -> str:
        answer = browser.get(page)
        assert answer.status_code == 404, page
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode().replace(page, ""))

    assert len({body(page) for page in ("/hidden/", "/keyless/", "/gone/", "/no/such/page/")}) == 1


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("page", "status", "says"),
    [
        ("/shown/", 403, "own team may do this"),
        ("/stale/", 409, "changed this while you wrote"),
        ("/tampered/", 500, "waystation check"),
        ("/untrusted/", 500, "waystation check"),
    ],
)
def test_a_refusal_says_why_and_what_now(cast: Any, page: str, status: int, says: str) -> None:
    answer = cast.client("ben").get(page)
    assert answer.status_code == status
    assert says in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_a_crash_reports_no_value(cast: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from waystation.web import reporting

    reporting.configure()
    browser = Client(raise_request_exception=False)
    answer = browser.get("/crash/?name=planted-in-the-query")
    assert answer.status_code == 500
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "crash" in said
    assert "planted" not in said
    assert "planted" not in answer.content.decode()
