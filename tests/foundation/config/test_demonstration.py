"""A forgotten OCOP_ENV is never a public demonstration."""

from pathlib import Path

import pytest

from foundation.config.demonstration import is_loopback, is_public, refusal_to_listen
from foundation.config.settings import ConfigError, Env, Settings, pass_on_port

PUBLIC = {"OCOP_BASE_URL": "https://ocop.example"}
POSTGRES = {"OCOP_DATABASE_URL": "postgresql://ocop@db/ocop"}
KEY = {"OCOP_SECRET_KEY": "k" * 40}
DEMO = {"OCOP_ENV": "demo"}


def read(tmp_path: Path, *said: dict[str, str]) -> Settings:
    together = {name: value for one in said for name, value in one.items()}
    return Settings.from_env({"OCOP_DATA_DIR": str(tmp_path / "var"), **together})


def problems(tmp_path: Path, *said: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, *said)
    return refused.value.problems


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        (PUBLIC, "a public address (OCOP_BASE_URL)"),
        ({"OCOP_BASE_URL": "http://192.168.1.5:8000"}, "a public address (OCOP_BASE_URL)"),
        (POSTGRES, "PostgreSQL (OCOP_DATABASE_URL)"),
        ({"OCOP_DATABASE_URL": "postgres://ocop@db/ocop"}, "PostgreSQL (OCOP_DATABASE_URL)"),
        (KEY, "a key of its own (OCOP_SECRET_KEY)"),
    ],
)
@pytest.mark.parametrize("env", [{}, {"OCOP_ENV": ""}])
def test_what_belongs_to_a_real_site_does_not_start_without_ocop_env(
    tmp_path: Path, said: dict[str, str], sign: str, env: dict[str, str]
) -> None:
    [told] = problems(tmp_path, said, env)
    assert told.startswith("OCOP_ENV: is not set")
    assert sign in told
    assert "Set OCOP_ENV=production for a real site, or OCOP_ENV=demo" in told
    assert not (tmp_path / "var").exists()


def test_a_sentence_names_everything_that_has_to_be_said(tmp_path: Path) -> None:
    [told] = problems(tmp_path, PUBLIC, POSTGRES, KEY)
    assert "OCOP_ENV=demo and OCOP_DEMO_PUBLIC=yes" in told


def test_a_public_demonstration_says_so_twice(tmp_path: Path) -> None:
    [told] = problems(tmp_path, DEMO, PUBLIC, POSTGRES, KEY)
    assert told.startswith("OCOP_BASE_URL: is a public address, and this is a demonstration")
    assert "OCOP_DEMO_PUBLIC=yes" in told
    settings = read(tmp_path, DEMO, PUBLIC, {"OCOP_DEMO_PUBLIC": "yes"})
    assert settings.is_announced
    assert "THIS IS A DEMONSTRATION" in settings.warnings()[0]


@pytest.mark.parametrize("said", [POSTGRES, KEY, {"OCOP_DEMO_PUBLIC": "yes"}])
def test_a_demonstration_with_something_real_is_loud(tmp_path: Path, said: dict[str, str]) -> None:
    settings = read(tmp_path, DEMO, said)
    assert settings.env is Env.DEMO
    assert settings.is_announced
    assert "THIS IS A DEMONSTRATION" in settings.warnings()[0]


@pytest.mark.parametrize("said", [{}, {"OCOP_BASE_URL": "http://127.0.0.1:9000"}, {"OCOP_DEMO_PUBLIC": "no"}, DEMO])
def test_a_demonstration_on_this_machine_starts_quietly(tmp_path: Path, said: dict[str, str]) -> None:
    settings = read(tmp_path, said)
    assert not settings.is_announced
    assert settings.warnings() == []


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"OCOP_DEMO_PUBLIC": "maybe"}, "must be 'yes' or 'no', not 'maybe'"),
        ({"OCOP_ENV": "production", "OCOP_DEMO_PUBLIC": "yes", **PUBLIC, **KEY}, "cannot be set in production"),
    ],
)
def test_the_switch_is_checked(tmp_path: Path, said: dict[str, str], reason: str) -> None:
    assert problems(tmp_path, said) == [f"OCOP_DEMO_PUBLIC: {reason}"]


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "::ffff:127.0.0.1"]
)
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["", "0.0.0.0", "::", "10.0.0.1", "203.0.113.9", "localhost.example", "127.0.0.1.example", "2130706433", "x"],
)
def test_nothing_else_is_this_machine(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "address", ["http://localhost:8000", "http://[::1]:9", "http://127.0.0.1", "z", "http://[", ""]
)
def test_addresses_that_lead_nowhere_else_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1"])
def test_a_demonstration_listens_to_others_only_when_it_is_called_public(host: str) -> None:
    told = refusal_to_listen(host, is_demonstration=True, said_public=False)
    assert told
    assert "OCOP_DEMO_PUBLIC=yes" in told
    assert refusal_to_listen(host, is_demonstration=True, said_public=True) is None
    assert refusal_to_listen(host, is_demonstration=False, said_public=False) is None
    assert refusal_to_listen("127.0.0.1", is_demonstration=True, said_public=False) is None


def test_the_port_reaches_the_base_address(tmp_path: Path) -> None:
    environ = {"OCOP_DATA_DIR": str(tmp_path)}
    assert pass_on_port(9000, environ) == "http://localhost:9000"
    assert Settings.from_env(environ).base_url == "http://localhost:9000"


@pytest.mark.parametrize("address", ["https://ocop.example", " https://ocop.example/ "])
def test_an_address_that_was_said_stays(address: str) -> None:
    environ = {"OCOP_BASE_URL": address}
    assert pass_on_port(9000, environ) == "https://ocop.example"
    assert environ == {"OCOP_BASE_URL": address}
