"""The production server with the worker beside it."""

import signal
import subprocess
import sys

import click
from granian import Granian
from granian.constants import Interfaces

WORKER = (sys.executable, "-m", "flask", "outbox", "work")


@click.command("serve")
@click.option("--workers", default=2, show_default=True, help="Server processes.")
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def serve_command(workers: int, port: int, host: str) -> None:
    """Serve the site with its worker until interrupted."""
    serve(port=port, workers=workers, host=host)


def serve(*, port: int, workers: int, host: str = "127.0.0.1") -> None:
    """Run server processes, each answering one request at a time, and one worker process.

    The worker ends with the server; one that dies takes nothing with it, its jobs' leases expire.
    """
    worker = subprocess.Popen(WORKER)  # noqa: S603 - our own interpreter
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
    try:
        server.serve()
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=30)
