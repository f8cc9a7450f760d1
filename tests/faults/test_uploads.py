"""A producer's phone loses the network in the middle of a photo, at the site as one command serves it."""

import http.cookiejar
import re
import socket
import urllib.parse
import urllib.request
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select

from catalog.producers.roles import PRODUCER_MEMBER
from catalog.products.services import ProductFacts, add_product
from catalog.profiles.models import ProfilePhoto
from catalog.profiles.queries import open_profile
from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.permissions.services import RoleSubject, Term, appoint
from tests.catalog.representation.conftest import maker
from tests.faults.test_serving import answers, data_dir, port, served_db, server
from tests.foundation.signin.conftest import PASSWORD, account
from tests.support.databases import TODAY
from tests.support.pictures import photo
from tests.support.processes import wait_until

__all__ = ["data_dir", "maker", "port", "served_db", "server"]

STORY = "Nương chè trăm tuổi"
TRIES = 4
MB = 1024 * 1024
SENT, PROMISED = 12 * MB, 18 * MB


@pytest.fixture
def reference_db(served_db: Database) -> Database:
    """The one that the server sees."""
    return served_db


@pytest.fixture
def tea(reference_db: Database, maker: int) -> int:
    """A product of a producer for whom An speaks; its number."""
    with reference_db.unit_of_work() as session:
        an = account(session)
        appoint(session, SYSTEM, an, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=RoleSubject(None, maker))
        facts = ProductFacts("Chè Bình Minh", "01", "01", 1, producer_id=maker)
        made = add_product(session, facts, {})
        session.flush()
        return made.id


class Phone:
    """A browser with its cookies, and a connection that can break."""

    def __init__(self, port: int) -> None:
        self.port, self.jar = port, http.cookiejar.CookieJar()
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar)).open

    def get(self, path: str) -> str:
        with self.open(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            page: str = answer.read().decode()
        return page

    def token(self, path: str) -> str:
        return str(re.findall(r'name="csrf_token" value="([^"]+)"', self.get(path))[-1])

    def post(self, path: str, **fields: str) -> None:
        sent = urllib.parse.urlencode({**fields, "csrf_token": self.token(path)}).encode()
        self.open(f"http://127.0.0.1:{self.port}{path}", sent, timeout=30).close()

    def photo(self, path: str, *, content: bytes, promised: int | None = None) -> int | None:
        """Send a photo; where more is promised than is sent, the connection breaks and there is no answer."""
        parts = f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token(path)}\r\n'
        parts += '--b\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n'
        body = parts.encode() + content + (b"" if promised else b"\r\n--b--\r\n")
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.jar)
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\nConnection: close\r\n"
        head += "X-Autosave: 1\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        head += f"Content-Length: {promised or len(body)}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            line.sendall(head.encode() + body)
            status = b"" if promised else line.recv(64).split()[1]
        return int(status) if status else None


def memory(server: psutil.Process) -> int:
    """Megabytes of the server and all its processes."""
    return int(sum(one.memory_info().rss for one in [server, *server.children(recursive=True)]) // MB)


@pytest.mark.fault
def test_a_photo_cut_off_is_not_there_and_nothing_that_was_typed_is_lost(
    server: psutil.Process, port: int, reference_db: Database, tea: int, data_dir: Path
) -> None:
    phone, photos = Phone(port), f"/ho-so/san-pham/{tea}/anh"
    phone.post("/tai-khoan/dang-nhap", identifier="an@example.vn", password=PASSWORD)
    phone.post(f"/ho-so/san-pham/{tea}/cau-chuyen", story=STORY)
    assert phone.photo(photos, content=photo()) == 200
    kept, before = sorted(path.name for path in (data_dir / "files").rglob("*") if path.is_file()), memory(server)
    for _ in range(TRIES):
        phone.photo(photos, content=b"\xff\xd8\xff" + b"\0" * SENT, promised=PROMISED)
    wait_until(lambda: answers(port) == 200)
    assert memory(server) - before < SENT * TRIES // MB
    assert sorted(path.name for path in (data_dir / "files").rglob("*") if path.is_file()) == kept
    with reference_db.reading() as session:
        assert session.scalar(select(func.count(ProfilePhoto.id))) == 1
        draft = open_profile(session, tea)
        assert draft
        assert draft.story == STORY
    assert STORY in phone.get(f"/ho-so/san-pham/{tea}/cau-chuyen")
    assert phone.photo(photos, content=photo(900, 600)) == 200
    with reference_db.reading() as session:
        assert session.scalar(select(func.count(ProfilePhoto.id))) == 2
