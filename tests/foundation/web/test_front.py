"""The front of the site: one thread asks it, and nobody waits for those who send slowly or do not read."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request

from foundation.web import front as fronts
from foundation.web.answers import PORTION, messages
from foundation.web.bodies import BodyLimits
from foundation.web.front import SLICE, Front
from tests.foundation.web.test_environ import scope
from tests.support.loops import in_loop

MOST = 1000
LENGTH = 40 * PORTION


class Site:
    """A small site that tells what it was asked and what became of its long answer."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.inside = self.most_inside = self.taken = 0
        self.closed = threading.Event()
        self.goes_on = threading.Event()
        self.app = Flask(__name__, static_folder=None)
        self.app.config["MAX_CONTENT_LENGTH"] = MOST
        self.app.before_request(lambda: self.asked.append(request.path))
        self.app.add_url_rule("/form", view_func=self.form, methods=["POST"])
        self.app.add_url_rule("/busy", view_func=self.busy)
        self.app.add_url_rule("/held", view_func=self.held)
        self.app.add_url_rule("/long", view_func=self.long)

    def form(self) -> Response:
        told = f"{request.form['a']} of {request.content_length}, {request.headers.get('Transfer-Encoding')}"
        answer = Response(told)
        answer.set_cookie("a", "1")
        answer.set_cookie("b", "2")
        return answer

    def busy(self) -> str:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        time.sleep(0.002)
        self.inside -= 1
        return threading.current_thread().name

    def held(self) -> str:
        self.goes_on.wait(20)
        return "held"

    def long(self) -> Response:
        answer = Response(self.pieces(), headers={"Content-Length": str(LENGTH)})
        answer.call_on_close(self.closed.set)
        return answer

    def pieces(self) -> Iterator[bytes]:
        for _ in range(LENGTH // SLICE):
            self.taken += 1
            yield b"a" * SLICE


class Client:
    """Somebody at the other end: sends `pieces` and no more, takes `room` messages of the answer and waits."""

    def __init__(self, pieces: Iterable[bytes] = (), *, whole: bool = True, room: int = 10_000) -> None:
        self.pieces, self.whole, self.room = iter(pieces), whole, room
        self.told: list[dict[str, Any]] = []
        self.received = 0
        self.gone, self.full, self.goes_on = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        self.received += 1
        piece = next(self.pieces, None)
        if piece is not None:
            return {"type": "http.request", "body": piece, "more_body": True}
        if self.whole:
            self.whole = False
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if len(self.told) >= self.room:
            self.full.set()
            await self.goes_on.wait()
        self.told.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.gone.set()

    @property
    def status(self) -> int | None:
        return self.told[0]["status"] if self.told else None

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.told[1:])


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def front(site: Site, tmp_path: Path) -> Front:
    limits = BodyLimits(MOST, silence_s=0.2)
    return Front(site.app, lambda _: None, limits, tmp_path)


def asks(front: Front, path: str, client: Client, *headers: tuple[str, str]) -> Awaitable[None]:
    method = "POST" if path == "/form" else "GET"
    return front(scope(*headers, raw_path=path.encode(), method=method), client.receive, client.send)


FORM = ("Content-Type", "application/x-www-form-urlencoded")
CHUNKED = ("Transfer-Encoding", "chunked")


@pytest.mark.parametrize("length", [("Content-Length", "4"), CHUNKED])
def test_a_form_arrives_whole_however_it_is_sent(front: Front, length: tuple[str, str]) -> None:
    async def run() -> Client:
        client = Client([b"a=", b"xy"])
        await asks(front, "/form", client, FORM, length)
        return client

    client = in_loop(run())
    assert (client.status, client.body) == (200, b"xy of 4, None")
    assert [value for name, value in client.told[0]["headers"] if name == b"set-cookie"] == [
        b"a=1; Path=/",
        b"b=2; Path=/",
    ]


def test_a_page_that_is_kept_is_sent_without_asking(site: Site, tmp_path: Path) -> None:
    kept = messages("200 OK", [("Content-Type", "text/html")], b"kept")
    front = Front(
        site.app, lambda environ: kept if environ["PATH_INFO"] == "/held" else None, BodyLimits(MOST), tmp_path
    )

    async def run() -> tuple[Client, Client]:
        slow, quick = Client(room=0), Client()
        waiting = asyncio.ensure_future(asks(front, "/long", slow))
        await asks(front, "/held", quick)
        waiting.cancel()
        return slow, quick

    _, quick = in_loop(run())
    assert (quick.status, quick.body, quick.received) == (200, b"kept", 0)
    assert "/held" not in site.asked


def test_a_body_that_stops_is_answered_and_the_site_never_asked(front: Front, site: Site) -> None:
    async def run() -> tuple[Client, Client, float]:
        late, quiet = Client([b"a="], whole=False), Client()
        waiting = asyncio.ensure_future(asks(front, "/form", late, FORM, ("Content-Length", "4")))
        await asyncio.sleep(0.01)
        started = time.monotonic()
        await asks(front, "/busy", quiet)
        took = time.monotonic() - started
        assert late.status is None
        await waiting
        return late, quiet, took

    late, quiet, took = in_loop(run())
    assert (late.status, quiet.status, site.asked) == (408, 200, ["/busy"])
    assert (b"connection", b"close") in late.told[0]["headers"]
    assert "vui lòng gửi lại" in late.body.decode()
    assert took < 10


def test_whoever_leaves_in_the_middle_of_a_body_gets_no_answer(front: Front, site: Site) -> None:
    async def run() -> Client:
        client = Client([b"a="], whole=False)
        client.gone.set()
        await asks(front, "/form", client, FORM, ("Content-Length", "4"))
        return client

    assert (in_loop(run()).told, site.asked) == ([], [])


@pytest.mark.parametrize("length", [("Content-Length", "5000"), CHUNKED])
def test_the_site_itself_refuses_what_is_too_long(front: Front, length: tuple[str, str]) -> None:
    async def run() -> tuple[Client, list[bytes]]:
        left = [b"a" * 500] * 10
        client = Client(left)
        await asks(front, "/form", client, FORM, length)
        return client, list(client.pieces)

    client, unread = in_loop(run())
    assert client.status == 413
    assert unread == []  # whoever is cut off while sending would not see why


def test_whoever_asks_before_sending_too_much_is_not_asked_for_it(front: Front) -> None:
    async def run() -> Client:
        client = Client([b"a" * 500] * 10)
        await asks(front, "/form", client, FORM, ("Content-Length", "5000"), ("Expect", "100-continue"))
        return client

    client = in_loop(run())
    assert (client.status, client.received) == (413, 0)


def test_the_site_is_asked_one_at_a_time_by_the_same_thread(front: Front, site: Site) -> None:
    async def run() -> list[Client]:
        clients = [Client() for _ in range(20)]
        await asyncio.gather(*(asks(front, "/busy", client) for client in clients))
        return clients

    clients = in_loop(run())
    assert site.most_inside == 1
    assert {client.body for client in clients} == {b"site"}


def test_a_long_answer_waits_for_its_reader_and_nobody_else_does(front: Front, site: Site) -> None:
    async def run() -> tuple[Client, Client, int]:
        stuck, quiet = Client(room=3), Client()
        reading = asyncio.ensure_future(asks(front, "/long", stuck))
        await stuck.full.wait()
        await asks(front, "/busy", quiet)
        taken = site.taken
        stuck.gone.set()
        reading.cancel()
        await asyncio.wait({reading})
        return stuck, quiet, taken

    stuck, quiet, taken = in_loop(run())
    assert (stuck.status, quiet.status) == (200, 200)
    assert taken * SLICE < 2 * PORTION
    assert site.closed.wait(20)


def test_a_long_answer_arrives_whole(front: Front, site: Site) -> None:
    async def run() -> Client:
        client = Client()
        await asks(front, "/long", client)
        return client

    client = in_loop(run())
    assert (len(client.body), site.closed.is_set()) == (LENGTH, True)
    assert max(len(message.get("body", b"")) for message in client.told) <= SLICE


def test_an_answer_that_nobody_takes_is_given_up(front: Front, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fronts, "TAKEN_WITHIN_S", 0.1)

    async def run() -> None:
        await asks(front, "/long", Client(room=3))

    in_loop(run())
    assert site.closed.is_set()
    assert site.taken * SLICE < 2 * PORTION


def test_whoever_leaves_while_others_are_before_them_costs_nothing(front: Front, site: Site) -> None:
    async def run() -> Client:
        first, leaver = Client(), Client()
        held = asyncio.ensure_future(asks(front, "/held", first))
        waiting = asyncio.ensure_future(asks(front, "/busy", leaver))
        await asyncio.sleep(0.05)
        leaver.gone.set()
        await asyncio.sleep(0.05)
        site.goes_on.set()
        await asyncio.gather(held, waiting)
        assert first.body == b"held"
        return leaver

    assert in_loop(run()).told == []
    assert site.asked == ["/held"]


def test_whoever_leaves_a_long_answer_ends_it(front: Front, site: Site) -> None:
    async def run() -> None:
        client = Client(room=3)
        reading = asyncio.ensure_future(asks(front, "/long", client))
        await client.full.wait()
        client.gone.set()
        await asyncio.sleep(0)
        client.goes_on.set()
        await reading

    in_loop(run())
    assert site.closed.is_set()
    assert site.taken * SLICE < 2 * PORTION


def test_what_breaks_in_the_site_is_the_servers_to_tell(site: Site, tmp_path: Path) -> None:
    def broken(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise LookupError

    front = Front(broken, lambda _: None, BodyLimits(MOST), tmp_path)

    async def run() -> Client:
        client = Client()
        with pytest.raises(LookupError):
            await asks(front, "/", client)
        return client

    assert in_loop(run()).told == []
