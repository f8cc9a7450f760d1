"""Letters leave whole, to one address, and guarded on their way."""

import dataclasses
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foundation.accounts.ports import Email
from foundation.config.settings import Env, Settings
from foundation.db.base import now
from foundation.notices.delivery import FolderMailer, FolderSms, LetterNotTakenError, SmtpMailer, as_message, post, sms
from tests.support.certificates import Authority, written
from tests.support.mail_server import PASSWORD, USER, MailServer

SENDER = "no-reply@ocop.example"
LETTER = Email("an@example.vn", "Đặt lại mật khẩu", "Đường dẫn: https://ocop.example/x\n")
SIGNED_IN = "post%40x.vn:secret%3A1@"

Start = Callable[..., MailServer]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def trust(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=authority.certificate)


@pytest.fixture
def side(authority: Authority, tmp_path: Path) -> ssl.SSLContext:
    """The server's side of TLS."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(written(tmp_path / "server.pem", authority.server("localhost")))
    return made


@pytest.fixture
def start() -> Iterator[Start]:
    with ExitStack() as stack:
        yield lambda **can: stack.enter_context(MailServer(**can).listening())


def refused(office: SmtpMailer) -> str:
    with pytest.raises(LetterNotTakenError) as told:
        office.send(LETTER)
    return str(told.value)


def test_a_letter_reads_as_it_was_written(tmp_path: Path) -> None:
    office = FolderMailer(tmp_path / "mail", SENDER)
    office.send(LETTER)
    office.send(LETTER)
    first, _ = sorted((tmp_path / "mail").iterdir())
    message = message_from_bytes(first.read_bytes(), policy=default)
    assert (message["To"], message["Subject"], message["From"]) == (LETTER.to, LETTER.subject, SENDER)
    assert message.get_content() == LETTER.text
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "to",
    [
        "an@example.vn\nBcc: x@example.vn",
        "an@example.vn\r\n",
        "an@example.vn\x00",
        "an@example.vn, x@example.vn",
        "an@example.vn;x@example.vn",
        "An <an@example.vn>",
        "=?utf-8?q?an=40example.vn=2C?=x@example.vn",
        "an@=?utf-8?q?example.vn?=.vn",
        "",
    ],
)
def test_a_letter_goes_to_one_plain_address(to: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        as_message(dataclasses.replace(LETTER, to=to), SENDER, now())


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@y.vn", "a\n", "a\rb", "a\x00b"])
def test_no_second_header_slips_in(subject: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        as_message(dataclasses.replace(LETTER, subject=subject), SENDER, now())


SAID = (
    "Đã nhận đề nghị về hồ sơ HTX Miến dong Bản Thác Công ty TNHH Một thành viên Chế biến Nông sản =?utf-8?q?a?= 🍯 5 "
    "(OCOP) Ngọc-Linh, “Sâm” a=b_c?d đặc-sản-rất-dài-không-có-dấu-cách-nào-ở-giữa-để-xuống-dòng-cho-vừa-bề-rộng-ấy"
)
WORDS = st.sampled_from(SAID.split())
NAMES = st.builds(
    lambda words, blank: blank.join(words), st.lists(WORDS, min_size=1, max_size=40), st.sampled_from([" ", "  "])
)
ANY = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120)


@given(st.one_of(NAMES, ANY))
@example("Đã nhận đề nghị về hồ sơ HTX Miến dong Bản Thác")
@example("Phản ánh của bạn về Công ty TNHH Một thành viên Chế biến Nông sản đã được trả lời")
@example(" ")
@example("=?utf-8?q?hi?=")
def test_a_subject_reads_as_it_was_written(subject: str) -> None:
    raw = as_message(dataclasses.replace(LETTER, subject=subject), SENDER, now()).as_bytes()
    assert message_from_bytes(raw, policy=default)["Subject"] == subject
    assert str(make_header(decode_header(message_from_bytes(raw)["Subject"]))) == subject
    assert max(map(len, raw.partition(b"\n\n")[0].splitlines())) <= 78


@pytest.mark.parametrize("auth", ["under tls", "always"])
def test_letters_leave_encrypted_and_signed_in(
    start: Start, side: ssl.SSLContext, trust: ssl.SSLContext, auth: str
) -> None:
    server = start(tls=side, auth=auth)
    SmtpMailer(f"smtp://{SIGNED_IN}localhost:{server.port}", SENDER, trust=trust).send(LETTER)
    assert server.verbs() == ["EHLO", "STARTTLS", "+EHLO", "+AUTH", "+MAIL", "+RCPT", "+DATA", "+QUIT"]
    [letter] = server.letters
    message = message_from_bytes(letter, policy=default)
    assert (message["To"], message["Subject"]) == (LETTER.to, LETTER.subject)
    assert message.get_content().splitlines() == LETTER.text.splitlines()


def test_letters_leave_over_tls_from_the_start(start: Start, side: ssl.SSLContext, trust: ssl.SSLContext) -> None:
    server = start(tls=side, from_the_start=True)
    SmtpMailer(f"smtps://{SIGNED_IN}localhost:{server.port}", SENDER, trust=trust).send(LETTER)
    assert server.verbs() == ["+EHLO", "+AUTH", "+MAIL", "+RCPT", "+DATA", "+QUIT"]
    assert len(server.letters) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_nobody_vouches_for_gets_neither_letter_nor_password(
    start: Start, side: ssl.SSLContext, scheme: str
) -> None:
    server = start(tls=side, auth="always", from_the_start=scheme == "smtps")
    assert "certificate is not good" in refused(SmtpMailer(f"{scheme}://{SIGNED_IN}localhost:{server.port}", SENDER))
    assert server.verbs() in (["EHLO", "STARTTLS"], [])


def test_a_certificate_for_another_name_is_not_good(start: Start, side: ssl.SSLContext, trust: ssl.SSLContext) -> None:
    server = start(tls=side)
    told = refused(SmtpMailer(f"smtp://{SIGNED_IN}127.0.0.1:{server.port}", SENDER, trust=trust))
    assert "IP address mismatch" in told
    assert server.verbs() == ["EHLO", "STARTTLS"]


def test_tls_that_is_offered_and_fails_is_not_gone_without(start: Start, side: ssl.SSLContext) -> None:
    server = start(tls=side, auth="always", answers={"STARTTLS": "454 TLS not available"})
    assert "454" in refused(SmtpMailer(f"smtp://{SIGNED_IN}localhost:{server.port}", SENDER))
    assert server.verbs() == ["EHLO", "STARTTLS", "QUIT"]


def test_elsewhere_no_letter_leaves_in_clear(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    server = start(auth="always")
    beyond = smtplib.SMTP

    def reach(_host: str, *rest: object, **more: object) -> smtplib.SMTP:
        return beyond("127.0.0.1", *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(smtplib, "SMTP", reach)
    for who in (SIGNED_IN, ""):
        told = refused(SmtpMailer(f"smtp://{who}mail.example:{server.port}", SENDER))
        assert "no STARTTLS" in told
        assert "?tls=off" in told
    assert server.verbs() == ["EHLO", "QUIT"] * 2
    server.auth = "never"
    SmtpMailer(f"smtp://mail.example:{server.port}?tls=off", SENDER).send(LETTER)
    assert len(server.letters) == 1


def test_a_mail_system_on_this_machine_needs_no_tls(start: Start) -> None:
    server = start(auth="never")
    SmtpMailer(f"smtp://127.0.0.1:{server.port}", SENDER).send(LETTER)
    assert server.verbs() == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"RCPT": "550 5.1.1 <an@example.vn> is unknown"}, "refuses the recipient (550)"),
        ({"DATA": "554 5.7.1 an@example.vn may not"}, "answers 554 (SMTPDataError)"),
        ({"AUTH": "535 5.7.8 post@x.vn: wrong"}, "answers 535 (SMTPAuthenticationError)"),
    ],
)
def test_a_refusal_says_why_and_names_nobody(
    start: Start, side: ssl.SSLContext, trust: ssl.SSLContext, answers: dict[str, str], reason: str
) -> None:
    server = start(tls=side, answers=answers)
    told = refused(SmtpMailer(f"smtp://{SIGNED_IN}localhost:{server.port}", SENDER, trust=trust))
    assert reason in told
    assert not [word for word in (LETTER.to, USER, PASSWORD) if word in told]


def test_a_farewell_that_fails_sends_no_letter_twice(start: Start) -> None:
    server = start(auth="never", answers={"QUIT": "421 in a hurry"})
    SmtpMailer(f"smtp://localhost:{server.port}", SENDER).send(LETTER)
    assert len(server.letters) == 1


def test_a_server_that_says_nothing_is_not_waited_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises((TimeoutError, LetterNotTakenError)):
            SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER, timeout=0.2).send(LETTER)


def test_a_message_is_a_file_in_a_demonstration(tmp_path: Path, settings: Settings) -> None:
    FolderSms(tmp_path).send("+84912345678", "Mã: 1")
    [path] = tmp_path.glob("*.txt")
    assert path.read_text(encoding="utf-8") == "+84912345678\nMã: 1\n"
    assert path.stat().st_mode & 0o077 == 0
    assert isinstance(sms(settings), FolderSms)
    assert sms(dataclasses.replace(settings, env=Env.PRODUCTION)) is None


def test_the_setting_decides_how_letters_leave(settings: Settings) -> None:
    assert isinstance(post(settings), FolderMailer)
    assert isinstance(post(dataclasses.replace(settings, smtp_url="smtp://mail.example")), SmtpMailer)
