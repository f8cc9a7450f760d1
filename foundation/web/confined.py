"""Work on what strangers sent, in processes apart: with little memory and time, no secrets, and nothing to write to."""

import atexit
import os
import resource
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
ANSWER_MAX = 64 * 1024 * 1024
"""Bytes of an answer; more is not read."""
OUT_OF_MEMORY = 3
_INHERITED = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_QUESTION, _ANSWER = struct.Struct(">Q"), struct.Struct(">iQdQ")
_ENDS_WITHIN_S = 5


class ExhaustedError(Exception):
    """The work took more memory or time than it was given."""


class DiedError(Exception):
    """The work ended in the middle, as libraries do that stumble over what they read."""


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """What a process may take: bytes of memory, seconds of a processor. Nothing it does leaves a file."""

    memory: int
    cpu_s: int

    def take(self) -> None:
        """Bind this process to them. A system that knows one of them not goes on without it."""
        asked = {
            "RLIMIT_AS": self.memory,
            "RLIMIT_CPU": self.cpu_s,
            "RLIMIT_FSIZE": 0,
            "RLIMIT_CORE": 0,
        }
        for name, most in asked.items():
            with suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (most, most))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the work made, and what it took: seconds of a processor, most bytes of memory at once."""

    content: bytes
    cpu_s: float
    peak: int


def start(module: str, *words: str, quiet: bool = False) -> subprocess.Popen[bytes]:
    """Start a module of ours in a process apart, in a group of its own; it inherits no settings and so no secrets."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process apart with all it has started, and wait for it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()
    process.wait(_ENDS_WITHIN_S)


class Helper:
    """One process per process of ours, which has loaded its libraries and forks for each question.

    Starting an interpreter for each costs a tenth of a second of a processor, a fork some milliseconds. One question
    at a time: what a single picture may take is then what all of a process's pictures take.
    """

    def __init__(self, module: str) -> None:
        """Take `module`, which calls `answer_questions` when it is run."""
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        atexit.register(self.end)
        os.register_at_fork(after_in_child=self._leave_to_parent)

    def ask(self, question: bytes, *, wall_s: float) -> Outcome:
        """Put a question; raises `ExhaustedError` and `DiedError`."""
        with self._lock:
            process = self._running()
            late, until = Timer(wall_s, os.killpg, (process.pid, signal.SIGKILL)), time.monotonic() + wall_s
            late.start()
            try:
                answer, status = _asked(process, question)
            except (OSError, EOFError) as error:
                self._process = None
                end(process)
                raise (DiedError if time.monotonic() < until else ExhaustedError) from error
            finally:
                late.cancel()
                late.join()
        if status in {OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL}:
            raise ExhaustedError
        if status:
            raise DiedError
        return answer

    def end(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process:
            end(process)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is not None:
            self.end()
        self._process = self._process or start(self._module)
        return self._process

    def _leave_to_parent(self) -> None:
        """Close the pipes in a fork of ours, which would keep the process alive and answer its parent's questions."""
        process, self._process, self._lock = self._process, None, Lock()
        if process:
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    os.close(pipe.fileno())
            process.returncode = 0  # nobody here waits for it


def answer_questions(work: Callable[[bytes], bytes], limits: ProcessLimits) -> None:
    """Answer questions until there are no more, each in a fork within these limits."""
    while question := _question(sys.stdin.buffer):
        end_of_pipe, pipe = os.pipe()
        child = os.fork()
        if child == 0:
            _answer(work, question, limits, pipe)
        os.close(pipe)
        with open(end_of_pipe, "rb") as told:  # noqa: PTH123 - a pipe has no path
            content = told.read(ANSWER_MAX)
        _, status, took = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        spent, peak = took.ru_utime + took.ru_stime, took.ru_maxrss * 1024
        sys.stdout.buffer.write(_ANSWER.pack(code, len(content), spent, peak) + content)
        sys.stdout.buffer.flush()


def _answer(work: Callable[[bytes], bytes], question: bytes, limits: ProcessLimits, pipe: int) -> None:
    """Do the work and end; a library's fault ends this fork and nothing else."""
    code = 1
    try:
        for ours in (0, 1):  # a fork that goes astray neither hears nor answers what is not its own
            os.close(ours)
        limits.take()
        with open(pipe, "wb") as tell:
            tell.write(work(question))
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def _question(stream: BinaryIO) -> bytes | None:
    head = stream.read(_QUESTION.size)
    return stream.read(_QUESTION.unpack(head)[0]) if len(head) == _QUESTION.size else None


def _asked(process: subprocess.Popen[bytes], question: bytes) -> tuple[Outcome, int]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(_QUESTION.pack(len(question)) + question)
    process.stdin.flush()
    code, length, spent, peak = _ANSWER.unpack(_exactly(process.stdout, _ANSWER.size))
    return Outcome(_exactly(process.stdout, min(length, ANSWER_MAX)), spent, peak), code


def _exactly(stream: object, count: int) -> bytes:
    content: bytes = stream.read(count)  # type: ignore[attr-defined]
    if len(content) < count:
        raise EOFError
    return content
