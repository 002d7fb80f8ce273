"""`waystation screen`: JSON on standard output, one sentence on standard error, 2 on bad input."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from waystation.commands import screen

FACTS = {
    "age_at_exploitation": 17,
    "acts": ["recruit"],
    "means": ["not:any"],
    "purposes": ["commercial_sex"],
}


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    screen.register(parser.add_subparsers())
    args = parser.parse_args(["screen", *words])
    code: int = args.run(args)
    return code


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FACTS), encoding="utf-8")
    return path


def test_an_analyst_can_read_two_determinations_as_json(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(str(facts), "--json") == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert err == ""
    assert list(answer) == ["tvpa", "palermo"]
    for determination in answer.values():
        assert determination["determination"] == "met"
        assert {"determination", "elements", "reasons"} <= set(determination)
        assert set(determination["elements"]) == {"act", "means", "purpose"}


def test_the_codes_are_listed_and_each_can_be_used(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert call("--codes", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert set(listed) == {"acts", "means", "purposes"}
    for kind, codes in listed.items():
        for code in codes:
            for word in (code, f"not:{code}"):
                path = tmp_path / "one.json"
                path.write_text(json.dumps({kind: [word]}), encoding="utf-8")
                assert call(str(path), "--json") == 0


def test_people_can_read_it_in_english_and_spanish(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(str(facts)) == 0
    assert "Federal law (TVPA): What was stated meets this definition" in capsys.readouterr().out
    assert call(str(facts), "--lang", "es") == 0
    assert "Ley federal (TVPA)" in capsys.readouterr().out
    assert call("--codes") == 0
    assert "Offered, persuaded or signed up" in capsys.readouterr().out


def test_facts_can_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(FACTS).encode())))
    assert call("-", "--json") == 0
    assert json.loads(capsys.readouterr().out)["tvpa"]["determination"] == "met"


@pytest.mark.parametrize("content", ['{"acts": ["recruit"], "note": "Niño"}'.encode("latin-1"), b"\xff\xfe{\x00"])
def test_input_that_is_not_utf_8_is_said_to_be_so(
    content: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="surrogateescape"))
    assert call("-", "--json") == 2
    assert capsys.readouterr().err == "standard input cannot be read: it is not UTF-8 text.\n"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", "is not JSON: line 1"),
        (b"[]", "one JSON object"),
        (b'{"acts": "recruit"}', "acts must be a list"),
        (b'{"means": ["not:forced"]}', "means has no code 'forced'"),
        (b'{"age_at_exploitation": NaN}', "age_at_exploitation must be"),
        (b'{"age_at_exploitation": ' + b"9" * 5000 + b"}", "facts.json"),
        (b"\xff\xfe", "not UTF-8 text"),
        (b"[" * 100_000, "nested too deeply"),
        (b'"' + b"a" * 1_100_000 + b'"', "too large"),
    ],
)
def test_bad_input_is_refused_with_one_sentence(
    content: bytes, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "facts.json"
    path.write_bytes(content)
    assert call(str(path), "--json") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert complaint in err
    assert err.count("\n") == 1


def test_a_missing_file_and_no_file_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(str(tmp_path / "none.json")) == 2
    assert "no such file" in capsys.readouterr().err
    assert call(str(tmp_path)) == 2
    assert "is a directory" in capsys.readouterr().err
    assert call() == 2
    assert "Give a file of facts" in capsys.readouterr().err


def test_it_runs_without_django() -> None:
    script = "import sys; from waystation.commands import screen; sys.exit('django' in sys.modules)"
    ran: Any = subprocess.run([sys.executable, "-c", script], check=False)
    assert ran.returncode == 0
