"""What the site writes is for its own user's eyes."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.config.private_files import make_private, private_folder, private_opener, restrict_to_owner
from foundation.db.database import Database


@pytest.fixture(autouse=True)
def _generous() -> Iterator[None]:
    """A mask as most machines have it, put back afterwards."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_whatever_is_written_afterwards_is_private(tmp_path: Path) -> None:
    make_private(tmp_path / "a" / "var")
    (tmp_path / "a" / "var" / "x").write_text("")
    (tmp_path / "a" / "var" / "y").mkdir()
    assert [mode(tmp_path / "a" / "var" / name) for name in ("", "x", "y")] == [0o700, 0o600, 0o700]


def test_what_an_older_site_left_open_is_closed(tmp_path: Path) -> None:
    folder, file = tmp_path / "var", tmp_path / "var" / "x"
    folder.mkdir()
    file.write_text("")
    private_folder(folder)
    restrict_to_owner(file)
    restrict_to_owner(tmp_path / "nothing")
    assert (mode(folder), mode(file)) == (0o700, 0o600)


def test_a_folder_for_everybody_stays_open(tmp_path: Path) -> None:
    """As /tmp is."""
    tmp_path.chmod(0o1777)
    private_folder(tmp_path)
    assert mode(tmp_path) == 0o1777


def test_a_file_is_private_from_its_first_moment(tmp_path: Path) -> None:
    with open(tmp_path / "x", "w", encoding="utf-8", opener=private_opener):
        assert mode(tmp_path / "x") == 0o600


@pytest.mark.parametrize("there", [False, True])
def test_a_database_and_what_lies_beside_it_are_private(tmp_path: Path, there: bool) -> None:
    path = tmp_path / "var" / "ocop.sqlite3"
    if there:
        path.parent.mkdir()
        path.touch()
    database = Database.at(f"sqlite:///{path}")
    with database.unit_of_work() as session:
        session.connection().exec_driver_sql("CREATE TABLE a (b)")
    found = {one.name: mode(one) for one in path.parent.iterdir()}
    database.engine.dispose()
    assert found == dict.fromkeys(("ocop.sqlite3", "ocop.sqlite3-wal", "ocop.sqlite3-shm"), 0o600)
