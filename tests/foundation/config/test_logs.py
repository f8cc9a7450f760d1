import json
import logging
import unicodedata

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from foundation.config import logs
from foundation.config.safe_logging import error_line, error_words, one_line, without_people
from foundation.config.settings import Env


def test_production_writes_json_lines_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Env.PRODUCTION)
    structlog.get_logger("outbox").warning("job.failed", kind="thư", attempt=2)
    told = capsys.readouterr()
    line = json.loads(told.err)
    assert told.out == ""
    assert (line["event"], line["level"], line["kind"], line["attempt"]) == ("job.failed", "warning", "thư", 2)
    assert line["timestamp"].endswith("Z")


def test_elsewhere_a_person_reads_them(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Env.DEMO)
    structlog.get_logger("outbox").info("job.done", kind="thư")
    told = capsys.readouterr()
    assert told.out == ""
    assert "job.done" in told.err
    assert "kind=thư" in told.err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(), st.sampled_from(Env))
def test_one_event_is_one_line_whatever_it_says(capsys: pytest.CaptureFixture[str], said: str, env: Env) -> None:
    logs.configure(env)
    try:
        raise ValueError(said)  # noqa: TRY301 - to be caught at once
    except ValueError:
        structlog.get_logger("x").exception(said, value=said, many=[said, {said: said}])
    told = capsys.readouterr().err
    assert told.endswith("\n")
    assert len(told[:-1].splitlines()) == 1
    assert not [c for c in told[:-1] if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}]


def test_what_libraries_log_is_told_alike(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Env.PRODUCTION)
    logs.configure(Env.PRODUCTION)
    try:
        int("an@example.vn")
    except ValueError:
        logging.getLogger("a.library").exception("Exception on %s\n", "/an@example.vn")
    logging.getLogger("a.library").info("not worth a line")
    line = json.loads(capsys.readouterr().err)
    assert (line["logger"], line["level"], line["event"]) == ("a.library", "error", "Exception on <address>\\n")
    assert line["error"].startswith("ValueError at foundation/") or "test_logs.py" in line["error"]
    assert "an@example.vn" not in json.dumps(line)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("to an@example.vn failed", "to <address> failed"),
        ("<an.b+c@x.vn>: unknown", "<<address>>: unknown"),
        ("call 0912 345 678 or +84912345678", "call <number> or <number>"),
        ("at 2026-11-23T01:00:00Z, job 123456", "at 2026-11-23T01:00:00Z, job 123456"),
        ("head 0a1b2c3d4e5f0912345678", "head 0a1b2c3d4e5f0912345678"),
    ],
)
def test_addresses_and_numbers_of_people_are_left_out(text: str, told: str) -> None:
    assert without_people(text) == told


def test_what_nobody_sees_is_written_out() -> None:
    assert one_line("a\r\nb\x1b[2K\u2028\u202ec Hoà") == "a\\r\\nb\\x1b[2K\\u2028\\u202ec Hoà"


def test_what_a_database_says_of_itself_is_told() -> None:
    with pytest.raises(DBAPIError) as away:
        create_engine("sqlite:////no/such/folder/x").connect()
    assert error_words(away.value) == "OperationalError(unable to open database file)"
    with create_engine("sqlite://").connect() as connection, pytest.raises(DBAPIError) as wrong:
        connection.execute(text("SELECT :a + 'x' FROM nowhere"), {"a": "an"})
    assert "no such table: nowhere" in error_line(wrong.value)


def test_an_error_of_the_system_is_told_without_its_file() -> None:
    assert error_words(FileNotFoundError(2, "No such file or directory", "/home/an")) == (
        "FileNotFoundError(No such file or directory)"
    )


def test_what_caused_an_error_is_told_and_a_circle_ends() -> None:
    first, second = ValueError("an@example.vn"), KeyError("0912345678")
    first.__cause__, second.__cause__ = second, first
    assert error_line(first) == "ValueError at ; because of KeyError at "
