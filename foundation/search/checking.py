"""Comparing the index with the records, document by document."""

from collections.abc import Iterator

from foundation.db.database import Database
from foundation.search.indexer import CHUNK
from foundation.search.kinds import Registry
from foundation.search.layout import DIGEST
from foundation.search.snapshot import Snapshot


def drift(database: Database, snapshot: Snapshot, registry: Registry) -> Iterator[str]:
    """Yield a sentence for each record that is missing in the index, stands there wrongly or should not be there."""
    held = {snapshot.identity(int(d)): int(snapshot.columns[DIGEST][d]) for d in snapshot.all()}
    if len(held) != snapshot.count:
        yield f"{snapshot.count - len(held)} documents stand in the index twice"
    for kind in registry.kinds:
        with database.reading() as session:
            ids = list(kind.ids(session))
        for start in range(0, len(ids), CHUNK):
            with database.reading() as session:
                records = kind.load(session, ids[start : start + CHUNK])
                expected = {n: kind.document(r).digest for n, r in records.items() if kind.is_listed(r)}
            for number, digest in expected.items():
                found = held.pop((kind.name, number), None)
                if found is None:
                    yield f"{kind.name} {number} is missing in the index"
                elif found != digest:
                    yield f"{kind.name} {number} reads differently in the index"
    for kind_name, number in held:
        yield f"{kind_name} {number} should not be in the index"
