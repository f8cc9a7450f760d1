"""`flask outbox …`: the worker and its dead letters."""

import os
import signal
import socket
import sys
import threading

import click
from flask import current_app
from flask.cli import AppGroup

from foundation.db.base import now
from foundation.db.database import current_db
from foundation.outbox.queries import dead_letters
from foundation.outbox.services import retry_dead
from foundation.outbox.worker import EXTENSION, Worker

cli = AppGroup("outbox", help="Work that is done after a transaction.")


@cli.command("work")
@click.option("--once", is_flag=True, help="Do what is due, then leave.")
def work_command(*, once: bool) -> None:
    """Do jobs as they fall due, until told to stop."""
    name = f"{socket.gethostname()}-{os.getpid()}"
    worker = Worker(current_db(), current_app.extensions[EXTENSION], name=name)
    if once:
        click.echo(f"{worker.drain()} jobs done")
        sys.exit(1 if worker.buried else 0)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    worker.run_forever(stop)


@cli.command("dead")
def dead_command() -> None:
    """List the jobs that were given up."""
    with current_db().reading() as session:
        for job in dead_letters(session):
            last = (job.last_error or "").strip().splitlines()[-1:]
            click.echo(f"{job.id} {job.kind} {job.payload} after {job.attempts} attempts: {''.join(last)}")


@cli.command("retry")
@click.argument("job_id", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="All of them.")
def retry_command(job_id: int | None, *, every: bool) -> None:
    """Give a dead letter another try."""
    with current_db().unit_of_work() as session:
        ids = [job.id for job in dead_letters(session)] if every else [job_id] if job_id else []
        count = retry_dead(session, ids, now())
    click.echo(f"{count} queued again")
    sys.exit(0 if count or every else 1)
