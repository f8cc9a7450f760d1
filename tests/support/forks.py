"""A process that has imported the site once and forks for each program that tests start, which so imports nothing.

It imports and does nothing else: no thread, connection or setting is there that a program could inherit from it.
Asked with a program's words and environment and the pipe for its output, it answers its number; asked with a number,
the exit status and the seconds of a processor that program took, or nothing as long as it runs.
"""

import gc
import os
import runpy
import signal
import sys
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle

IMPORTED = ("wsgi", "flask.cli", "psycopg", "tests.support.databases")


def main() -> None:
    """Answer until the tests are over; in a fork, run what was asked for as `python -m` would."""
    line, interrupted = Connection(int(sys.argv[1])), signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in IMPORTED:
        import_module(name)
    gc.freeze()
    words = _serve(line)
    if words:
        signal.signal(signal.SIGINT, interrupted)
        sys.argv = list(words)
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def _serve(line: Connection) -> tuple[str, ...]:
    """The words of its program in each fork; none where there will be no more questions."""
    while True:
        try:
            asked = line.recv()
        except EOFError:
            return ()
        if isinstance(asked, int):
            line.send(_end_of(asked))
            continue
        words, env = asked
        output = recv_handle(line)
        number = os.fork()
        if number == 0:
            line.close()
            _move_in(env, output)
            return tuple(words)
        os.close(output)
        line.send(number)


def _move_in(env: dict[str, str], output: int) -> None:
    os.environ.clear()
    os.environ.update(env)
    for stream in (1, 2):
        os.dup2(output, stream)
    os.close(output)


def _end_of(number: int) -> tuple[int, float] | None:
    ended, status, took = os.wait4(number, os.WNOHANG)
    return (os.waitstatus_to_exitcode(status), took.ru_utime + took.ru_stime) if ended else None


if __name__ == "__main__":
    main()
