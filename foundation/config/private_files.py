"""What the site writes is for its own user's eyes: folders 0700, files 0600."""

import os
import stat
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""What group and others may do."""


def make_private(data_dir: Path) -> None:
    """Let nobody else read what this process and those started from it write, in the data folder or elsewhere.

    Libraries create files too (the search index, the store of contents), so the process' own mask says it.
    """
    os.umask(OTHERS)
    private_folder(data_dir)


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter; one that is open to others already is closed."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    restrict_to_owner(folder)


def private_opener(path: str, flags: int) -> int:
    """Create a file that only its owner may read; the `opener` of `open`."""
    return os.open(path, flags, FILE)


def restrict_to_owner(path: Path) -> None:
    """Take what is there away from group and others; what belongs to another user, or to all, stays as it is."""
    with suppress(FileNotFoundError, PermissionError):
        found = path.stat()
        mode = stat.S_IMODE(found.st_mode)
        is_own = found.st_uid == os.geteuid() and not mode & stat.S_ISVTX
        if is_own and mode & OTHERS:
            path.chmod(mode & ~OTHERS)
