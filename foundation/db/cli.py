"""Commands of the database: migrate, load reference data, verify what must hold."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from foundation.db.database import Database, current_db
from foundation.db.migrate import upgrade

EXTENSION = "ocop_data"

Loader = Callable[[Session], object]
Check = Callable[[Session, date], Iterator[str]]


@dataclass(frozen=True, slots=True)
class DataParts:
    """What the rooms above hand over: named reference loaders, in order, and named checks."""

    loaders: tuple[tuple[str, Loader], ...]
    checks: tuple[tuple[str, Check], ...]
    today: Callable[[], date]


database = AppGroup("db", help="The database's schema.")
reference = AppGroup("reference", help="Places, product groups and other official data.")


@database.command("upgrade")
def upgrade_command() -> None:
    """Migrate to the newest schema."""
    upgrade(current_db().url)
    click.echo("The schema is the newest.")


@reference.command("load")
def load_command() -> None:
    """Load official data; changes nothing where it is current."""
    for line in load_reference(current_db(), parts().loaders):
        click.echo(line)


@click.command("verify")
@with_appcontext
def verify_command() -> None:
    """Recompute what must hold; list what does not and exit 1."""
    problems = 0
    for name, check in parts().checks:
        with current_db().reading() as session:
            found = list(check(session, parts().today()))
        problems += len(found)
        click.echo(f"{name}: {'holds' if not found else f'{len(found)} do not hold'}")
        for sentence in found:
            click.echo(f"  {sentence}")
    sys.exit(1 if problems else 0)


def load_reference(target: Database, loaders: tuple[tuple[str, Loader], ...]) -> Iterator[str]:
    """Run the loaders, each in a transaction of its own; a line for each."""
    for name, load in loaders:
        with target.unit_of_work() as session:
            yield f"{name}: {load(session)}"


def parts() -> DataParts:
    """Return what the composition root handed over."""
    handed: DataParts = current_app.extensions[EXTENSION]
    return handed
