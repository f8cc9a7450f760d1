"""Values built from a loaded dataset, kept in the process until the dataset changes."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import URL, select
from sqlalchemy.orm import Session

from foundation.places.models import LoadedDataset

Built = TypeVar("Built")

_DIGESTS = "dataset digests"
_LOADED = select(LoadedDataset.name, LoadedDataset.digest)
_kept: dict[tuple[URL, str, Callable[[Session], Any]], tuple[str, Any]] = {}
_MOST = 12
"""A site has one database with a few datasets; a process that opens many, as tests do, forgets the first ones."""


def kept(session: Session, dataset: str, build: Callable[[Session], Built]) -> Built:
    """Return what `build` makes of a dataset in the database behind a session; one small query a session."""
    digests: dict[str, str] | None = session.info.get(_DIGESTS)
    if digests is None:
        digests = session.info[_DIGESTS] = {row.name: row.digest for row in session.execute(_LOADED).all()}
    digest = digests.get(dataset, "")
    key = (session.get_bind().engine.url, dataset, build)
    found = _kept.get(key)
    if found is None or found[0] != digest:
        found = _kept[key] = (digest, build(session))
        for first in list(_kept)[:-_MOST]:
            _kept.pop(first, None)
    value: Built = found[1]
    return value
