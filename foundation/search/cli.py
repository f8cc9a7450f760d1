"""`flask search …`: build the index anew, compare it with the records."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup
from rich.progress import Progress

from foundation.db.database import current_db
from foundation.search.checking import drift
from foundation.search.index import SearchUnavailable, current_index
from foundation.search.indexer import BuildFailed, Indexer
from foundation.search.queries import waiting

INDEXER = "ocop_indexer"
LISTED_MAX = 50

cli = AppGroup("search", help="The index under all search of the site.")


@cli.command("rebuild")
def rebuild_command() -> None:
    """Build a new index from the records and swap it in; the old one answers meanwhile."""
    shown = sys.stdout.isatty()
    done = 0
    with Progress(disable=not shown, transient=True) as bar:
        task = bar.add_task("rebuild", total=None)

        def progress(count: int) -> None:
            nonlocal done
            done += count
            bar.advance(task, count)
            if not shown and done % 5000 < count:
                click.echo(f"{done} records read")

        try:
            documents = current_indexer().rebuild(progress)
        except BuildFailed as failure:
            raise click.ClickException(f"{failure}; the index in use stays") from failure
    click.echo(f"{documents} documents in the new index")


@cli.command("check")
def check_command() -> None:
    """Compare the index with the records; exit 1 on drift."""
    index = current_index()
    try:
        snapshot = index.snapshot()
    except SearchUnavailable as away:
        raise click.ClickException(str(away)) from away
    with current_db().reading() as session:
        count, _ = waiting(session, snapshot.generation.cursor)
    found = list(drift(current_db(), snapshot, index.registry))
    for sentence in found[:LISTED_MAX]:
        click.echo(sentence)
    if len(found) > LISTED_MAX:
        click.echo(f"… and {len(found) - LISTED_MAX} more")
    for sentence in [f"{count} changes wait for the indexer"] if count else []:
        click.echo(sentence)
    if index.trouble:
        click.echo(index.trouble)
    click.echo(f"{snapshot.count} documents, {len(found)} drifted")
    sys.exit(1 if found or index.trouble else 0)


def current_indexer() -> Indexer:
    """Return the indexer of the running application."""
    indexer: Indexer = current_app.extensions[INDEXER]
    return indexer
