"""`flask demo …`: load the real demonstration catalogue; run the whole site with one command."""

import multiprocessing
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from catalog.certificates.services import refresh_due
from catalog.finder.illustrations import are_shown
from catalog.intake.services import import_file
from demo.accounts import load_accounts, sign_in_lines
from demo.booths import load_booths
from demo.events import load_made_up as load_made_up_events
from demo.events import load_real as load_real_events
from demo.illustrations import load_records, load_story
from demo.outlets import load_made_up, load_real
from demo.payments import load_payments
from demo.supply import load_made_up as load_made_up_supply
from demo.supply import load_real as load_real_supply
from foundation.accounts.keys import Keys
from foundation.config.settings import Env, Settings, local_address
from foundation.db.base import now
from foundation.db.cli import load_reference, parts
from foundation.db.database import current_db
from foundation.db.migrate import upgrade
from foundation.files.storage import current_storage
from foundation.i18n.text import slug
from foundation.search.cli import current_indexer
from foundation.web.listening import settle
from foundation.web.serving import serve

CATALOGUE = Path(__file__).parent / "data" / "ocop_products.csv"
LIST_KEY = slug(CATALOGUE.stem)
"""The name the same file has when it is imported by hand, so that doing so changes nothing."""

cli = AppGroup("demo", help="The demonstration; refuses in production.")


@cli.command("load")
def load_command() -> None:
    """Load the real demonstration catalogue, one account for each role, and the illustrations beside it."""
    _refuse_in_production()
    _load()


@cli.command("run")
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def run_command(port: int, workers: int, host: str) -> None:
    """Prepare everything that is missing, then serve the site with its worker."""
    _refuse_in_production()
    address = settle(host, port)
    upgrade(current_db().url)
    for line in load_reference(current_db(), parts().loaders):
        click.echo(line)
    _load_aside()
    with current_db().unit_of_work() as session:
        refresh_due(session, parts().today())
    while current_indexer().follow():
        pass
    current_db().engine.dispose()
    click.echo(f"OCOP catalogue: {local_address(port)}")
    click.echo(f"What can be tried, and as whom: {local_address(port)}/demo")
    if address != local_address(port):
        click.echo(f"Its address in letters and links (OCOP_BASE_URL): {address}")
    for line in sign_in_lines(_keys()):
        click.echo(line)
    serve(port=port, workers=workers, host=host)


def _load_aside() -> None:
    """Load in a process of its own.

    The library behind the file store starts threads with its first call. Server processes are forked, would lack
    them, and wait for them for ever at the first photo that is asked for.
    """
    current_db().engine.dispose()
    loading = multiprocessing.get_context("fork").Process(target=_load)
    loading.start()
    loading.join()
    if loading.exitcode:
        raise click.ClickException("The demonstration could not be loaded.")


def _load() -> None:
    report = import_file(current_db(), CATALOGUE, list_key=LIST_KEY, today=parts().today())
    click.echo(f"demonstration catalogue: {report.summary()}")
    today, shown = parts().today(), are_shown()
    with current_db().unit_of_work() as session:
        real = load_real(session)
        products = load_records(session, today=today) if shown else 0
        outlets = load_made_up(session, today) if shown else 0
        fees = load_payments(session, keys=_keys(), today=today) if shown else 0
        reported = load_real_events(session, now=now(), today=today)
        events = load_made_up_events(session, now=now(), today=today) if shown else 0
        opened = load_accounts(session, keys=_keys(), now=now(), today=today)
    click.echo(f"demonstration accounts: {opened} opened")
    with current_db().unit_of_work() as session:
        certificates = load_story(session, current_storage(), now=now(), today=today) if shown else 0
        given = load_booths(session, current_storage(), now=now(), today=today) if shown else 0
        past = load_real_supply(session, now=now())
        listings = load_made_up_supply(session, now=now(), today=today) if shown else 0
    click.echo(f"illustrations: {products} products and {certificates} certificates made")
    click.echo(f"fairs and events: {reported} from public reports and {events} illustrations made")
    click.echo(f"points of sale: {real} from public reports and {outlets} illustrations made")
    click.echo(f"supply and demand: {past} past offers from a public report and {listings} illustrations made")
    click.echo(f"payments: {fees} illustrative fees made")
    click.echo(f"booths: {given} illustrative fairs opened")


def _keys() -> Keys:
    return Keys(str(current_app.config["SECRET_KEY"]))


def _refuse_in_production() -> None:
    settings: Settings = current_app.config["OCOP_SETTINGS"]
    if settings.env is Env.PRODUCTION:
        raise click.ClickException("The demonstration does not load in production (OCOP_ENV).")
