"""Server time of pages and answers at 20,000 products: CPU of one request in this process, beside Flask's "hello".

Each request asks something the process has not been asked before, so that no cache of results can help.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import click
from flask import Flask
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.intake import ROWS, noisy_rows, write_rows
from bench.narrowing import narrowed_lists
from bench.ratios.addresses import public_addresses
from bench.ratios.comparison import compare
from bench.search.measure import percentile
from catalog.intake.services import import_file
from catalog.products.models import Product
from foundation.config.settings import Settings
from foundation.db.database import Database
from foundation.db.migrate import upgrade
from foundation.search.cli import INDEXER
from foundation.web.page_cache import PageCache
from wsgi import HOUSE, create_app

ASKS = 200
WARMING = 20
SEED = 7
CARDS = 24
GRID = """<ul>{% for c in cards %}<li><a href="/{{ loop.index }}"><h2>{{ c.name }}</h2></a>
<p>{{ c.who }}<br>{{ c.where }}</p><svg><use href="#g-{{ loop.index }}"/></svg></li>{% endfor %}</ul>"""
TODAY = date(2026, 11, 23)


@click.command()
@click.option("--against", metavar="REV", help="Every public page beside the same at a revision, as paired ratios.")
@click.option("--rows", default=ROWS, show_default=True, help="Products.")
def main(against: str | None, rows: int) -> None:
    """Server time of pages; exit status 1 where one has become slower by more than 5 % beyond doubt."""
    if against is None:
        measure(rows)
    elif not compare(against, rows, public_addresses):
        sys.exit(1)


def measure(rows: int = ROWS) -> None:
    """Fill a site with products, then measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        app, names, paths = site(Path(folder), rows)
        hello, grid = (_median(costs_of(bare, ["/"] * ASKS)) for bare in (_hello(), _grid()))
        print(f"\n### Pages at {rows:,} products: CPU ms of one request, nothing cached\n")
        print("| request | p50 | p95 | × hello | × grid |\n| --- | --- | --- | --- | --- |")
        print(f"| Flask hello | {hello:.2f} | | 1.0 | |")
        print(f"| bare grid of {CARDS} cards | {grid:.2f} | | {grid / hello:.1f} | 1.0 |")
        for name, addresses in _requests(names, paths).items():
            _print(name, costs_of(app, addresses), hello, grid)
        _print("product page, kept", costs_of(_kept(app), [paths[0]] * ASKS), hello, grid)


def _print(name: str, costs: Sequence[float], hello: float, grid: float) -> None:
    middle = _median(costs)
    print(f"| {name} | {middle:.2f} | {percentile(costs, 95):.2f} | {middle / hello:.1f} | {middle / grid:.1f} |")


def site(folder: Path, count: int) -> tuple[Flask, list[str], list[str]]:
    """The site with its index; the products' names and the paths of their pages."""
    rows = folder / "rows.csv"
    write_rows(noisy_rows(count), rows)
    settings = Settings.from_env({"OCOP_DATA_DIR": str(folder), "OCOP_TODAY": TODAY.isoformat()})
    upgrade(settings.database_url)
    database = Database.at(settings.database_url)
    HOUSE.load_reference(database)
    import_file(database, rows, list_key="bench", today=TODAY)
    app = create_app(settings, database)
    started, cpu = time.perf_counter(), time.process_time()
    records = app.extensions[INDEXER].rebuild()
    print(
        f"index of {records:,} records: {time.perf_counter() - started:.1f} s ({time.process_time() - cpu:.1f} s CPU)"
    )
    with database.reading() as session:
        products = session.execute(select(Product.id, Product.slug, Product.name)).all()
    return app, [row.name for row in products], [f"/vi/san-pham/{row.slug}-{row.id}" for row in products]


def _requests(names: list[str], paths: list[str]) -> dict[str, list[str]]:
    rng = random.Random(SEED)
    queries = [" ".join(rng.choice(names).split()[: rng.randrange(1, 4)]) for _ in range(ASKS * 3)]
    lists = list(islice(narrowed_lists(rng), 2 * ASKS))
    return {
        "home": ["/vi/"] * ASKS,
        "list, narrowed, any page": [f"/vi/san-pham?{query}" for query in lists[:ASKS]],
        "search page": [f"/vi/san-pham?{urlencode({'q': q})}" for q in queries[:ASKS]],
        "product page": rng.sample(paths, ASKS),
        "province page": [f"/vi/tinh/{slug}" for slug in ("lao-cai", "ha-noi", "can-tho", "hue")] * (ASKS // 4),
        "list of producers, any page": [f"/vi/chu-the?page={number}" for number in range(1, ASKS // 4)] * 4,
        "API list": [f"/api/v1/products?{query}" for query in lists[ASKS : 2 * ASKS]],
        "API search": [f"/api/v1/products?{urlencode({'q': q})}" for q in queries[ASKS : 2 * ASKS]],
        "API suggest": [f"/api/v1/suggest?{urlencode({'q': q[: rng.randrange(2, 12)]})}" for q in queries[2 * ASKS :]],
    }


def _hello() -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def _grid() -> Flask:
    """The least a list of cards costs in this house's language of templates: no database, no words, no frame."""
    app = Flask(__name__)
    cards = [{"name": f"Chè số {number}", "who": "Hợp tác xã Chè", "where": "Tuyên Quang"} for number in range(CARDS)]
    drawn = app.jinja_env.from_string(GRID)
    app.add_url_rule("/", view_func=lambda: drawn.render(cards=cards))
    return app


def _kept(app: Flask) -> Flask:
    """The site as a server process has it, with pages kept for as long as this takes."""
    app.wsgi_app = PageCache(app.wsgi_app, lambda: 0.0)  # type: ignore[method-assign]
    return app


def costs_of(app: Flask, addresses: Iterable[str]) -> list[float]:
    """CPU milliseconds of each request, the first ones only warming."""
    costs = []
    for address in addresses:
        environ = EnvironBuilder(path=address.partition("?")[0], query_string=address.partition("?")[2]).get_environ()
        started = time.process_time_ns()
        body, status, _ = run_wsgi_app(app, environ, buffered=True)
        costs.append((time.process_time_ns() - started) / 1e6)
        if not status.startswith(("200", "404")):
            raise RuntimeError(f"{address}: {status} {json.dumps(str(b''.join(body)[:200]))}")
    return costs[WARMING:]


def _median(costs: Sequence[float]) -> float:
    return percentile(costs, 50)


if __name__ == "__main__":
    main()
