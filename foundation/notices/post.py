"""Letters and messages leave here: by SMTP, or into a folder where a demonstration shows them."""

import smtplib
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from foundation.accounts.ports import Letter, Post, SmsGateway
from foundation.config.settings import Settings
from foundation.db.base import now

TIMEOUT_S = 20


class FolderPost:
    """A double of the mail system: each letter is a file."""

    def __init__(self, folder: Path, sender: str, clock: Callable[[], datetime] = now) -> None:
        self.folder, self.sender, self.clock = folder, sender, clock

    def send(self, letter: Letter) -> None:
        """Write the letter beside the earlier ones."""
        _keep(self.folder, self.clock(), "eml", as_message(letter, self.sender, self.clock()).as_bytes())


class SmtpPost:
    """The mail system behind an smtp:// or smtps:// address."""

    def __init__(self, url: str, sender: str) -> None:
        self.url, self.sender = urlsplit(url), sender

    def send(self, letter: Letter) -> None:
        """Hand the letter over; whatever goes wrong is raised, and the job is tried again."""
        host, port = self.url.hostname or "", self.url.port or 0
        made = smtplib.SMTP_SSL if self.url.scheme == "smtps" else smtplib.SMTP
        with made(host, port, timeout=TIMEOUT_S) as server:
            if self.url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
            server.send_message(as_message(letter, self.sender, now()))


class FolderSms:
    """A double of the short-message gateway: each message is a file."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = now) -> None:
        self.folder, self.clock = folder, clock

    def send(self, phone: str, text: str) -> None:
        """Write the message beside the earlier ones."""
        _keep(self.folder, self.clock(), "txt", f"{phone}\n{text}\n".encode())


def as_message(letter: Letter, sender: str, at: datetime) -> EmailMessage:
    """The letter as mail; a header with a line break is refused by the library itself."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"], message["Message-ID"] = format_datetime(at), make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def post(settings: Settings) -> Post:
    """The mail system of an installation."""
    sender = f"no-reply@{urlsplit(settings.base_url).hostname}"
    if settings.smtp_url:
        return SmtpPost(settings.smtp_url, sender)
    return FolderPost(settings.data_dir / "mail", sender)


def sms(settings: Settings) -> SmsGateway | None:
    """The gateway of an installation: a demonstration has a double, and no other is known yet."""
    return FolderSms(settings.data_dir / "sms") if settings.env.value == "demo" else None


def letters_dropper(settings: Settings) -> Callable[[Session, datetime], int]:
    """Drops letters and messages that lie in the folder of an installation since before a moment."""

    def drop(_session: Session, before: datetime) -> int:
        paths = [path for name in ("mail", "sms") for path in (settings.data_dir / name).glob("*.*")]
        old = [path for path in paths if path.stat().st_mtime < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    return drop


def _keep(folder: Path, at: datetime, ending: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{at:%Y%m%dT%H%M%S%f}"
    for number in range(1000):
        try:
            with (folder / f"{stem}-{number}.{ending}").open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        return
