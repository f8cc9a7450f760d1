from pathlib import Path

import pytest

from foundation.files.storage import Storage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def storage(folder: Path) -> Storage:
    return Storage(None, folder)
