"""The site as one command serves it: a worker that dies is replaced, and nothing outlives the server."""

import signal
import socket
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
from sqlalchemy import select

from catalog.products.models import Product
from foundation.db.database import Database
from tests.conftest import DIALECTS
from tests.support.databases import Stage, Templates
from tests.support.processes import Program, environment, finish, kill, rounds, start, start_anew, wait_until

BEGIN: Callable[..., Program] = start_anew if rounds(0, 1) else start
"""How a server begins that is to be ended: how it ends does not hang on that, so only full rounds import the site."""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def served_db(templates: Templates) -> Iterator[Database]:
    """What the server has to do with processes and connections is the same on every database."""
    with templates.own(DIALECTS[0], Stage.REFERENCE) as database:
        yield database


@pytest.fixture(scope="module")
def server(served_db: Database, data_dir: Path, port: int) -> Iterator[psutil.Process]:
    """One that answers, for all tests of a file that let it live."""
    env = environment(served_db.url, data_dir)
    process = start("flask", "serve", "--workers", "1", "--port", str(port), env=env)
    wait_until(lambda: answers(port) == 200, timeout=120)
    yield psutil.Process(process.pid)
    end(process)


@dataclass(frozen=True)
class Family:
    """A server and all it has started."""

    program: Program
    processes: list[psutil.Process]

    def is_gone(self, within: float) -> bool:
        """Whether all of them have ended; who has is no more once it was asked for its status."""
        wait_until(lambda: self.program.poll() is not None, timeout=within)
        _, alive = psutil.wait_procs(self.processes, timeout=within)
        return not alive


@pytest.fixture
def mortal(served_db: Database, tmp_path: Path) -> Iterator[Family]:
    """One that answers and has its worker, to be ended."""
    number, env = free_port(), environment(served_db.url, tmp_path)
    process = BEGIN("flask", "serve", "--workers", "1", "--port", str(number), env=env)
    seen = psutil.Process(process.pid)
    wait_until(lambda: answers(number) == 200 and workers(seen), timeout=120)
    yield Family(process, [*seen.children(recursive=True), seen])
    end(process)


def end(process: Program) -> None:
    """SIGKILL for a program and for what it has started."""
    seen = psutil.Process(process.pid) if process.poll() is None else None
    for child in seen.children(recursive=True) if seen else ():
        child.kill()
    kill(process)


def answers(port: int, path: str = "/vi/") -> int | None:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def words(process: psutil.Process) -> list[str]:
    """What a process was started with; nothing where it has ended since it was listed."""
    try:
        return list(process.cmdline())
    except psutil.NoSuchProcess:
        return []


def workers(server: psutil.Process) -> list[psutil.Process]:
    return [child for child in server.children() if "outbox" in words(child)]


@pytest.mark.fault
def test_a_dead_worker_is_replaced_and_the_site_answers_on(server: psutil.Process, port: int) -> None:
    assert answers(port, "/health/live") == 200
    [first] = workers(server)
    first.send_signal(signal.SIGKILL)
    wait_until(lambda: [w.pid for w in workers(server)] not in ([], [first.pid]))
    assert answers(port) == 200


@pytest.mark.fault
def test_nothing_outlives_the_server(mortal: Family) -> None:
    mortal.processes[-1].send_signal(signal.SIGTERM)
    assert mortal.is_gone(within=30)


@pytest.mark.fault
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_all_of_its_processes_ends_them(mortal: Family, number: signal.Signals) -> None:
    """As a terminal's interrupt and a service manager's stop come, before the server tells its own once more."""
    for process in mortal.processes:
        process.send_signal(number)
    assert mortal.is_gone(within=20)


@pytest.mark.fault
def test_a_taken_port_is_said_in_a_sentence(server: psutil.Process, port: int, tmp_path: Path) -> None:
    env = environment(f"sqlite:///{tmp_path}/unused.sqlite3", tmp_path)
    told = finish(start("flask", "serve", "--port", str(port), env=env), status=1)
    assert f"Cannot serve at 127.0.0.1, port {port}: Address already in use." in told
    assert "Traceback" not in told
    assert server.is_running()


@pytest.mark.fault
def test_a_wrong_setting_is_named_at_the_start_and_nothing_starts(tmp_path: Path) -> None:
    env = environment("mysql://x/y", tmp_path, OCOP_ENV="productoin", OCOP_SERCET_KEY="a")
    told = finish(start_anew("flask", "serve", env=env), status=1)
    assert "OCOP_DATABASE_URL: must be sqlite:///FILE or postgresql://…" in told
    assert "OCOP_ENV: must be 'demo' or 'production', not 'productoin'" in told
    assert "OCOP_SERCET_KEY: is not a setting; did you mean OCOP_SECRET_KEY?" in told
    assert "Traceback" not in told


@pytest.mark.fault
def test_an_upload_that_breaks_off_leaves_nothing_and_the_site_answers_on(
    server: psutil.Process, port: int, data_dir: Path
) -> None:
    head = (
        "POST /tai-khoan/dang-nhap HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 15000000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n'
    )
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as cut:
            cut.sendall(head.encode() + b"\xff\xd8\xff" * 200_000)
    wait_until(lambda: answers(port) == 200)
    assert server.is_running()
    assert [path for path in (data_dir / "files").rglob("*") if path.is_file()] == []


@pytest.mark.fault
def test_photos_are_served_from_the_first_start_of_a_demonstration(tmp_path: Path) -> None:
    """Loading stores photos: server processes forked from the program that did so waited for ever at the first one."""
    data, port = tmp_path / "var", free_port()
    url = f"sqlite:///{data / 'ocop.sqlite3'}"
    process = start_anew("flask", "demo", "run", "--workers", "1", "--port", str(port), env=environment(url, data))
    try:
        wait_until(lambda: answers(port) == 200, timeout=120)
        with Database.at(url).reading() as session:
            covers = session.scalars(select(Product.cover_sha256).where(Product.cover_sha256.is_not(None))).all()
        assert covers
        assert [answers(port, f"/media/{cover}.webp") for cover in covers[:2]] == [200, 200]
        _holds_what_a_first_start_owes(data, port)
    finally:
        end(process)


def _holds_what_a_first_start_owes(data: Path, port: int) -> None:
    """Nobody else may read what was written, and links lead to the port it is served at."""
    wait_until(lambda: (data / "open-data").is_dir() and (data / "search").is_dir())
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    files = [path for path in data.rglob("*") if path.is_file()]
    assert {path.parts[len(data.parts)] for path in files} >= {
        "ocop.sqlite3",
        "files",
        "search",
        "secret_key",
        "static",
    }
    assert [path for path in files if path.stat().st_mode & 0o077] == []
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/vi/")
    assert f'<link rel="canonical" href="http://localhost:{port}/vi/">' in connection.getresponse().read().decode()
    connection.close()
