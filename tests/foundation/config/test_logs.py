import json

import pytest
import structlog

from foundation.config import logs
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
