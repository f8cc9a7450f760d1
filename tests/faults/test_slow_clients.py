"""Whoever never finishes sending or does not read keeps nobody waiting, and is let go after a while."""

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from bench.search.measure import percentile
from bench.serving import Slow, memory, read_pages, readers, senders, storm
from foundation.web.application import UPLOAD_MAX
from foundation.web.serving import SILENCE_S, UNREAD_S
from tests.faults.test_serving import answers, port, server
from tests.support.processes import rounds, wait_until

__all__ = ["port", "server"]

CLIENTS, LASTS_S = rounds(10, 200), rounds(2, 60)
WAIT_MS = rounds(30_000, 300)
"""A landing asks that pages answer at all, whatever else the machine does; `make prove` asks for the bar."""

GROWS_MB = 120
PAGES = {"page": "/vi/san-pham?x={}", "kept page": "/vi/", "health check": "/health/live"}
LATE = "HTTP/1.1 408 Request Timeout"


@pytest.mark.fault
def test_pages_are_answered_while_others_neither_finish_nor_read(server: psutil.Process, port: int) -> None:
    wait_until(lambda: answers(port) == 200)
    read_pages(port, 1, PAGES)
    before = memory(server)
    clients = [*senders(port, CLIENTS), *readers(port, CLIENTS)]
    with storm(clients):
        wait_until(lambda: all(client.is_slow for client in clients))
        took = read_pages(port, LASTS_S, PAGES)
    slow = {kind: percentile(took[kind], 99) for kind in PAGES}
    assert max(slow.values()) <= WAIT_MS, slow
    assert memory(server) - before < GROWS_MB


def spoken(port: int, words: str, goes_on: bytes = b"") -> tuple[float, str]:
    """What is answered until the connection is closed, and after how many seconds that is."""
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=UNREAD_S * 2) as line:
        line.sendall(words.replace("\n", "\r\n").encode() + goes_on)
        told = b"".join(iter(lambda: line.recv(4096), b""))
    return time.monotonic() - started, told.decode()


@pytest.mark.fault
def test_whoever_keeps_silent_is_let_go(server: psutil.Process, port: int) -> None:
    wait_until(lambda: answers(port) == 200)
    asked: dict[str, Callable[[], tuple[float, str]]] = {
        "nothing": lambda: spoken(port, ""),
        "half a head": lambda: spoken(port, "GET /vi/ HTTP/1.1\nHos"),
        "nothing more": lambda: spoken(port, "GET /health/live HTTP/1.1\nHost: localhost\n\n"),
        "half a body": lambda: spoken(port, "POST /vi/ HTTP/1.1\nHost: localhost\nContent-Length: 9\n\nabc"),
        "half a piece": lambda: spoken(
            port, "POST /vi/ HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n3\nab"
        ),
    }
    [unread] = readers(port, 1)
    unread.step()
    unread.step()
    with ThreadPoolExecutor(len(asked)) as lines:
        told = dict(zip(asked, lines.map(lambda ask: ask(), asked.values()), strict=True))
    assert is_held(server, unread)
    assert all(took < SILENCE_S * 2 for took, _ in told.values()), told
    heads = {what: words.partition("\r\n")[0] for what, (_, words) in told.items()}
    assert heads == dict.fromkeys(("nothing", "half a head"), "") | {
        "nothing more": "HTTP/1.1 200 OK",
        "half a body": LATE,
        "half a piece": LATE,
    }
    wait_until(lambda: not is_held(server, unread), timeout=UNREAD_S * 2)
    unread.close()


def is_held(server: psutil.Process, client: Slow) -> bool:
    """Whether a server process still has a client's connection."""
    lines = [line for process in server.children() for line in process.net_connections("tcp4")]
    return any(line.raddr and line.raddr.port == client.own_port for line in lines)


@pytest.mark.fault
def test_whoever_sends_too_much_reads_why(server: psutil.Process, port: int) -> None:
    wait_until(lambda: answers(port) == 200)
    head = "POST /tai-khoan/dang-nhap HTTP/1.1\nHost: localhost\nConnection: close\n"
    form = "Content-Type: application/x-www-form-urlencoded\n"
    _, told = spoken(port, f"{head}{form}Content-Length: {UPLOAD_MAX + 1}\n\n", b"a" * (UPLOAD_MAX + 1))
    assert told.startswith("HTTP/1.1 413 ")
    assert "</html>" in told
