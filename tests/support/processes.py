"""Programs of the project in processes of their own, to be killed as power cuts and operators kill them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
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


def start(*words: str, env: Mapping[str, str]) -> subprocess.Popen[str]:
    """`python -m words…` in the repository root; its output is kept for `output`."""
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=dict(env),
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def finish(process: subprocess.Popen[str], *, status: int = 0, timeout: float = 120) -> str:
    """Wait for its end, check its exit status, return what it printed."""
    told, _ = process.communicate(timeout=timeout)
    assert process.returncode == status, told
    return told


def kill(process: subprocess.Popen[str]) -> bool:
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
