"""What OCOP_SMTP_URL says."""

from pathlib import Path

import pytest

from foundation.config.mail_address import MailServer, Tls, mail_server
from foundation.config.settings import ConfigError, Settings


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25, Tls.REQUIRED)),
        ("smtp://u%40x:p%3Aw@mail.example:587", MailServer("mail.example", 587, Tls.REQUIRED, "u@x", "p:w")),
        ("smtps://u@mail.example", MailServer("mail.example", 465, Tls.FROM_THE_START, "u", "")),
        ("smtp://relay.example?tls=off", MailServer("relay.example", 25, Tls.OFF)),
        ("smtp://u:p@localhost:2525/", MailServer("localhost", 2525, Tls.OFFERED, "u", "p")),
        ("smtp://u:p@[::1]?tls=off", MailServer("::1", 25, Tls.OFF, "u", "p")),
    ],
)
def test_an_address_is_read(url: str, read: MailServer) -> None:
    assert mail_server(url) == read


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("smtp://u:p@mail.example?tls=off", "in clear"),
        ("smtps://mail.example?tls=off", "does not go with"),
        ("smtp://mail.example?tls=maybe", "knows only"),
        ("smtp://mail.example?starttls=no", "knows only"),
        ("smtp://mail.example/inbox", "ends with the host"),
        ("smtp://u:p@:25", "names no host"),
        ("smtp://u:ệ@mail.example", "ASCII"),
        ("smtp://u:%E1%BB%87@mail.example", "ASCII"),
    ],
)
def test_what_is_wrong_is_said_at_the_start_without_the_password(tmp_path: Path, url: str, reason: str) -> None:
    with pytest.raises(ConfigError) as refused:
        Settings.from_env({"OCOP_DATA_DIR": str(tmp_path), "OCOP_SMTP_URL": url})
    [told] = refused.value.problems
    assert told.startswith("OCOP_SMTP_URL: ")
    assert reason in told
    assert ":p@" not in told
