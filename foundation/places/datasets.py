"""Values built from a loaded dataset, kept in the process until the dataset changes."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import URL, select
from sqlalchemy.orm import Session

from foundation.places.models import LoadedDataset

Built = TypeVar("Built")

_DIGESTS = "dataset digests"
_kept: dict[tuple[URL, str], tuple[str, Any]] = {}


def kept(session: Session, dataset: str, build: Callable[[Session], Built]) -> Built:
    """What `build` makes of a dataset in the database behind a session; one small query a session."""
    digests: dict[str, str] | None = session.info.get(_DIGESTS)
    if digests is None:
        rows = session.execute(select(LoadedDataset.name, LoadedDataset.digest))
        digests = session.info[_DIGESTS] = {row.name: row.digest for row in rows}
    digest = digests.get(dataset, "")
    key = (session.get_bind().engine.url, dataset)
    found = _kept.get(key)
    if found is None or found[0] != digest:
        found = _kept[key] = (digest, build(session))
    value: Built = found[1]
    return value
