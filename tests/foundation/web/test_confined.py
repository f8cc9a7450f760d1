"""What strangers sent is worked on apart: whatever becomes of the process that does it, ours goes on."""

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from foundation.web.confined import DiedError, ExhaustedError, Helper, Outcome, start

MODULE = "tests.foundation.files.misbehaving"
MB = 1024 * 1024


@pytest.fixture(scope="module")
def helper() -> Iterator[Helper]:
    made = Helper(MODULE)
    yield made
    made.end()


def said(helper: Helper, question: str, *, wall_s: float = 20) -> Outcome:
    return helper.ask(question.encode(), wall_s=wall_s)


def goes_on(helper: Helper) -> bool:
    told: list[object] = json.loads(said(helper, "say well").content)
    return told[0] == "well"


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (f"take {512 * MB}", ExhaustedError),
        ("spin", ExhaustedError),
        ("abort", DiedError),
        ("fail", DiedError),
        ("speak", DiedError),
    ],
)
def test_what_goes_astray_ends_alone(
    helper: Helper, question: str, error: type[Exception], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(error):
        said(helper, question)
    assert goes_on(helper)
    capfd.readouterr()


def test_what_waits_for_ever_is_ended(helper: Helper) -> None:
    begun = time.monotonic()
    with pytest.raises(ExhaustedError):
        said(helper, "sleep 60", wall_s=0.5)
    assert time.monotonic() - begun < 20
    assert goes_on(helper)


def test_what_it_took_is_told(helper: Helper) -> None:
    assert said(helper, f"take {100 * MB}").peak > 100 * MB
    assert said(helper, "say x").cpu_s < 1


def test_it_writes_no_file_and_knows_no_secret(
    helper: Helper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OCOP_SECRET_KEY", "x" * 40)
    helper.end()
    with pytest.raises(DiedError):
        said(helper, f"write {tmp_path / 'left'}")
    capfd.readouterr()
    assert not (tmp_path / "left").exists() or (tmp_path / "left").stat().st_size == 0
    assert not [name for name in json.loads(said(helper, "say x").content)[1] if name.startswith("OCOP_")]


def test_a_process_that_was_ended_from_outside_is_begun_anew(helper: Helper) -> None:
    assert goes_on(helper)
    for child in psutil.Process().children(recursive=True):
        if MODULE in child.cmdline():
            child.kill()
            child.wait(10)
    assert goes_on(helper)


def test_many_threads_each_get_their_own_answer(helper: Helper) -> None:
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda n: json.loads(said(helper, f"say {n}").content)[0], range(24)))
    assert told == [str(n) for n in range(24)]


def test_a_fork_of_ours_asks_a_process_of_its_own(helper: Helper) -> None:
    assert goes_on(helper)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if goes_on(helper) else 1
            helper.end()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert goes_on(helper)


def test_it_ends_with_the_process_that_asks() -> None:
    process = start(MODULE)
    assert process.stdin
    process.stdin.close()
    assert process.wait(20) == 0
    assert process.stdout
    process.stdout.close()
