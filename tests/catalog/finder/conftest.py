from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.search.index import SearchIndex
from tests.support.databases import TODAY, Stage, Templates
from tests.support.finding import Finder, finder_on
from wsgi import HOUSE


@pytest.fixture(scope="module")
def finder(templates: Templates) -> Iterator[Finder]:
    """The finder on the real catalogue, to be asked only."""
    with templates.rolled_back("sqlite", Stage.CATALOGUE) as database, database.reading() as session:
        yield finder_on(session, SearchIndex(templates.index("sqlite"), HOUSE.registry(lambda: TODAY)))


@pytest.fixture
def empty(tmp_path: Path) -> SearchIndex:
    """An index nobody has built."""
    return SearchIndex(tmp_path / "search", HOUSE.registry(lambda: TODAY))
