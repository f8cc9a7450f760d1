from datetime import date
from pathlib import Path

import pytest

from foundation.config.settings import ConfigError, Env, Settings


def read(tmp_path: Path, **variables: str) -> Settings:
    return Settings.from_env({"OCOP_DATA_DIR": str(tmp_path), **variables})


def problems(tmp_path: Path, **variables: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, **variables)
    return refused.value.problems


def test_nothing_is_required_for_the_embedded_default(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.env is Env.DEMO
    assert settings.database_url == f"sqlite:///{tmp_path / 'ocop.sqlite3'}"
    assert settings.base_url == "http://localhost:8000"


def test_the_demo_keeps_its_key_over_a_restart(tmp_path: Path) -> None:
    assert read(tmp_path).secret_key == read(tmp_path).secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("OCOP_ENV", "live", "'demo' or 'production'"),
        ("OCOP_DATABASE_URL", "mysql://x/y", "sqlite:///FILE or postgresql://"),
        ("OCOP_DATABASE_URL", "sqlite://", "sqlite:///FILE or postgresql://"),
        ("OCOP_SECRET_KEY", "short", "at least 32"),
        ("OCOP_REDIS_URL", "http://x", "redis://"),
        ("OCOP_SMTP_URL", "mail.example", "smtp://"),
        ("OCOP_BASE_URL", "ftp://x", "http://"),
        ("OCOP_BASE_URL", "http://x:port", "http://"),
        ("OCOP_STORAGE_URL", "s3:", "s3://"),
        ("OCOP_METRICS_TOKEN", "tiny", "at least 16"),
        ("OCOP_TODAY", "23/11/2026", "2026-11-23"),
        ("OCOP_DATABSE_URL", "sqlite:///x", "did you mean OCOP_DATABASE_URL?"),
        ("OCOP_WHATEVER_ELSE_XYZ", "1", "is not a setting"),
    ],
)
def test_a_wrong_setting_is_named_with_its_reason(tmp_path: Path, name: str, value: str, reason: str) -> None:
    found = problems(tmp_path, **{name: value})
    assert [line for line in found if line.startswith(f"{name}: ") and reason in line]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, OCOP_ENV="x", OCOP_TODAY="y", OCOP_BASE_URL="z")) == 3


def test_production_needs_a_key_and_a_safe_address_and_the_real_day(tmp_path: Path) -> None:
    found = "\n".join(problems(tmp_path, OCOP_ENV="production", OCOP_TODAY="2026-11-23"))
    assert "OCOP_SECRET_KEY: must be set" in found
    assert "OCOP_BASE_URL: must be an https" in found
    assert "OCOP_TODAY: cannot be set" in found


def test_production_with_everything_starts(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        OCOP_ENV="production",
        OCOP_SECRET_KEY="k" * 32,
        OCOP_BASE_URL="https://ocop.example.vn/",
        OCOP_DATABASE_URL="postgres://ocop@db/ocop",
    )
    assert settings.base_url == "https://ocop.example.vn"
    assert settings.database_url == "postgresql+psycopg://ocop@db/ocop"
    assert not (tmp_path / "secret_key").exists()


def test_today_can_be_moved_outside_production(tmp_path: Path) -> None:
    assert read(tmp_path, OCOP_TODAY="2026-11-23").today() == date(2026, 11, 23)
    assert read(tmp_path).today() >= date(2026, 11, 23)


def test_other_variables_are_nobodys_business(tmp_path: Path) -> None:
    assert read(tmp_path, PATH="/bin", OCOPX="1").env is Env.DEMO
