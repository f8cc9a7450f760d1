"""Index directories on disk and the pointer that says which one counts, commit by commit.

A pointer names a directory, the commit in it, how far the log of changes had been read, and a checksum
of every file. It is replaced in one step after the files it names have reached the disk, so that a
power cut leaves either the old state or the new one. The library itself never waits for the disk.
"""

import json
import os
import shutil
import uuid
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import TypeAlias

Mark: TypeAlias = tuple[int, int, int]
"""Inode, time of the last change in ns and size of a file."""
Verified: TypeAlias = dict[Path, Mark]

_CHUNK = 1 << 20
_POINTER = "current"
_NODE = "node"
_LOCK = "lock"
_WANTED = "rebuild"
_BUILDING = ".building"

SUFFIXES = frozenset({".toc", ".trm", ".pst", ".col"})
"""Endings of the files an index consists of."""


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the log of changes: everything up to it has been read."""

    transaction: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Generation:
    """One commit of one directory; `files` maps each of its files to (size, CRC-32)."""

    directory: str
    commit: int
    shape: str
    cursor: Cursor
    files: dict[str, tuple[int, int]]

    @property
    def name(self) -> str:
        """What it is called in logs and cache keys."""
        return f"{self.directory}/{self.commit}"


@dataclass(frozen=True, slots=True)
class Pointer:
    """The generation that counts, and the one of the directory before it."""

    current: Generation
    previous: Generation | None = None


class Home:
    """The folder one node keeps its index in. Written by the indexer only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, generation: Generation) -> Path:
        """Return the directory of a generation."""
        return self.folder / generation.directory

    def signature(self) -> Mark | None:
        """Something that changes with every publication; None where nothing was ever published."""
        try:
            stat = (self.folder / _POINTER).stat()
        except FileNotFoundError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def pointer(self) -> Pointer | None:
        """Return what counts now; None where there is nothing or nothing that can be read."""
        try:
            raw = json.loads((self.folder / _POINTER).read_text(encoding="utf-8"))
            previous = raw["previous"]
            return Pointer(_generation(raw["current"]), _generation(previous) if previous else None)
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def publish(self, pointer: Pointer) -> None:
        """Make a pointer count, once it is on the disk."""
        aside = self.folder / f"{_POINTER}.new"
        with aside.open("w", encoding="utf-8") as file:
            json.dump(asdict(pointer), file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.folder / _POINTER)
        _sync_folder(self.folder)

    def node(self) -> str:
        """Return this node's own name, made once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / _NODE
        if not path.exists() or not path.stat().st_size:
            aside = path.with_name(f"{_NODE}.new")
            aside.write_text(uuid.uuid4().hex, encoding="ascii")
            aside.replace(path)
        return path.read_text(encoding="ascii")

    def wanted(self) -> str | None:
        """Why the index has to be built anew, for as long as that has not been done."""
        try:
            return (self.folder / _WANTED).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def want(self, reason: str | None) -> None:
        """Keep in mind that the index has to be built anew, or with None that it has been."""
        path = self.folder / _WANTED
        if reason is None:
            path.unlink(missing_ok=True)
            return
        with path.open("w", encoding="utf-8") as file:
            file.write(reason)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(self.folder)

    @contextmanager
    def locked(self, *, wait: bool) -> Iterator[bool]:
        """Hold the indexer's lock for as long as the block runs; without `wait`, whether it was free.

        The kernel frees it when its holder dies.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / _LOCK).open("w") as file:
            try:
                flock(file, LOCK_EX if wait else LOCK_EX | LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def new_directory(self) -> Path:
        """Return a name for a directory to build in; what earlier builds left unfinished is removed."""
        numbers = [0]
        for path in self.folder.glob("g-*"):
            if path.name.endswith(_BUILDING):
                shutil.rmtree(path, ignore_errors=True)
            else:
                numbers.append(int(path.name.removeprefix("g-")))
        return self.folder / f"g-{max(numbers) + 1:06}{_BUILDING}"

    def finish_directory(self, building: Path) -> Path:
        """Give a built directory its lasting name."""
        lasting = building.with_name(building.name.removesuffix(_BUILDING))
        building.rename(lasting)
        _sync_folder(self.folder)
        return lasting

    def sweep(self, pointer: Pointer) -> None:
        """Remove directories no pointer names."""
        kept = {pointer.current.directory, pointer.previous.directory if pointer.previous else ""}
        for path in self.folder.glob("g-*"):
            if path.name not in kept and not path.name.endswith(_BUILDING):
                shutil.rmtree(path, ignore_errors=True)


def settle(folder: Path, names: Iterable[str], known: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Bring the files of a commit to the disk; their sizes and checksums, those `known` not read again."""
    files = {}
    for name in names:
        path = folder / name
        if name in known:
            files[name] = known[name]
            continue
        with path.open("rb") as file:
            os.fsync(file.fileno())
        files[name] = (path.stat().st_size, checksum(path))
    _sync_folder(folder)
    return files


def damage(folder: Path, generation: Generation, verified: Verified) -> str | None:
    """Return what is wrong with the files of a generation; None when all is well.

    A file is read to its last byte unless `verified` holds it with the very mark it has now.
    """
    for name, mark in marks_of(folder, generation).items():
        size, expected = generation.files[name]
        if mark is None:
            return f"{name} is missing"
        if mark[2] != size:
            return f"{name} has another size"
        if verified.get(folder / name) == mark:
            continue
        try:
            if checksum(folder / name) != expected:
                return f"{name} has other content"
        except OSError as error:
            return f"{name} cannot be read ({type(error).__name__})"
        verified[folder / name] = mark
    return None


def marks_of(folder: Path, generation: Generation) -> dict[str, Mark | None]:
    """Return a cheap mark of each file that changes when somebody writes to it; None for one that is gone."""
    found: dict[str, Mark | None] = {}
    for name in generation.files:
        try:
            stat = (folder / name).stat()
            found[name] = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        except OSError:
            found[name] = None
    return found


def checksum(path: Path) -> int:
    """CRC-32 of a file."""
    value = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            value = zlib.crc32(chunk, value)
    return value


def sweep_files(folder: Path, generation: Generation) -> None:
    """Remove what earlier commits left in a directory and no pointer names any more."""
    for path in folder.iterdir():
        if path.suffix in SUFFIXES and path.name not in generation.files:
            path.unlink(missing_ok=True)


def _generation(raw: dict[str, object]) -> Generation:
    files = {str(name): (int(size), int(crc)) for name, (size, crc) in dict(raw["files"]).items()}  # type: ignore[call-overload]
    cursor = Cursor(**raw["cursor"])  # type: ignore[arg-type]
    return Generation(str(raw["directory"]), int(str(raw["commit"])), str(raw["shape"]), cursor, files)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
