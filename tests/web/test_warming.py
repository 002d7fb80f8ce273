"""What is loaded before the first visitor."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import TemplateSyntaxError, engines

from waystation.web import warming


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
