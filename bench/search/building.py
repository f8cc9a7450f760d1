"""`python -m bench.search build ENGINE SIZE FOLDER`: build one index and print what it cost as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.search.corpus import documents
from bench.search.engines import engine, index_folder
from bench.search.measure import MEGA, Stopwatch, peak_mb
from foundation.search.documents import Document


@dataclass(frozen=True, slots=True)
class Built:
    """Building an index: seconds without those spent making the documents, and what it weighs."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    disk_mb: float


def main(name: str, size: str, work: str) -> None:
    """Build and print."""
    folder = index_folder(Path(work), name, int(size))
    folder.mkdir(parents=True)
    print(json.dumps(asdict(build(name, int(size), folder))))


def build(name: str, size: int, folder: Path) -> Built:
    """Build an engine's index of a corpus of `size` in an empty folder."""
    kind = engine(name)
    made, whole = Stopwatch(), Stopwatch()
    whole.start()
    kind.build(_metered(documents(size), made), folder)
    whole.stop()
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Built((whole.cpu - made.cpu) / 1e9, (whole.wall - made.wall) / 1e9, peak_mb(), disk / MEGA)


def _metered(source: Iterator[Document], watch: Stopwatch) -> Iterator[Document]:
    """The documents, with the time it takes to make them on a watch of its own."""
    while True:
        watch.start()
        document = next(source, None)
        watch.stop()
        if document is None:
            return
        yield document
