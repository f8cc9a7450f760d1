"""Values built from a loaded dataset, kept in the process until the dataset changes."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from foundation.places.models import LoadedDataset

Built = TypeVar("Built")

_kept: dict[tuple[str, str, Callable[[Session], Any]], tuple[str, Any]] = {}


def kept(session: Session, dataset: str, build: Callable[[Session], Built]) -> Built:
    """What `build` makes of a dataset in the database behind a session; one small query when nothing changed."""
    loaded = session.get(LoadedDataset, dataset)
    digest = loaded.digest if loaded else ""
    key = (str(session.get_bind().engine.url), dataset, build)
    found = _kept.get(key)
    if found is None or found[0] != digest:
        found = _kept[key] = (digest, build(session))
    value: Built = found[1]
    return value
