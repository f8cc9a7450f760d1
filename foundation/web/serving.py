"""The production server with the worker beside it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click
from granian import Granian
from granian.constants import Interfaces

WORKER = (sys.executable, "-m", "flask", "outbox", "work")
RESPAWN_AFTER_S = 1
END_WITHIN_S = 30


@click.command("serve")
@click.option("--workers", default=2, show_default=True, help="Server processes.")
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def serve_command(workers: int, port: int, host: str) -> None:
    """Serve the site with its worker until interrupted."""
    serve(port=port, workers=workers, host=host)


def serve(*, port: int, workers: int, host: str = "127.0.0.1") -> None:
    """Run server processes, each answering one request at a time, and one worker process.

    The worker ends with the server; one that dies takes nothing with it, its jobs' leases expire, and
    another takes its place.
    """
    server = Granian(
        "wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_access=False,
        respawn_failed_workers=True,
        factory=True,
    )
    with _worker_beside():
        server.serve()


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
        if keeper.is_alive():
            current[0].kill()
