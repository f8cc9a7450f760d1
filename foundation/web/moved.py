"""Addresses that have moved: the reviewed table of the old and the new ones. Pure functions but for the reading."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "moved.txt"
_ANY = "*"


@cache
def table() -> tuple[tuple[str, str], ...]:
    """Old and new addresses in the order they are looked through."""
    return tuple(_read(FILE.read_text(encoding="utf-8")))


def moved_to(path: str, moved: tuple[tuple[str, str], ...] | None = None) -> str | None:
    """Where a path has moved, or None."""
    for old, new in table() if moved is None else moved:
        if path == old:
            return new
        start = old.removesuffix(_ANY)
        if start != old and path.startswith(start) and len(path) > len(start):
            return new.removesuffix(_ANY) + path[len(start) :]
    return None


def _read(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            old, new = line.split()
            if old.endswith(_ANY) != new.endswith(_ANY):
                raise ValueError(f"only one side of {line!r} says what follows")
            yield old, new
