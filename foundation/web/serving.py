"""The production server with the worker beside it."""

import asyncio
import os
import pkgutil
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from foundation.config.private_files import private_folder
from foundation.config.settings import Settings
from foundation.web import metrics
from foundation.web.listening import settle

WORKER = (sys.executable, "-m", "flask", "outbox", "work")
CONNECTIONS_MAX = 512
"""Of one server process; whoever comes when they are taken waits for one to end."""

SILENCE_S = 15
"""How long a connection may take to say what it wants, also for the next time."""

UNREAD_S = 30
"""How long a connection may take nothing of its answer."""

UNREAD_BYTES = 256 * 1024
"""How much of it waits in the kernel; a line of 250 ms still carries 1 MB/s."""

BUFFER_BYTES = 64 * 1024
"""Of what a connection sends or is sent; more waits at its other end."""

FILES_OPEN = 4 * CONNECTIONS_MAX
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
    settings: Settings = current_app.config["OCOP_SETTINGS"]
    if settings.metrics_token:
        _count_together(settings.data_dir / "metrics")
    serve(port=port, workers=workers, host=host)


def serve(*, port: int, workers: int, host: str = "127.0.0.1") -> None:
    """Run server processes and one worker process.

    Each server process asks the site for one answer at a time, and holds hundreds of connections meanwhile.
    The worker ends with the server; one that dies takes nothing with it, its jobs' leases expire, and
    another takes its place.
    """
    _refuse_taken(host, port)
    _allow_files()
    _heed_interrupts_alone()
    server = Granian(
        "wsgi:front",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        http=HTTPModes.http1,
        websockets=False,
        backpressure=CONNECTIONS_MAX,
        http1_settings=HTTP1Settings(header_read_timeout=SILENCE_S * 1000, max_buffer_size=BUFFER_BYTES),
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=REQUEST_ENDS_WITHIN_S,
        factory=True,
    )
    with _worker_beside():
        server.serve(target_loader=_load)


def _count_together(folder: Path) -> None:
    """Have all server processes count into one folder, from nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    private_folder(folder)
    os.environ[metrics.FOLDER] = str(folder)


def _load(target: str) -> Any:
    """Return the application of one server process."""
    front = pkgutil.resolve_name(target)()
    # What the loop does first: it starts when the process listens already.
    asyncio.get_event_loop().call_soon(_bound_connections)
    return front


def _bound_connections() -> None:
    """Set what every connection gets from the socket that accepts it: how much of an answer waits, and how long.

    Without it the kernel holds megabytes for each, and the server holds a connection whose other end takes nothing
    for ever: nothing above the connection itself can cut it off. Only Linux knows the time-out.
    """
    for one in _listening():
        one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD_BYTES // 2)  # the kernel doubles it
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_S * 1000)


def _listening() -> Iterator[socket.socket]:
    """Yield the sockets at which this process listens; the server opens them and hands none out."""
    for number in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        with suppress(OSError):  # the one by which the folder was read is closed again
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                with socket.socket(fileno=os.dup(number)) as one:
                    if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                        yield one


def _allow_files() -> None:
    """Let this process and its children open as many files as its connections may come to need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_OPEN if hard == resource.RLIM_INFINITY else min(FILES_OPEN, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


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
