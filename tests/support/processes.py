"""Programs of the project in processes of their own, to be killed as power cuts and operators kill them."""

import atexit
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from pathlib import Path
from threading import Timer
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]

_Told = TypeVar("_Told")


def rounds(default: _Told, full: _Told) -> _Told:
    """How often something is tried: a few rounds by default, all of them for a closing note."""
    return full if os.environ.get("OCOP_TEST_ROUNDS") == "full" else default


ROUNDS = rounds(2, 5)
"""How often most faults are tried."""


def environment(database_url: str, data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a site on this database, with nothing of the caller's own settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OCOP_", "COV_", "FLASK_"))}
    own = {"OCOP_ENV": "demo", "OCOP_DATABASE_URL": database_url, "OCOP_DATA_DIR": str(data_dir)}
    return {**inherited, **own, "OCOP_TODAY": "2026-11-23", "FLASK_APP": "wsgi.py", **more}


class Forked:
    """A program in a fork of the one process that has imported the site; speaks as `subprocess.Popen` does."""

    cpu_s = 0.0
    """What all that have ended took: they are children of that process, not of the tests."""

    def __init__(self, words: tuple[str, ...], env: Mapping[str, str]) -> None:
        self._line = _forking()
        read, write = os.pipe()
        self._line.send((words, dict(env)))
        send_handle(self._line, write, None)
        os.close(write)
        self.stdout = open(read, encoding="utf-8")  # noqa: SIM115, PTH123 - a pipe has no path, and is closed below
        self.pid: int = self._line.recv()
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit status, once it has ended."""
        if self.returncode is None:
            self._line.send(self.pid)
            if ended := self._line.recv():
                self.returncode, cpu_s = ended
                Forked.cpu_s += cpu_s
        return self.returncode

    def kill(self) -> None:
        """SIGKILL; who has ended keeps the number until asked for it."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)

    def communicate(self) -> tuple[str, None]:
        """What it still said until its end; what it said of errors is among it."""
        told = self.stdout.read()
        self.stdout.close()
        wait_until(lambda: self.poll() is not None, pause=0.001)
        return told, None


Program = subprocess.Popen[str] | Forked


@cache
def _forking() -> Connection:
    """The line to the process that forks: started for the first program, ended with the tests."""
    ours, theirs = Pipe()
    words = [sys.executable, "-m", "tests.support.forks", str(theirs.fileno())]
    process = subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
    )
    theirs.close()
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def start(*words: str, env: Mapping[str, str]) -> Forked:
    """As `python -m words…` in the repository root, with the site imported; its output is kept for `finish`."""
    return Forked(words, env)


def start_anew(*words: str, env: Mapping[str, str]) -> subprocess.Popen[str]:
    """The same from nothing, as the site is started, for tests of just that."""
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=dict(env),
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def finish(process: Program, *, status: int = 0, timeout: float = 120) -> str:
    """Wait for its end, check its exit status, return what it printed; it is killed when it takes too long."""
    late = Timer(timeout, process.kill)
    late.start()
    told, _ = process.communicate()
    late.cancel()
    assert process.returncode == status, told
    return told


def kill(process: Program) -> bool:
    """SIGKILL, as the kernel does it when memory is out; whether it was still running."""
    running = process.poll() is None
    process.kill()
    process.communicate()
    return running


def wait_until(seen: Callable[[], object], *, timeout: float = 60, pause: float = 0.02) -> None:
    """Look again and again until something is seen; AssertionError when it never is."""
    until = time.monotonic() + timeout
    while not seen():
        assert time.monotonic() < until, "never seen"
        time.sleep(pause)
