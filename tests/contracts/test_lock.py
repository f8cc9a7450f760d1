"""The lock files install on a fresh machine whatever is released after them."""

from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("dev.txt", "run.txt")


def locked(name: str) -> dict[str, Requirement]:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line.rstrip(" \\")) for line in lines if line and not line.startswith((" ", "#", "-"))]
    return {canonicalize_name(one.name): one for one in wanted}


def needed(distribution: str) -> list[Requirement]:
    """What an installed distribution asks for on this machine, without extras of its own."""
    try:
        asked = [Requirement(line) for line in requires(distribution) or ()]
    except PackageNotFoundError:
        return []
    return [one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})]


@pytest.mark.parametrize("name", LOCKS)
def test_what_is_asked_for_with_extras_is_locked_with_them(name: str) -> None:
    """An installer that checks hashes takes `coverage[toml]` for another thing than a locked `coverage`.

    It refuses the whole lock then on the day a newer one is released.
    """
    lock = locked(name)
    missing = [
        f"{distribution} asks for {asked}"
        for distribution in lock
        for asked in needed(distribution)
        if asked.extras - lock[canonicalize_name(asked.name)].extras
    ]
    assert missing == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_is_pinned_and_hashed_and_names_no_index(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert all(str(one.specifier).startswith("==") for one in locked(name).values())
    assert text.count("==") >= len(locked(name)) > 20
    assert "://" not in text
    assert "--index" not in text
