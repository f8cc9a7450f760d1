"""A small mail server on this machine that speaks SMTP as RFC 5321, 3207 and 4954 have it, and remembers all of it."""

import base64
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

USER, PASSWORD = "post@x.vn", "secret:1"


@dataclass
class MailServer:
    """What it can, and what it was told.

    `tls` is its side of TLS, None where it has none; `from_the_start` for implicit TLS. `auth` says when it takes a
    password: never, only under TLS as large providers do, or always. `answers` replaces its answer to a verb.
    """

    tls: ssl.SSLContext | None = None
    from_the_start: bool = False
    auth: str = "under tls"
    answers: dict[str, str] = field(default_factory=dict)
    told: list[tuple[bool, str]] = field(default_factory=list)
    """Every line it was told, and whether nobody on the way could read it."""
    letters: list[bytes] = field(default_factory=list)
    port: int = 0

    def verbs(self) -> list[str]:
        """The verbs it was told, with a + for those under TLS."""
        return [("+" if safe else "") + line.split()[0].upper() for safe, line in self.told]

    @contextmanager
    def listening(self) -> Iterator[Self]:
        """Answer on a free port of this machine."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port = server.getsockname()[1]
            thread = threading.Thread(target=self._accept, args=(server,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                with contextlib.suppress(OSError):
                    server.shutdown(socket.SHUT_RDWR)
                thread.join(5)

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                connection = server.accept()[0]
            except OSError:
                return
            connection.settimeout(10)
            # A client that breaks off is nobody's fault here.
            with contextlib.suppress(OSError):
                _Talk(self, connection).go_on()


class _Talk:
    """One client."""

    def __init__(self, server: MailServer, connection: socket.socket) -> None:
        self.server, self.connection, self.is_safe = server, connection, False
        self.is_signed_in = False

    def go_on(self) -> None:
        try:
            if self.server.from_the_start:
                self._turn_to_tls()
            self._read()
        finally:
            self.connection.close()

    def _turn_to_tls(self) -> None:
        if self.server.tls is None:
            msg = "no side of TLS"
            raise ValueError(msg)
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.is_safe, self.is_signed_in = True, False

    def _read(self) -> None:
        self._say(self.server.answers.get("CONNECT", "220 mx.test ESMTP"))
        with contextlib.suppress(StopIteration):
            lines = self._lines()
            while True:
                line = next(lines)
                self.server.told.append((self.is_safe, line))
                verb = line.split(" ")[0].upper()
                answer = self.server.answers.get(verb) or self._answer(verb, line)
                if answer:
                    self._say(answer)
                if verb == "QUIT":
                    return
                if verb == "STARTTLS" and answer.startswith("220"):
                    self._turn_to_tls()
                    lines = self._lines()
                elif verb == "DATA" and answer.startswith("354"):
                    self._say(self._take(lines))

    def _answer(self, verb: str, line: str) -> str:
        if verb == "EHLO":
            return self._abilities()
        if verb == "STARTTLS":
            return "220 go ahead" if self.server.tls and not self.is_safe else "502 no"
        if verb == "AUTH":
            return self._sign_in(line)
        if verb in {"MAIL", "RCPT", "DATA"} and self.server.auth != "never" and not self.is_signed_in:
            return "530 5.7.0 authentication required"
        return {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 ok")

    def _abilities(self) -> str:
        offered = ["mx.test", "8BITMIME"]
        offered += ["STARTTLS"] if self.server.tls and not self.is_safe else []
        takes = self.server.auth == "always" or (self.server.auth == "under tls" and self.is_safe)
        offered += ["AUTH PLAIN"] if takes else []
        return "\r\n".join(f"250-{one}" for one in offered[:-1]) + f"\r\n250 {offered[-1]}"

    def _sign_in(self, line: str) -> str:
        given = base64.b64decode(line.split(" ")[2]).decode().split("\0")
        self.is_signed_in = given[1:] == [USER, PASSWORD]
        return "235 welcome" if self.is_signed_in else "535 5.7.8 wrong"

    def _take(self, lines: Iterator[str]) -> str:
        letter = []
        while (line := next(lines)) != ".":
            letter.append(line.removeprefix("."))
        self.server.letters.append("\r\n".join(letter).encode())
        return "250 2.0.0 taken"

    def _lines(self) -> Iterator[str]:
        # Unbuffered beyond the line, as what comes after STARTTLS belongs to TLS.
        line = b""
        while byte := self.connection.recv(1):
            line += byte
            if line.endswith(b"\r\n"):
                yield line[:-2].decode()
                line = b""

    def _say(self, answer: str) -> None:
        self.connection.sendall(answer.encode() + b"\r\n")
