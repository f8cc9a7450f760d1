"""Values built from a loaded dataset, kept in the process until the dataset changes."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import URL, select
from sqlalchemy.orm import Session

from foundation.places.models import LoadedDataset

Built = TypeVar("Built")

_kept: dict[tuple[URL, str], tuple[str, Any]] = {}


def kept(session: Session, dataset: str, build: Callable[[Session], Built]) -> Built:
    """What `build` makes of a dataset in the database behind a session; one small query when nothing changed."""
    digest = session.scalar(select(LoadedDataset.digest).where(LoadedDataset.name == dataset)) or ""
    key = (session.get_bind().engine.url, dataset)
    found = _kept.get(key)
    if found is None or found[0] != digest:
        found = _kept[key] = (digest, build(session))
    value: Built = found[1]
    return value
