"""The production server with the worker beside it."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import with_appcontext
from granian import Granian
from granian.constants import Interfaces

from foundation.web.listening import settle

WORKER = (sys.executable, "-m", "flask", "outbox", "work")
RESPAWN_AFTER_S = 1
END_WITHIN_S = 30
REQUEST_ENDS_WITHIN_S = 10
"""How long a server process may take to end; one that was told twice at once would never do so by itself."""


@click.command("serve")
@click.option("--workers", default=2, show_default=True, help="Server processes.")
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@with_appcontext
def serve_command(workers: int, port: int, host: str) -> None:
    """Serve the site with its worker until interrupted."""
    settle(host, port)
    serve(port=port, workers=workers, host=host)


def serve(*, port: int, workers: int, host: str = "127.0.0.1") -> None:
    """Run server processes, each answering one request at a time, and one worker process.

    The worker ends with the server; one that dies takes nothing with it, its jobs' leases expire, and
    another takes its place.
    """
    _refuse_taken(host, port)
    _heed_interrupts_alone()
    server = Granian(
        "wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=REQUEST_ENDS_WITHIN_S,
        factory=True,
    )
    with _worker_beside():
        server.serve()


def _refuse_taken(host: str, port: int) -> None:
    """Say so when something else serves here: the server would panic, or share the port with its like in silence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        msg = f"Cannot serve at {host}, port {port}: {error.strerror}. Choose another with --port (make run PORT=…)."
        raise click.ClickException(msg) from error


def _heed_interrupts_alone() -> None:
    """Take an interrupt as the order to end, in this process only.

    A terminal sends it to every process of the group, and the server then tells its own once more, which a
    server process may not survive in good order. So it is blocked, here and in all that is started from
    here, and one thread waits for it.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def end() -> None:
        signal.sigwait({signal.SIGINT})
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end, name="interrupts", daemon=True).start()


@contextmanager
def _worker_beside() -> Iterator[None]:
    """Keep one worker process alive for as long as the block runs."""
    ending = threading.Event()
    current = [subprocess.Popen(WORKER)]  # noqa: S603 - our own interpreter

    def keep() -> None:
        while not ending.is_set():
            current[0].wait()
            if not ending.wait(RESPAWN_AFTER_S):
                current[0] = subprocess.Popen(WORKER)  # noqa: S603 - our own interpreter

    keeper = threading.Thread(target=keep, name="worker-keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        current[0].terminate()
        keeper.join(END_WITHIN_S)
        if current[0].poll() is None:
            current[0].kill()
