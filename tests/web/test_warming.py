"""What is loaded before the first visitor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.template import TemplateSyntaxError, engines
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from waystation.web import hygiene, warming


def test_every_template_is_compiled_before_the_first_visitor() -> None:
    known = warming.templates()
    warming.warm()
    assert {"ui/base.html", "cases/case_list.html"} <= set(known)
    assert [name for name in known if engines["django"].get_template(name) is None] == []


def test_a_broken_template_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "broken.html").write_text("{% if %}")
    monkeypatch.setattr(warming, "SOURCE", tmp_path)
    monkeypatch.setattr(warming, "get_app_template_dirs", lambda name: (tmp_path,))
    monkeypatch.setattr(engines["django"].engine, "dirs", [str(tmp_path)])
    engines["django"].engine.__dict__.pop("template_loaders", None)
    try:
        with pytest.raises(TemplateSyntaxError):
            warming.warm()
    finally:
        engines["django"].engine.__dict__.pop("template_loaders", None)


@pytest.mark.django_db
def test_the_pages_answered_to_nobody_before_the_first_visitor_write_nothing(cast: Cast) -> None:
    answered: list[str] = []
    application = get_wsgi_application()

    def watched(environ: dict[str, object], start: object) -> object:
        def told(status: str, headers: list[tuple[str, str]], problem: object = None) -> None:
            answered.append(f"{environ['PATH_INFO']} {status[:3]}")

        return application(environ, told)

    with CaptureQueriesContext(connection) as asked, the_connection_of_this_test():
        warming.practise(watched)
    assert answered == [f"{page.partition('?')[0]} 200" for page in warming.FIRST_PAGES]
    verbs = {query["sql"].split()[0].upper() for query in asked.captured_queries}
    assert verbs <= {"SELECT"}


@contextmanager
def the_connection_of_this_test() -> Iterator[None]:
    """As Django's own test client does: an answer does not close what the test has not committed."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def test_threads_are_told_to_share_their_memory() -> None:
    hygiene.share_memory()  # a wrong name or number of the C library would raise or crash here
