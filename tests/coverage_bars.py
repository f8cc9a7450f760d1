"""How much of the code tests run, held against bars: `make prove` measures and judges, `make test` tells what it found.

Rules, permissions, moves of states, scoring and payments are run whole, every branch of them; the house as a whole to
`OVERALL` percent. `make test` measures nothing, which would cost a third more: of rooms that a change touches it shows
what the last `make prove` found short.
"""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / ".pytest_cache/v/ocop/coverage.json"
PACKAGES = ("foundation", "catalog", "marketplace", "admin", "demo")

OVERALL = 92.0
WHOLE_ROOMS = frozenset({"permissions", "workflow", "scoring", "payments"})
"""Rooms every branch of which is run; `rules` and whatever ends in `_rules` is so in every room."""

PYTEST = (
    *(f"--cov={package}" for package in PACKAGES),
    "--cov-branch",
    "--cov-config=pyproject.toml",
    "--cov-report=",
    f"--cov-report=json:{MEASURED}",
)
"""What pytest is asked for to measure."""


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """What of one file was run: lines and branches that are there, those that were run, and the lines that were not."""

    there: int
    run: int
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every line and branch was run."""
        return self.run == self.there


Figures = Mapping[PurePosixPath, FileCoverage]


def is_held_whole(path: PurePosixPath) -> bool:
    """Return whether every branch of a file has to be run."""
    return path.stem == "rules" or path.stem.endswith("_rules") or not WHOLE_ROOMS.isdisjoint(path.parts[:-1])


def shortfall(figures: Figures) -> Iterator[str]:
    """Yield what misses its bar, a sentence each."""
    if not figures:
        yield "coverage was not measured"
        return
    for path, one in sorted(figures.items()):
        if is_held_whole(path) and not one.is_whole:
            yield f"{path}: {', '.join(one.missing)} not run; every branch has to be"
    share = overall(figures)
    if share < OVERALL:
        yield f"{share:.1f} % of lines and branches run, {OVERALL:.0f} are the bar"


def overall(figures: Figures) -> float:
    """Return the percentage of lines and branches that were run."""
    there = sum(one.there for one in figures.values())
    return 100 * sum(one.run for one in figures.values()) / there if there else 0.0


def of_rooms(figures: Figures, changed: Iterable[PurePosixPath]) -> Iterator[str]:
    """Yield what is not run in the rooms that these files lie in, or that their tests lie in."""
    rooms = {room_of(path) for path in changed} - {None}
    for path, one in sorted(figures.items()):
        if room_of(path) in rooms and not one.is_whole:
            yield f"{path}: {100 * one.run / one.there:.0f} %, not run: {', '.join(one.missing)}"


def room_of(path: PurePosixPath) -> PurePosixPath | None:
    """Return the room of a file, also of one of its tests; None outside the rooms."""
    parts = path.parts[1:] if path.parts[0] == "tests" else path.parts
    return PurePosixPath(*parts[:2]) if len(parts) > 2 and parts[0] in PACKAGES else None


def read(measured: Path = MEASURED) -> Figures:
    """Return what was measured last; nothing where it never was."""
    if not measured.exists():
        return {}
    files = json.loads(measured.read_text(encoding="utf-8"))["files"]
    return {PurePosixPath(name): _figures(one) for name, one in files.items()}


def _figures(one: Mapping[str, Any]) -> FileCoverage:
    found = one["summary"]
    branches = [f"{start}→{'end' if end < 0 else end}" for start, end in one["missing_branches"]]
    return FileCoverage(
        found["num_statements"] + found["num_branches"],
        found["covered_lines"] + found["covered_branches"],
        (*map(str, one["missing_lines"]), *branches),
    )


def judge() -> bool:
    """Say what misses its bar; whether nothing does."""
    figures = read()
    wrong = list(shortfall(figures))
    print(f"coverage: {overall(figures):.1f} % of lines and branches, {'FAILS' if wrong else 'holds'}", flush=True)
    for one in wrong:
        print(f"  {one}", flush=True)
    return not wrong


def tell_changed() -> None:
    """Say what the last measurement found short in the rooms that the working tree or its last commit changed."""
    found = list(of_rooms(read(), _changed()))
    for one in found:
        print(f"coverage when it was measured last: {one}", flush=True)


def _changed() -> Iterator[PurePosixPath]:
    done = subprocess.run(
        ["git", "diff", "--name-only", "HEAD~1"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    yield from map(PurePosixPath, done.stdout.splitlines())
