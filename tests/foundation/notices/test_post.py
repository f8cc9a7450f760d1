import dataclasses
import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Self

import pytest

from foundation.accounts.ports import Letter
from foundation.config.settings import Env, Settings
from foundation.db.base import now
from foundation.notices.post import FolderPost, FolderSms, SmtpPost, as_message, post, sms

LETTER = Letter("an@example.vn", "Đặt lại mật khẩu", "Đường dẫn: https://ocop.example/x\n")


class Server:
    """A mail server that remembers what it was told."""

    told: list[Any] = []  # noqa: RUF012 - one for each test, emptied by the fixture

    def __init__(self, host: str, port: int, timeout: float) -> None:
        self.told += [(host, port), timeout]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.told.append("bye")

    def has_extn(self, name: str) -> bool:
        return name == "starttls"

    def starttls(self) -> None:
        self.told.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.told.append((user, password))

    def send_message(self, message: EmailMessage) -> None:
        self.told.append(message["To"])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(Server, "told", [])
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", Server)
    return Server.told


def test_a_letter_reads_as_it_was_written(tmp_path: Path) -> None:
    office = FolderPost(tmp_path / "mail", "no-reply@ocop.example")
    office.send(LETTER)
    office.send(LETTER)
    first, _ = sorted((tmp_path / "mail").iterdir())
    message = message_from_bytes(first.read_bytes(), policy=default)
    assert (message["To"], message["Subject"], message["From"]) == (LETTER.to, LETTER.subject, "no-reply@ocop.example")
    assert message.get_content() == LETTER.text
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "letter", [Letter("an@example.vn\nBcc: x@example.vn", "a", "b"), Letter("an@example.vn", "a\r\nBcc: x@y.vn", "b")]
)
def test_no_second_header_slips_in(letter: Letter) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        as_message(letter, "no-reply@ocop.example", now())


def test_letters_leave_encrypted_and_signed_in(server: list[Any]) -> None:
    SmtpPost("smtp://u%40x:p%3Aw@mail.example:587", "no-reply@ocop.example").send(LETTER)
    assert server == [("mail.example", 587), 20, "starttls", ("u@x", "p:w"), LETTER.to, "bye"]
    server.clear()
    SmtpPost("smtps://mail.example", "no-reply@ocop.example").send(LETTER)
    assert server == [("mail.example", 0), 20, LETTER.to, "bye"]


def test_a_message_is_a_file_in_a_demonstration(tmp_path: Path, settings: Settings) -> None:
    FolderSms(tmp_path).send("+84912345678", "Mã: 1")
    [path] = tmp_path.glob("*.txt")
    assert path.read_text(encoding="utf-8") == "+84912345678\nMã: 1\n"
    assert isinstance(sms(settings), FolderSms)
    assert sms(dataclasses.replace(settings, env=Env.PRODUCTION)) is None


def test_the_setting_decides_how_letters_leave(settings: Settings) -> None:
    assert isinstance(post(settings), FolderPost)
    assert isinstance(post(dataclasses.replace(settings, smtp_url="smtp://mail.example")), SmtpPost)
