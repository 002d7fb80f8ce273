"""Message catalogues: extract, compile and check them without msgfmt.

    python tools/messages.py update            extract every text and bring the Spanish catalogue up to date
    python tools/messages.py untranslated      print what lacks Spanish, as JSON {text: ""}
    python tools/messages.py import FILE.json  take translations {text: translation} into the catalogue
    python tools/messages.py compile           write the .mo files
    python tools/messages.py check             fail when a text lacks Spanish, breaks a placeholder

A text with a plural is written in JSON as {"one text": ["singular", "plural"]}, one with a context as "context|text".
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "waystation"
LANGUAGES = ("es",)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
STAMP = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Project-Id-Version|Generated-By'
    r'|Report-Msgid-Bugs-To): .*\\n"\n',
    re.M,
)
CALL = re.compile(r"\b(n?p?gettext|_)\((?=\s*u?['\"])")
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[#0\- +]?\d*(?:\.\d+)?[sdfr%]|\{(\w*)\}")


def catalogue_path(language: str) -> Path:
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def _calls(text: str) -> Iterator[str]:
    """The gettext calls in a template that `templatize` has blanked out around them."""
    for match in CALL.finditer(text):
        depth = 0
        for token in tokenize.generate_tokens(io.StringIO(text[match.end() - 1 :]).readline):
            depth += {"(": 1, ")": -1}.get(token.string, 0)
            if depth == 0:
                rest = text[match.end() - 1 :].splitlines(keepends=True)
                row, column = token.end
                yield match.group(1) + "".join(rest[: row - 1]) + rest[row - 1][:column]
                break


def _python_of(template: Path) -> str:
    """A template as Python calls that the extractor can read."""
    from django.utils.translation.template import templatize

    return "\n".join(_calls(templatize(template.read_text("utf-8"), origin=str(template))))


def _sources() -> Iterator[tuple[str, str]]:
    """(path from the root, Python text) of every module and template that may hold texts."""
    for path in sorted(SOURCE.rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and "/migrations/" not in name:
            yield name, path.read_text("utf-8")
        elif path.suffix in {".html", ".txt"} and "/templates/" in name:
            yield name, _python_of(path)


def extracted() -> Catalog:
    """Every text of the source, with the files it stands in (no line numbers: they would change with every edit)."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    found = Catalog(project="Waystation", charset="utf-8")
    for name, text in _sources():
        stream = io.BytesIO(text.encode("utf-8"))
        for _line, message, comments, context in extract("python", stream, KEYWORDS, ["Translators:"]):
            found.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def load(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Waystation", charset="utf-8", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def save(language: str, catalogue: Catalog) -> None:
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.fuzzy = False
    catalogue.header_comment = f"# Waystation, texts in {language}. Kept by tools/messages.py."
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    text = path.read_text("utf-8")
    path.write_text(STAMP.sub("", text), "utf-8")


def updated(language: str) -> Catalog:
    """The stored catalogue with today's texts: new ones empty, gone ones dropped, none guessed."""
    catalogue = load(language)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def is_translated(message: Message) -> bool:
    given = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    wanted = 2 if message.pluralizable else 1
    return not message.fuzzy and len(given) >= wanted and all(given)


def key_of(message: Message) -> str:
    first = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    return f"{message.context}|{first}" if message.context else str(first)


def _placeholders(text: str) -> set[str]:
    return {named or braced for named, braced in PLACEHOLDER.findall(text) if named or braced}


def broken_placeholders(message: Message) -> bool:
    """Whether a translation lacks or invents a named placeholder of its text."""
    sources = message.id if isinstance(message.id, (list, tuple)) else [message.id]
    given = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    allowed = set().union(*map(_placeholders, sources))
    needed = set.intersection(*map(_placeholders, sources))
    return any(text and not needed <= _placeholders(text) <= allowed for text in given)


def take(catalogue: Catalog, translations: dict[str, str | list[str]]) -> list[str]:
    """Put translations into a catalogue; returns the keys that no text has."""
    by_key = {key_of(message): message for message in texts(catalogue)}
    for key in translations.keys() & by_key.keys():
        given, message = translations[key], by_key[key]
        if not given:
            continue
        forms = [given] if isinstance(given, str) else given
        if message.pluralizable:
            # Spanish has three forms in CLDR; the third, for millions, reads as the plural.
            many = catalogue.num_plurals
            message.string = tuple((forms * many if len(forms) == 1 else [*forms, *[forms[-1]] * many])[:many])
        else:
            message.string = forms[0]
        message.flags.discard("fuzzy")
    return sorted(translations.keys() - by_key.keys())


def untranslated(language: str) -> dict[str, str | list[str]]:
    return {
        key_of(message): ["", ""] if message.pluralizable else ""
        for message in texts(updated(language))
        if not is_translated(message)
    }


def compile_all() -> int:
    for language in LANGUAGES:
        path = catalogue_path(language)
        if path.exists():
            fresh = path.with_name(f".{os.getpid()}.mo")
            with fresh.open("wb") as stream:
                write_mo(stream, load(language))
            fresh.replace(path.with_suffix(".mo"))
    return 0


def check() -> int:
    """0 when every text has its translation and each translation its placeholders; else says which do not."""
    failures = 0
    for language in LANGUAGES:
        stored = {key_of(message): message for message in texts(load(language))}
        wanted = [key_of(message) for message in texts(extracted())]
        missing = [key for key in wanted if key not in stored or not is_translated(stored[key])]
        broken = [key for key in wanted if key in stored and broken_placeholders(stored[key])]
        for words, keys in (("no translation", missing), ("other placeholders", broken)):
            for key in keys:
                print(f"{language}: {words}: {key!r}", file=sys.stderr)
        failures += len(missing) + len(broken)
        print(f"{language}: {len(wanted)} texts, {len(missing)} without translation, {len(broken)} broken")
    return 1 if failures else 0


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=["update", "untranslated", "import", "compile", "check"])
    parser.add_argument("file", nargs="?", type=Path, help="the JSON file of import")
    parser.add_argument("--language", default="es", choices=LANGUAGES)
    given = parser.parse_args(words)
    if given.act == "compile":
        return compile_all()
    if given.act == "check":
        return check()
    if given.act == "untranslated":
        print(json.dumps(untranslated(given.language), ensure_ascii=False, indent=1))
        return 0
    catalogue = updated(given.language)
    if given.act == "import":
        if given.file is None:
            parser.error("import needs a JSON file")
        for key in take(catalogue, json.loads(given.file.read_text("utf-8"))):
            print(f"no such text: {key!r}", file=sys.stderr)
    save(given.language, catalogue)
    left = sum(not is_translated(message) for message in texts(catalogue))
    print(f"{given.language}: {sum(1 for _ in texts(catalogue))} texts, {left} without translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
