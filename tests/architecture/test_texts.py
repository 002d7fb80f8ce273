"""Every text in two languages: complete, whole, in the words of the glossary, and easy to read."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from django.utils.formats import date_format, localize, number_format
from django.utils.translation import override

from tests.architecture.reading import Size, english_syllables, size, spanish_syllables, total
from waystation.locale.es.formats import DAYS

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "waystation"

_spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools" / "messages.py")
assert _spec is not None
assert _spec.loader is not None
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)

FORBIDDEN = {
    "en": (r"\brescu", r"\bnot (a|an) victim", r"!", r"\bprostitut", r"\billegals?\b", r"\bvictims?\b(?! services)"),
    "es": (
        r"\brescat",
        r"no es (una )?víctima",
        r"[!¡]",
        r"\bprostitut",
        r"\bilegales\b",
        r"\btráfico de personas",
        r"\bvíctimas?\b",
        r"\w@\w*s?\b",
        r"\b(tú|tu|tus|te|contigo|vos|vosotr\w+)\b",
        r"[«»]",
        r"\w/as?\b",
    ),
}
"""Never on a page. Statutes, programs and code lists of others may speak of victims: they are not in the catalogue."""
NEVER_IN_DATA = {
    "en": (r"\brescu", r"\bnot (a|an) victim", r"!", r"\billegals\b"),
    "es": (r"\brescat", r"no es (una )?víctima", r"[!¡]", r"\bilegales\b", r"[«»]", r"\bderivaci", r"\bremisi"),
}
GLOSSARY = (
    (r"\balias\b", r"\balias\b"),
    (r"\bbackup codes?\b", r"código"),
    (r"\bcases?\b(?! in)", r"\bcasos?\b"),
    (r"\bcontacts\b", r"\bcontactos\b"),
    (r"\bcount(y|ies)\b", r"\bcondados?\b|Alder County"),
    (r"\bjournal\b", r"\bdiario\b"),
    (r"\bpackets?\b", r"\bpaquetes?\b"),
    (r"\bpassphrases?\b", r"\bfrases? secretas?\b"),
    (r"\bpasskeys?\b", r"\bllaves? de acceso\b"),
    (r"\brecovery codes?\b", r"\bcódigos? de recuperación\b"),
    (r"\breferrals?\b", r"\breferencias?\b"),
    (r"\breleases?\b", r"\bautorizaci|\bentreg"),
    (r"\bsealed\b", r"\bsell"),
    (r"\bsituations?\b", r"\bsituaci"),
    (r"\bsurvivors?\b", r"\bsobreviviente"),
    (r"\bwithheld\b", r"\bret(en|ien)"),
    (r"\bwitness file\b", r"\barchivo testigo\b"),
)
"""Where an English text has the one, its Spanish has the other (locale/GLOSSARY.md)."""
OTHER_WORDS = r"\b(derivaci\w+|remisi\w+|contraseñas?|bitácora|expedientes?|passphrase|celulares?|ordenador(es)?)\b"

PUBLIC = (
    "web/home.py", "web/templates/web/home.html", "ui/templates/ui/public.html", "ui/templates/ui/components/help.html",
    "ui/errors.py", "ui/templates/ui/pages/error.html", "web/templates/web/public/", "commons/directory/templates/",
    "commons/directory/presenting.py", "portal/",
)  # fmt: skip
"""Where texts stand that somebody may read who is afraid, tired, or new to the language."""
MOST_GRADE, LEAST_INFLESZ, LEAST_HUERTA = 8.0, 65.0, 70.0
LONG, MOST_GRADE_OF_ONE, LEAST_INFLESZ_OF_ONE = 20, 10.0, 45.0

BLOCK = re.compile(r"{%\s*(blocktrans(?:late)?|comment)\b.*?{%\s*end\1\s*%}|{#.*?#}|<!--.*?-->", re.S)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.S)
SPOKEN = re.compile(r'\b(?:aria-label|title|alt|placeholder|data-label)="([^"]*)"')
NO_TEXT = {"Waystation", "Ben", "hatch"}


def pairs() -> Iterator[tuple[Message, str, str]]:
    """(message, English, Spanish) of every text; each form of a plural with its own."""
    for message in tool.texts(tool.load("es")):
        sources = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        given = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        yield from ((message, source, target) for source, target in zip(sources, given, strict=False))


def data_texts() -> Iterator[tuple[str, str, str]]:
    """(file, language, text) of every bilingual text in a data file."""
    for path in sorted(SRC.rglob("*.toml")):
        name = path.relative_to(SRC).as_posix()
        yield from ((name, lang, text) for lang, text in _bilingual(tomllib.loads(path.read_text("utf-8"))))


def _bilingual(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _bilingual(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            lang = key.rpartition("_")[2]
            if lang in NEVER_IN_DATA and isinstance(item, str):
                yield lang, item
            else:
                yield from _bilingual(item)


def stands_in(message: Message, places: tuple[str, ...]) -> bool:
    return any(name.removeprefix("src/waystation/").startswith(places) for name, _line in message.locations)


def test_everyone_can_read_every_text_in_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    failed = tool.check()
    said = capsys.readouterr()
    print(said.out)
    assert not failed, said.err


def test_a_translation_keeps_placeholders_tags_numbers_and_ends() -> None:
    def whole(text: str) -> tuple[Any, ...]:
        return (
            Counter(re.findall(r"%\(\w+\)[sd]", text)),
            Counter(re.findall(r"</?\w+", text)),
            Counter(re.findall(r"\d+", re.sub(r"<[^>]*>", "", text))),
            (text[:1].isspace(), text[-1:].isspace(), text.strip()[-1:] in ".?"),
        )

    broken = [
        (source, target)
        for message, source, target in pairs()
        if target and whole(source) != whole(target) and not (message.pluralizable and "%(" not in source)
    ]
    assert broken == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_text_says_what_is_never_said(lang: str) -> None:
    texts = [(source if lang == "en" else target) for _message, source, target in pairs()]
    found = [(text, rule) for text in texts for rule in FORBIDDEN[lang] if re.search(rule, _plain(text), re.I)]
    allowed = {"Servicios para víctimas"}
    assert [pair for pair in found if pair[0] not in allowed] == []


def _plain(text: str) -> str:
    return re.sub(r"<[^>]+>|%\(\w+\)[sd]", " ", text)


def test_no_data_file_says_what_is_never_said() -> None:
    found = [
        (name, text)
        for name, lang, text in data_texts()
        for rule in NEVER_IN_DATA[lang]
        if "synonyms" not in name and re.search(rule, text, re.I)
    ]
    assert found == []


def test_every_text_of_a_data_file_is_in_both_languages() -> None:
    def lonely(value: Any) -> Iterator[str]:
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from lonely(item)
        if isinstance(value, dict):
            for key, item in value.items():
                head, _, lang = key.rpartition("_")
                if lang == "en" and isinstance(item, str) and not value.get(f"{head}_es" if head else "es"):
                    yield item

    missing = {
        path.relative_to(SRC).as_posix(): found
        for path in sorted(SRC.rglob("*.toml"))
        if (found := list(lonely(tomllib.loads(path.read_text("utf-8")))))
    }
    assert missing == {}


def test_one_thing_has_one_word_in_each_language() -> None:
    strayed = [
        (source, target, right)
        for _message, source, target in pairs()
        for left, right in GLOSSARY
        if target and re.search(left, source, re.I) and not re.search(right, target, re.I)
    ]
    assert strayed == []
    assert [target for _message, _source, target in pairs() if re.search(OTHER_WORDS, target, re.I)] == []


def test_no_template_speaks_english_only() -> None:
    found = []
    for path in sorted(SRC.rglob("templates/**/*.html")):
        text = TAGS.sub(" ", BLOCK.sub(" ", path.read_text("utf-8")))
        spoken = SPOKEN.findall(text) + re.sub(r"<[^>]*>", "\n", text).splitlines()
        for line in (part.strip(" ·.,:") for part in spoken):
            if re.search(r"[A-Za-z]{3}", line) and line not in NO_TEXT and not re.search(r"[\w-]+=|^\w+$", line):
                found.append(f"{path.relative_to(SRC)}: {line}")
    assert found == []


def test_no_module_writes_months_in_english_only() -> None:
    """A day in a text goes through `date_format`, never through strftime, which knows English only."""
    found = [
        f"{path.relative_to(SRC)}:{number}"
        for path in sorted(SRC.rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"%[bBaA](?![\w(])", line) and re.search(r"strftime|:%", line)
    ]
    assert found == []


def test_anyone_can_read_the_public_pages() -> None:
    texts = [(source, target) for message, source, target in pairs() if target and stands_in(message, PUBLIC)]
    sentences = [(source, target) for source, target in texts if len(source.split()) >= 6]
    assert len(sentences) >= 30
    english, spanish = total((s for s, _ in sentences), "en"), total((t for _, t in sentences), "es")
    _report("public pages", len(sentences), english, spanish)
    assert english.grade <= MOST_GRADE
    assert spanish.inflesz >= LEAST_INFLESZ
    assert spanish.fernandez_huerta >= LEAST_HUERTA


def test_staff_can_read_every_text_quickly() -> None:
    texts = [(source, target) for _message, source, target in pairs() if target and len(source.split()) >= 6]
    english, spanish = total((s for s, _ in texts), "en"), total((t for _, t in texts), "es")
    _report("all texts", len(texts), english, spanish)
    assert english.grade <= MOST_GRADE
    assert spanish.inflesz >= LEAST_INFLESZ
    long = [pair for pair in texts if len(pair[0].split()) >= LONG]
    hard = [source for source, _ in long if size(source, "en").grade > MOST_GRADE_OF_ONE]
    hard += [target for _, target in long if size(target, "es").inflesz < LEAST_INFLESZ_OF_ONE]
    assert hard == []


def _report(what: str, count: int, english: Size, spanish: Size) -> None:
    print(
        f"{what}: {count} sentences; English Flesch-Kincaid grade {english.grade:.1f}; "
        f"Spanish INFLESZ {spanish.inflesz:.1f}, Fernández Huerta {spanish.fernandez_huerta:.1f}"
    )


@pytest.mark.parametrize(
    ("word", "count"),
    [("casa", 2), ("aéreo", 4), ("país", 2), ("ciudad", 2), ("guerra", 2), ("línea", 3), ("quién", 1), ("oír", 2),
     ("diario", 2), ("María", 3), ("averigüe", 4), ("hay", 1), ("autorización", 5), ("que", 1)],
)  # fmt: skip
def test_syllables_of_spanish_words_are_counted_right(word: str, count: int) -> None:
    assert spanish_syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [("people", 2), ("asked", 1), ("wanted", 2), ("sealed", 1), ("table", 2), ("the", 1), ("need", 1)],
)
def test_syllables_of_english_words_are_counted_right(word: str, count: int) -> None:
    assert english_syllables(word) == count


@pytest.mark.parametrize(
    ("form", "english", "spanish"),
    [
        ("F Y", "October 2026", "octubre de 2026"),
        ("j F", "9 October", "9 de octubre"),
        ("j F Y", "9 October 2026", "9 de octubre de 2026"),
        ("l j F", "Friday 9 October", "viernes 9 de octubre"),
    ],
)
def test_days_read_right_in_both_languages(form: str, english: str, spanish: str) -> None:
    day = dt.date(2026, 10, 9)
    with override("en"):
        assert date_format(day, form) == english
    with override("es"):
        assert date_format(day, form) == spanish
        assert number_format(2614, force_grouping=True) == "2,614"
        assert localize(5.2) == "5.2"


def test_every_long_date_of_a_template_has_its_spanish_form() -> None:
    used = {
        form
        for path in SRC.rglob("templates/**/*.html")
        for form in re.findall(r'\|date:"([^"]*F[^"]*)"', path.read_text("utf-8"))
    }
    assert used <= set(DAYS)
