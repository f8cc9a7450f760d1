"""How long after its commit a change is found, with a worker running as a site runs it: wall seconds."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from bench.search.measure import percentile
from catalog.intake.services import import_file
from catalog.products.models import PRODUCT, Product
from demo.cli import CATALOGUE, LIST_KEY
from foundation.config.settings import Settings
from foundation.db.database import Database
from foundation.db.migrate import upgrade
from foundation.i18n.text import fold
from foundation.search.index import SearchIndex
from foundation.search.indexer import Indexer
from foundation.search.query import Query, plain_terms
from foundation.search.services import mark_changed
from wsgi import HOUSE

CHANGES = 40
LOOK_S = 0.02


def main() -> None:
    """Change a product of the demonstration's catalogue, wait until it is found, and again."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"OCOP_DATA_DIR": folder, "OCOP_ENV": "demo"}
        settings = Settings.from_env(env)
        upgrade(settings.database_url)
        database = Database.at(settings.database_url)
        HOUSE.load_reference(database)
        import_file(database, CATALOGUE, list_key=LIST_KEY, today=settings.today())
        kinds = HOUSE.registry(settings.today)
        Indexer(database, Path(folder) / "search", kinds).rebuild()
        index = SearchIndex(Path(folder) / "search", kinds)
        command = [sys.executable, "-m", "flask", "--app", "wsgi.py", "outbox", "work"]
        with subprocess.Popen(command, env=os.environ | env, stdout=subprocess.DEVNULL) as worker:
            try:
                _found_after(database, index, 0)  # the worker has started when it has found something
                took = [_found_after(database, index, number) for number in range(1, CHANGES)]
            finally:
                worker.terminate()
        database.engine.dispose()
    spread = " / ".join(f"{percentile(took, share):.2f}" for share in (50, 95, 100))
    print(f"a change is found after {spread} s (p50 / p95 / most of {len(took)})")


def _found_after(database: Database, index: SearchIndex, number: int) -> float:
    """Seconds from a change's commit until a search answers with it; a reader looks for a newer index once a second."""
    word = f"phuonghoang{number}"
    with database.unit_of_work() as session:
        product = session.scalars(select(Product).order_by(Product.id).offset(number).limit(1)).one()
        product.name, product.name_key = word, fold(word)
        mark_changed(session, PRODUCT, [product.id])
    begun = time.monotonic()
    while not index.search(Query(terms=plain_terms(word))).total:
        time.sleep(LOOK_S)
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
