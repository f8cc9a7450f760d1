"""`python -m bench.search run ENGINE SIZE FOLDER`: search one index and print what it cost as JSON.

Nothing that makes corpora or asks is imported, so the memory told is the engine's. The asks come from a file.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.search.asks import Ask
from bench.search.engines import SLOW, Completes, Tallies, engine, index_folder
from bench.search.measure import MEGA, Stopwatch, Timing, peak_mb, rss_mb, timed

_FILE = "workload.json"
_WARMING = 50
"""Asks that warm an engine which takes a tenth of a second for each; the others get all."""


@dataclass(frozen=True, slots=True)
class Read:
    """An opened index at work; `start_mb` is the process with its libraries before opening."""

    search: Timing
    tally: Timing | None
    complete: Timing | None
    open_ms: float
    start_mb: float
    rss_mb: float
    peak_mb: float


def main(name: str, size: str, work: str) -> None:
    """Search and print."""
    told = json.loads((Path(work) / _FILE).read_text(encoding="utf-8"))
    warm, asks = ([_ask(row) for row in told[part]] for part in ("warm", "asks"))
    warm = warm[:_WARMING] if name in SLOW else warm
    print(json.dumps(asdict(read(name, index_folder(Path(work), name, int(size)), warm, asks, told["typed"]))))


def read(name: str, folder: Path, warm: Iterable[Ask], asks: Sequence[Ask], typed: Iterable[str]) -> Read:
    """Open an engine's index, warm it with other asks, then measure each ask once: no cache of results can help."""
    kind = engine(name)
    start_mb = rss_mb()
    watch = Stopwatch()
    watch.start()
    opened = kind(folder)
    watch.stop()
    for ask in warm:
        opened.search(ask)
    search = timed(opened.search, asks)
    tally = timed(opened.tally, asks) if isinstance(opened, Tallies) else None
    complete = timed(opened.complete, typed) if isinstance(opened, Completes) else None
    return Read(search, tally, complete, watch.wall / MEGA, start_mb, rss_mb(), peak_mb())


def write_workload(work: Path, warm: Iterable[Ask], asks: Iterable[Ask], typed: list[str]) -> None:
    """Leave the asks where the reading process finds them."""
    told = {"warm": [_row(ask) for ask in warm], "asks": [_row(ask) for ask in asks], "typed": typed}
    (work / _FILE).write_text(json.dumps(told), encoding="utf-8")


def _row(ask: Ask) -> dict[str, Any]:
    return asdict(ask) | {"filters": {name: sorted(values) for name, values in ask.filters.items()}}


def _ask(row: Mapping[str, Any]) -> Ask:
    filters = {name: frozenset(values) for name, values in row["filters"].items()}
    return Ask(row["q"], filters, row["page"], row["sort"])
