"""Whoever never finishes sending or does not read keeps nobody waiting, and is let go after a while."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from bench.search.measure import percentile
from bench.serving import Slow, memory, read_pages, readers, senders, storm
from foundation.web.application import UPLOAD_MAX
from foundation.web.serving import SILENCE_S, UNREAD_S
from tests.faults.test_serving import data_dir, port, served_db, server
from tests.support.processes import rounds, wait_until

__all__ = ["data_dir", "port", "served_db", "server"]

CLIENTS, LASTS_S = rounds(10, 200), rounds(2, 60)
WAIT_MS = rounds(30_000, 300)
"""A landing asks that pages answer at all, whatever else the machine does; `make prove` asks for the bar."""

GROWS_MB = 120
PAGES = {"page": "/vi/san-pham?x={}", "kept page": "/vi/", "health check": "/health/live"}
LATE = "HTTP/1.1 408 Request Timeout"
POST = "POST /tai-khoan/dang-nhap HTTP/1.1\nHost: localhost\nContent-Type: application/x-www-form-urlencoded\n"
TOO_MUCH = UPLOAD_MAX + 1
SAID = {
    "": "",
    "GET /vi/ HTTP/1.1\nHos": "",
    "GET /health/live HTTP/1.1\nHost: localhost\n\n": "HTTP/1.1 200 OK",
    f"{POST}Content-Length: 9\n\nabc": LATE,
    f"{POST}Transfer-Encoding: chunked\n\n3\nab": LATE,
    f"{POST}Content-Length: {TOO_MUCH}\nConnection: close\n\n{'a' * TOO_MUCH}": "HTTP/1.1 413 Payload Too Large",
}
"""What somebody sends before they fall silent, and how the answer begins that they get."""


@pytest.mark.fault
def test_pages_are_answered_while_others_neither_finish_nor_read(server: psutil.Process, port: int) -> None:
    read_pages(port, max(1, LASTS_S // 3), PAGES)  # what pages need once is not the slow clients' doing
    before = memory(server)
    clients = [*senders(port, CLIENTS), *readers(port, CLIENTS)]
    with storm(clients):
        wait_until(lambda: all(client.is_slow for client in clients))
        took = read_pages(port, LASTS_S, PAGES)
    slow = {kind: percentile(took[kind], 99) for kind in PAGES}
    assert max(slow.values()) <= WAIT_MS, slow
    assert memory(server) - before < GROWS_MB


@pytest.mark.fault
def test_whoever_keeps_silent_is_let_go_and_whoever_sends_too_much_reads_why(server: psutil.Process, port: int) -> None:
    [unread] = readers(port, 1)
    unread.step()
    unread.step()
    with ThreadPoolExecutor(len(SAID)) as lines:
        told = list(lines.map(lambda words: told_until_closed(port, words), SAID))
    assert is_held(server, unread)
    assert [words.partition("\r\n")[0] for _, words in told] == list(SAID.values())
    assert max(seconds for seconds, _ in told) < SILENCE_S * 2
    assert "</html>" in told[-1][1]
    wait_until(lambda: not is_held(server, unread), timeout=UNREAD_S * 2)
    unread.close()


def told_until_closed(port: int, words: str) -> tuple[float, str]:
    """After how many seconds a connection was closed, and what was answered until then."""
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=UNREAD_S * 2) as line:
        line.sendall(words.replace("\n", "\r\n").encode())
        told = b"".join(iter(lambda: line.recv(4096), b""))
    return time.monotonic() - started, told.decode()


def is_held(server: psutil.Process, client: Slow) -> bool:
    """Whether a server process still has a client's connection."""
    lines = [line for process in server.children() for line in process.net_connections("tcp4")]
    return any(line.raddr and line.raddr.port == client.own_port for line in lines)
