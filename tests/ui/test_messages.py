"""The catalogue tool: finds every text, keeps what was translated, sees what is missing or broken."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"


@pytest.fixture
def messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool on a small source tree of its own."""
    spec = importlib.util.spec_from_file_location("messages_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "messages_tool", module)
    spec.loader.exec_module(module)
    source = tmp_path / "src" / "waystation"
    (source / "room" / "templates").mkdir(parents=True)
    (source / "room" / "views.py").write_text('a = _("Hello")\nb = ngettext("%(n)d bed", "%(n)d beds", 2)\n')
    (source / "room" / "templates" / "x.html").write_text(
        '{% load i18n %}<p>{% translate "Good night" %}</p>\n'
        "{% blocktranslate trimmed %}\n  Ask {{ name }}\n  first.\n{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
    )
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "SOURCE", source)
    return module


def keys(messages: ModuleType, catalogue: Catalog) -> set[str]:
    return {messages.key_of(message) for message in messages.texts(catalogue)}


def test_texts_of_code_and_templates_are_found(messages: ModuleType) -> None:
    assert keys(messages, messages.extracted()) == {
        "Hello",
        "%(n)d bed",
        "Good night",
        "Ask %(name)s first.",
        "month|May",
    }


def test_translator_can_fill_everything_from_one_file(messages: ModuleType, tmp_path: Path) -> None:
    given = tmp_path / "es.json"
    given.write_text(
        '{"Hello": "Hola", "%(n)d bed": ["%(n)d cama", "%(n)d camas"], "Good night": "Buenas noches",'
        ' "Ask %(name)s first.": "Pregunte primero a %(name)s.", "month|May": "mayo", "gone": "ido"}'
    )
    assert messages.main(["check"]) == 1
    assert messages.main(["import", str(given)]) == 0
    assert messages.untranslated("es") == {}
    assert messages.main(["check"]) == 0
    assert messages.main(["compile"]) == 0
    assert messages.catalogue_path("es").with_suffix(".mo").exists()


def test_update_keeps_what_was_translated_and_drops_what_is_gone(messages: ModuleType) -> None:
    messages.main(["update"])
    catalogue = messages.load("es")
    assert messages.take(catalogue, {"Hello": "Hola", "Good night": "Buenas noches"}) == []
    messages.save("es", catalogue)
    (messages.SOURCE / "room" / "templates" / "x.html").write_text("")
    messages.main(["update"])
    assert keys(messages, messages.load("es")) == {"Hello", "%(n)d bed"}
    assert messages.untranslated("es") == {"%(n)d bed": ["", ""]}


def test_translation_that_loses_a_placeholder_is_refused(messages: ModuleType) -> None:
    catalogue = messages.updated("es")
    messages.take(catalogue, {"Ask %(name)s first.": "Pregunte primero.", "Hello": "Hola %(who)s"})
    broken = {messages.key_of(m) for m in messages.texts(catalogue) if messages.broken_placeholders(m)}
    assert broken == {"Ask %(name)s first.", "Hello"}
