"""Letters and messages leave here: by SMTP, or into a folder where a demonstration shows them."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from foundation.accounts.ports import Email, Mailer, SmsGateway
from foundation.accounts.rules import read_email
from foundation.config.mail_address import Tls, mail_server
from foundation.config.private_files import private_folder, private_opener
from foundation.config.settings import Settings
from foundation.db.base import now

TIMEOUT_S = 20
PLAIN_MAX = 60
"""Characters of a subject that needs neither encoding nor folding."""


class LetterNotTakenError(Exception):
    """A letter that the mail system did not take, or that was not to be entrusted to it; names no address."""

    names_nobody = True


class FolderMailer:
    """A double of the mail system: each letter is a file."""

    def __init__(self, folder: Path, sender: str, clock: Callable[[], datetime] = now) -> None:
        self.folder, self.sender, self.clock = folder, sender, clock

    def send(self, letter: Email) -> None:
        """Write the letter beside the earlier ones."""
        _keep(self.folder, self.clock(), "eml", as_message(letter, self.sender, self.clock()).as_bytes())


class SmtpMailer:
    """The mail system behind an smtp:// or smtps:// address.

    `trust` says whose certificates are good, those the machine trusts by default; `timeout` is for each answer of
    the server, in seconds.
    """

    def __init__(
        self, url: str, sender: str, *, trust: ssl.SSLContext | None = None, timeout: float = TIMEOUT_S
    ) -> None:
        self.server, self.sender, self.trust, self.timeout = mail_server(url), sender, trust, timeout

    def send(self, letter: Email) -> None:
        """Hand the letter over; whatever goes wrong is raised, and the job is tried again."""
        message = as_message(letter, self.sender, now())
        try:
            self._hand_over(message)
        except (smtplib.SMTPException, ssl.SSLError) as error:
            # Their own words repeat addresses and what the server was told.
            raise LetterNotTakenError(_why(error)) from None

    def _hand_over(self, message: EmailMessage) -> None:
        trust = self.trust or ssl.create_default_context()
        connection = self._connected(trust)
        try:
            _guard(connection, self.server.tls, trust)
            if self.server.user:
                connection.login(self.server.user, self.server.password or "")
            connection.send_message(message)
        finally:
            # The letter is taken or refused by now: a farewell that fails must not send it again.
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connected(self, trust: ssl.SSLContext) -> smtplib.SMTP:
        host, port, name = self.server.host, self.server.port, self.sender.rpartition("@")[2]
        if self.server.tls is Tls.FROM_THE_START:
            return smtplib.SMTP_SSL(host, port, name, timeout=self.timeout, context=trust)
        return smtplib.SMTP(host, port, name, timeout=self.timeout)


def _guard(connection: smtplib.SMTP, tls: Tls, trust: ssl.SSLContext) -> None:
    """Turn to TLS before anything is said. What a server can is known only after EHLO, and anew after TLS."""
    connection.ehlo()
    if tls in {Tls.REQUIRED, Tls.OFFERED} and connection.has_extn("starttls"):
        connection.starttls(context=trust)
        connection.ehlo()
    elif tls is Tls.REQUIRED:
        raise LetterNotTakenError(
            "the mail system offers no STARTTLS, and letters do not leave in clear: use smtps:// in OCOP_SMTP_URL, "
            "or add ?tls=off where the way to it is your own and it asks for no password"
        )


def _why(error: smtplib.SMTPException | ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the mail system's certificate is not good: {error.verify_message}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = ", ".join(str(code) for code, _ in error.recipients.values())
        return f"the mail system refuses the recipient ({codes})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail system answers {error.smtp_code} ({type(error).__name__})"
    return f"the mail system does not take the letter ({type(error).__name__})"


class FolderSms:
    """A double of the short-message gateway: each message is a file."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = now) -> None:
        self.folder, self.clock = folder, clock

    def send(self, phone: str, text: str) -> None:
        """Write the message beside the earlier ones."""
        _keep(self.folder, self.clock(), "txt", f"{phone}\n{text}\n".encode())


class _WholeSubjects(EmailPolicy):
    """Encodes a subject as a whole: Python's own folding encodes word by word and loses blanks between them."""

    def fold(self, name: str, value: str) -> str:
        if name != _SUBJECT:
            return str(super().fold(name, value))
        return f"{name}: {_encoded(value, self.linesep)}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii") if name == _SUBJECT else super().fold_binary(name, value)


_SUBJECT = "Subject"
_LETTERS = _WholeSubjects()


def _encoded(subject: str, linesep: str = "", width: int | None = None) -> str:
    """Return a subject in ASCII; one that is plain and short as it is."""
    is_plain = subject.isascii() and subject.isprintable() and subject == subject.strip() and "=?" not in subject
    if is_plain and len(subject) <= PLAIN_MAX:
        return subject
    return Header(subject, "utf-8", header_name=_SUBJECT).encode(maxlinelen=width, linesep=linesep)


def as_message(letter: Email, sender: str, at: datetime) -> EmailMessage:
    """Return the email as a message. ValueError where a header could become two, or the address stand for others."""
    if read_email(letter.to) != letter.to:
        raise ValueError("a letter goes to one plain address, without linefeed, encoded word or second address")
    if any(c in letter.subject for c in "\r\n\0"):
        raise ValueError("a subject is one line, without linefeed")
    message = EmailMessage(policy=_LETTERS)
    message["From"], message["To"], message["Subject"] = sender, letter.to, _encoded(_one_line(letter.subject), width=0)
    message["Date"], message["Message-ID"] = format_datetime(at), make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def _one_line(subject: str) -> str:
    return " ".join(subject.splitlines()) if len(subject.splitlines()) > 1 else subject


def post(settings: Settings) -> Mailer:
    """Return the mail system of an installation."""
    sender = f"no-reply@{urlsplit(settings.base_url).hostname}"
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, sender)
    return FolderMailer(settings.data_dir / "mail", sender)


def sms(settings: Settings) -> SmsGateway | None:
    """Return the gateway of an installation: a demonstration has a double, and no other is known yet."""
    return FolderSms(settings.data_dir / "sms") if settings.env.value == "demo" else None


def letters_dropper(settings: Settings) -> Callable[[Session, datetime], int]:
    """Drop letters and messages that lie in the folder of an installation since before a moment."""

    def drop(_session: Session, before: datetime) -> int:
        paths = [path for name in ("mail", "sms") for path in (settings.data_dir / name).glob("*.*")]
        old = [path for path in paths if path.stat().st_mtime < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    return drop


def _keep(folder: Path, at: datetime, ending: str, content: bytes) -> None:
    private_folder(folder)
    stem = f"{at:%Y%m%dT%H%M%S%f}"
    for number in range(1000):
        try:
            with open(folder / f"{stem}-{number}.{ending}", "xb", opener=private_opener) as file:
                file.write(content)
        except FileExistsError:
            continue
        return
