"""`waystation estimate`: the contract of its output, and one clear sentence for bad input."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from waystation.cli import main

TABLE = "A,B,C,count\n1,0,0,140\n0,1,0,130\n0,0,1,120\n1,1,0,19\n1,0,1,15\n0,1,1,14\n1,1,1,2\n"


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_json_keeps_the_contract(counts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimate", str(counts), "--json", "--replicates", "200", "--methods", "stepwise", "chao"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["n"], found["lists"]) == (440, ["A", "B", "C"])
    assert [each["method"] for each in found["panel"]] == ["stepwise", "chao"]
    assert found["verdict"] in {"usable range", "lower bound only", "do not publish"}
    assert found["reasons"]


def test_plain_text_begins_with_the_verdict(counts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimate", str(counts), "--replicates", "200"]) == 0
    assert capsys.readouterr().out.startswith("Verdict: ")


def test_the_same_seed_prints_the_same(counts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = []
    for threads in ("1", "2"):
        main(["estimate", str(counts), "--json", "--replicates", "1200", "--seed", "9", "--threads", threads])
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


def test_coverage_stands_beside_the_panel(counts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["estimate", str(counts), "--replicates", "200", "--methods", "stepwise", "--coverage"]
    asked += ["--populations", "2"]
    assert main([*asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["populations"] for each in found["coverage"]["trials"]] == [2, 2, 2]
    assert main([*asked, "--seconds", "0"]) == 0
    assert "ended early" in capsys.readouterr().out


def test_a_table_that_no_population_can_be_made_from_still_gets_its_panel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "apart.csv"
    path.write_text("A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n", encoding="utf-8")
    assert main(["estimate", str(path), "--replicates", "200", "--coverage"]) == 0
    said = capsys.readouterr()
    assert "do not publish" in said.out
    assert "Nothing was tried" in said.err


def test_strata_have_a_panel_each_and_one_for_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = TABLE.splitlines()
    path = tmp_path / "counts.csv"
    rows = [f"{line},{sex}" for sex in ("women", "men") for line in lines[1:]]
    path.write_text("\n".join([f"{lines[0]},sex", *rows]), encoding="utf-8")
    asked = ["estimate", str(path), "--replicates", "200", "--strata", "sex"]
    assert main([*asked, "--because", "they go to other agencies", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["n"], set(found["strata"])) == (880, {"women", "men"})
    assert found["panel"][-1]["method"] == "stepwise, strata added"
    assert main(asked) == 2
    assert "state why" in capsys.readouterr().err


def test_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode())))
    assert main(["estimate", "-", "--replicates", "200"]) == 0
    assert "440 people on 3 lists" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "more", "says"),
    [
        (b"A,B,count\n1,0,-4\n", [], "line 2: the count '-4' is not a whole number"),
        (b"\xff\xfe\x00", [], "not UTF-8 text"),
        (TABLE.encode(), ["--methods", "magic"], "no method is called magic"),
        (TABLE.encode(), ["--replicates", "1"], "at least 100 replicates"),
    ],
)
def test_bad_input_is_one_sentence_and_two(
    content: bytes, more: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "counts.csv"
    path.write_bytes(content)
    assert main(["estimate", str(path), *more]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimate", str(tmp_path / "none.csv")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_an_interrupt_prints_what_is_there_and_130(counts: Path) -> None:
    asked = [str(counts), "--json", "--methods", "dga", "stepwise", "--replicates", "900000000"]
    found = _interrupted(asked, "stepwise")
    assert found.returncode == 130, found.stderr
    told = json.loads(found.stdout)
    assert not told["complete"]
    assert [each["method"] for each in told["panel"]] == ["dga"]
    assert told["verdict"] == "do not publish"
    assert "dga: 1 of 1" in found.stderr


def test_an_interrupt_among_strata_prints_no_number(tmp_path: Path) -> None:
    lines = TABLE.splitlines()
    path = tmp_path / "counts.csv"
    rows = [f"{line},{sex}" for sex in ("women", "men") for line in lines[1:]]
    path.write_text("\n".join([f"{lines[0]},sex", *rows]), encoding="utf-8")
    asked = [str(path), "--strata", "sex", "--because", "they differ", "--replicates", "900000000"]
    found = _interrupted(asked, "independence")
    assert (found.returncode, found.stdout) == (130, "")
    assert "Interrupted" in found.stderr


def _interrupted(asked: list[str], step: str) -> subprocess.CompletedProcess[str]:
    """The command on a terminal, with Ctrl-C typed when its progress names the step."""
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "waystation.cli", "estimate", *asked]
    said: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=end, text=True, preexec_fn=_heeds_interrupts
    ) as child:
        os.close(end)
        reader = threading.Thread(target=_interrupt_at, args=(child, terminal, f"{step}: 1,000 of", said))
        reader.start()
        try:
            printed, _nothing = child.communicate(timeout=300)
        finally:
            child.kill()
            reader.join()
            os.close(terminal)
    return subprocess.CompletedProcess(command, child.returncode, printed, "".join(said))


def _heeds_interrupts() -> None:
    """A run in the background hands its children an ignored SIGINT; a person at a terminal does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _interrupt_at(child: subprocess.Popen[str], terminal: int, words: str, said: list[str]) -> None:
    """Read the terminal to its end, so that the command never waits for it."""
    sent = False
    with contextlib.suppress(OSError):  # a terminal whose other end is closed
        while more := os.read(terminal, 4096):
            said.append(more.decode())
            if not sent and words in "".join(said):
                child.send_signal(signal.SIGINT)
                sent = True
