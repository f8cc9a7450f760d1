"""A process that changes products and follows them with its own index, for tests that kill it.

Prints the number of each change once its transaction has been committed.
"""

import sys
import threading
from pathlib import Path

from sqlalchemy import select

from catalog.products.models import PRODUCT, Product
from foundation.db.database import Database
from foundation.i18n.text import fold, slug, sort_key
from foundation.outbox.worker import follow_forever
from foundation.search.indexer import Indexer
from foundation.search.services import mark_changed
from tests.support.databases import TODAY
from wsgi import HOUSE


def rename(database: Database, product_id: int, name: str) -> None:
    """Change a product as its services do: record, keys and mark in one transaction."""
    with database.unit_of_work() as session:
        product = session.scalars(select(Product).filter_by(id=product_id)).one()
        product.name, product.name_key, product.slug, product.sort_key = name, fold(name), slug(name), sort_key(name)
        mark_changed(session, PRODUCT, [product_id])


def main() -> None:
    """Change products of the database named by the first argument until killed; the index lies in the second."""
    database = Database.at(sys.argv[1])
    indexer = Indexer(database, Path(sys.argv[2]), HOUSE.registry(lambda: TODAY))
    stop = threading.Event()
    threading.Thread(target=follow_forever, args=(indexer.follow, stop, 0.01), daemon=True).start()
    with database.reading() as session:
        ids = list(session.scalars(select(Product.id).order_by(Product.id)))
    number = int(sys.argv[3])
    while True:
        number += 1
        product_id = ids[number % len(ids)]
        rename(database, product_id, f"Đổi tên lần {number}")
        print(number, product_id, flush=True)


if __name__ == "__main__":
    main()
