"""The three commands, as programs outside rely on them."""

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.catalog.regulations.test_scoring import WORKED


def run(app: Flask, *args: str) -> tuple[int, str, str]:
    done = app.test_cli_runner().invoke(args=["regulations", *args])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("row", [WORKED[0], WORKED[11], WORKED[14], WORKED[21]], ids=lambda row: row["name"])
def test_one_answer_and_nothing_else(app: Flask, tmp_path: Path, row: dict[str, dict[str, object]]) -> None:
    file = tmp_path / "phiếu.json"
    file.write_text(json.dumps(row["input"]), encoding="utf-8-sig")
    answer = row["answer"]
    code, out, err = run(app, "score", "--edition", str(answer["edition"]), "--set", str(answer["set"]), str(file))
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    assert json.loads(out) == answer


def test_decimals_leave_as_decimals(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "mean.json"
    file.write_text('{"mean": true, "marks": {"1.1": 0.1, "1.2": 0.2, "1.3": 1e-30, "4.1": 2.50}}', encoding="utf-8")
    _, out, _ = run(app, "score", "--edition", "26/2026", "--set", "8", str(file))
    assert '"A":0.300000000000000000000000000001,"B":2.5,"C":0}' in out


@pytest.mark.parametrize(
    ("edition", "number", "text", "told"),
    [
        ("27", "8", "{}", "--edition: none has the code '27'; there are 1048, 148, 148+1489, 26/2026"),
        ("26/2026", "27", "{}", "--set: edition 26/2026 has no sheet '27'"),
        ("26/2026", "08", "{}", "--set: edition 26/2026 has no sheet '08'"),
        ("26/2026", "8", "{", "line 1, column 2"),
        ("26/2026", "8", '{"marks": {"4.1": 4}}', "marks['4.1']: not one of 0, 1, 2, 3, 5"),
        ("26/2026", "8", '{"marks": {"\\ud800\\n": 4}}', "no such criterion"),
        ("26/2026", "8", b"\xff", "byte 0 is no UTF-8"),
        ("26/2026", "8", None, "No such file or directory"),
    ],
)
def test_a_refusal_is_one_sentence(
    app: Flask, tmp_path: Path, edition: str, number: str, text: str | bytes | None, told: str
) -> None:
    file = tmp_path / "sheet.json"
    if text is not None:
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    code, out, err = run(app, "score", "--edition", edition, "--set", number, str(file))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_lists_begin_with_what_the_options_take(app: Flask) -> None:
    _, editions, _ = run(app, "editions")
    assert [line.split("\t")[0] for line in editions.splitlines()] == ["1048", "148", "148+1489", "26/2026"]
    numbers = [str(number) for number in range(1, 27)]
    for edition, more in (("1048", ["26-2019"]), ("148", []), ("148+1489", []), ("26/2026", [])):
        code, found, _ = run(app, "sheets", "--edition", edition)
        assert code == 0
        assert [line.split("\t")[0] for line in found.splitlines()] == [*numbers, *more]
    assert run(app, "sheets", "--edition", "x")[0] == 2
