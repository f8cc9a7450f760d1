"""The settings of one process, typed and checked before anything starts."""

import os
import secrets
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from foundation.config.demonstration import is_public, problem_of, signs_of_a_real_site
from foundation.config.mail_address import mail_server
from foundation.config.operator import Operator, OperatorError, read_operator
from foundation.config.private_files import private_folder, private_opener

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

SECRET_KEY_MIN = 32
METRICS_TOKEN_MIN = 16
PROXIES_MAX = 9
PORT = 8000
"""Where the site is served when nobody says otherwise."""

VARIABLES = (
    "OCOP_ENV",
    "OCOP_DEMO_PUBLIC",
    "OCOP_DATABASE_URL",
    "OCOP_DATA_DIR",
    "OCOP_SECRET_KEY",
    "OCOP_REDIS_URL",
    "OCOP_STORAGE_URL",
    "OCOP_SMTP_URL",
    "OCOP_BASE_URL",
    "OCOP_METRICS_TOKEN",
    "OCOP_TODAY",
    "OCOP_PROXIES",
    "OCOP_OPERATOR",
    "OCOP_ILLUSTRATIONS",
    "OCOP_MAP_TILES",
)


class ConfigError(Exception):
    """Settings that must not start; `problems` names each variable with its reason."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Env(StrEnum):
    """What the installation is for."""

    DEMO = "demo"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation can set, already validated.

    `database_url` is an SQLAlchemy URL; paths are absolute; the optional URLs are None when unset.
    """

    env: Env
    data_dir: Path
    database_url: str
    secret_key: str
    base_url: str
    redis_url: str | None
    storage_url: str | None
    smtp_url: str | None
    metrics_token: str | None
    fixed_today: date | None
    proxies: int = 0
    operator: Operator | None = None
    illustrations: bool = True
    map_tiles: str | None = None
    demo_public: bool = False
    signs: tuple[str, ...] = ()
    """What a demonstration has that belongs to a real site, in words."""

    @property
    def is_announced(self) -> bool:
        """Whether this is a demonstration that somebody could take for the real site: each page says what it is."""
        return self.env is Env.DEMO and bool(self.demo_public or self.signs)

    def warnings(self) -> list[str]:
        """Return what does not keep the site from starting, but is not as it should be."""
        if self.is_announced:
            having = f" with {', '.join(self.signs)}" if self.signs else ""
            return [f"OCOP_ENV: THIS IS A DEMONSTRATION{having}, not a real site; every page says so"]
        if self.env is Env.PRODUCTION and self.operator is None:
            return ["OCOP_OPERATOR: is not set; the law asks every page to say who operates the site"]
        return []

    def today(self) -> date:
        """Today's date in Vietnam, or the day OCOP_TODAY names."""
        return self.fixed_today or datetime.now(timezone.utc).astimezone(VIETNAM).date()

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the OCOP_… variables; raise `ConfigError` naming every wrong one and why."""
        return _Reader(environ).settings()


class _Reader:
    """Collects problems instead of stopping at the first, so that one start shows them all."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.values = {k: v.strip() for k, v in environ.items() if k.startswith("OCOP_")}
        self.problems: list[str] = []

    def settings(self) -> Settings:
        self._refuse_unknown()
        env = self._env()
        data_dir = Path(self.values.get("OCOP_DATA_DIR") or "var").resolve()
        database_url, base_url = self._database_url(data_dir), self._base_url(env)
        said_public = self._said_public(env)
        signs = self._signs(env, database_url, base_url, said_public=said_public)
        built = Settings(
            env=env,
            data_dir=data_dir,
            database_url=database_url,
            secret_key=self._secret_key(env, data_dir),
            base_url=base_url,
            redis_url=self._url("OCOP_REDIS_URL", "redis", "rediss"),
            storage_url=self._url("OCOP_STORAGE_URL", "file", "s3", "gs", "az"),
            smtp_url=self._smtp_url(),
            metrics_token=self._metrics_token(),
            fixed_today=self._today(env),
            proxies=self._proxies(),
            operator=self._operator(),
            illustrations=self._switch("OCOP_ILLUSTRATIONS", default=env is Env.DEMO),
            map_tiles=self._url("OCOP_MAP_TILES", "https"),
            demo_public=said_public,
            signs=signs,
        )
        if self.problems:
            raise ConfigError(self.problems)
        return built

    def _problem(self, name: str, reason: str) -> None:
        self.problems.append(f"{name}: {reason}")

    def _refuse_unknown(self) -> None:
        # A misspelt variable would be ignored in silence and its default used instead.
        for name in sorted(self.values.keys() - set(VARIABLES)):
            near = get_close_matches(name, VARIABLES, n=1)
            self._problem(name, "is not a setting" + (f"; did you mean {near[0]}?" if near else ""))

    def _env(self) -> Env:
        value = self.values.get("OCOP_ENV") or Env.DEMO
        if value not in tuple(Env):
            self._problem("OCOP_ENV", f"must be 'demo' or 'production', not {value!r}")
            return Env.DEMO
        return Env(value)

    def _said_public(self, env: Env) -> bool:
        value = self.values.get("OCOP_DEMO_PUBLIC")
        if value and value not in {"yes", "no"}:
            self._problem("OCOP_DEMO_PUBLIC", f"must be 'yes' or 'no', not {value!r}")
        if value == "yes" and env is Env.PRODUCTION:
            self._problem("OCOP_DEMO_PUBLIC", "cannot be set in production")
        return value == "yes"

    def _signs(self, env: Env, database_url: str, base_url: str, *, said_public: bool) -> tuple[str, ...]:
        if env is Env.PRODUCTION:
            return ()
        signs = signs_of_a_real_site(database_url, base_url, self.values.get("OCOP_SECRET_KEY", ""))
        said = self.values.get("OCOP_ENV") or None
        found = problem_of(said, signs, public=is_public(base_url), said_public=said_public)
        if found:
            self._problem(*found)
        return signs

    def _database_url(self, data_dir: Path) -> str:
        url = self.values.get("OCOP_DATABASE_URL") or f"sqlite:///{data_dir / 'ocop.sqlite3'}"
        scheme = url.split(":", 1)[0]
        if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
            return "postgresql+psycopg:" + url.split(":", 1)[1]
        if scheme == "sqlite" and url.startswith("sqlite:///") and len(url) > len("sqlite:///"):
            return url
        self._problem("OCOP_DATABASE_URL", "must be sqlite:///FILE or postgresql://…")
        return url

    def _secret_key(self, env: Env, data_dir: Path) -> str:
        key = self.values.get("OCOP_SECRET_KEY", "")
        if key and len(key) < SECRET_KEY_MIN:
            self._problem("OCOP_SECRET_KEY", f"must have at least {SECRET_KEY_MIN} characters")
        if env is Env.PRODUCTION and not key:
            self._problem("OCOP_SECRET_KEY", "must be set in production")
        return key or (_kept_key(data_dir) if not self.problems else "")

    def _base_url(self, env: Env) -> str:
        url = self._url("OCOP_BASE_URL", "http", "https") or local_address(PORT)
        if env is Env.PRODUCTION and not url.startswith("https://"):
            self._problem("OCOP_BASE_URL", "must be an https:// address in production")
        return url.rstrip("/")

    def _smtp_url(self) -> str | None:
        url = self._url("OCOP_SMTP_URL", "smtp", "smtps")
        if url and _split(url):
            try:
                mail_server(url)
            except ValueError as error:
                self._problem("OCOP_SMTP_URL", str(error))
        return url

    def _metrics_token(self) -> str | None:
        token = self.values.get("OCOP_METRICS_TOKEN")
        if token and len(token) < METRICS_TOKEN_MIN:
            self._problem("OCOP_METRICS_TOKEN", f"must have at least {METRICS_TOKEN_MIN} characters")
        return token or None

    def _proxies(self) -> int:
        value = self.values.get("OCOP_PROXIES") or "0"
        if value.isdecimal() and int(value) <= PROXIES_MAX:
            return int(value)
        self._problem("OCOP_PROXIES", f"must be a number from 0 to {PROXIES_MAX}")
        return 0

    def _operator(self) -> Operator | None:
        try:
            return read_operator(self.values.get("OCOP_OPERATOR", ""))
        except OperatorError as error:
            self._problem("OCOP_OPERATOR", str(error))
            return None

    def _switch(self, name: str, *, default: bool) -> bool:
        value = self.values.get(name)
        if value and value not in {"on", "off"}:
            self._problem(name, f"must be 'on' or 'off', not {value!r}")
        return value == "on" if value else default

    def _today(self, env: Env) -> date | None:
        value = self.values.get("OCOP_TODAY")
        if not value:
            return None
        if env is Env.PRODUCTION:
            self._problem("OCOP_TODAY", "cannot be set in production")
        try:
            return date.fromisoformat(value)
        except ValueError:
            self._problem("OCOP_TODAY", f"must be a date as 2026-11-23, not {value!r}")
            return None

    def _url(self, name: str, *schemes: str) -> str | None:
        value = self.values.get(name)
        if not value:
            return None
        parts = _split(value)
        if parts is None or parts[0] not in schemes or not parts[1]:
            self._problem(name, "must begin with " + " or ".join(f"{s}://" for s in schemes))
        return value


def local_address(port: int) -> str:
    """Return the address of a site that this machine serves at a port."""
    return f"http://localhost:{port}"


def pass_on_port(port: int, environ: MutableMapping[str, str] = os.environ) -> str:
    """Let the processes that are started from here know the site's own address where only its port was said."""
    if not environ.get("OCOP_BASE_URL", "").strip():
        environ["OCOP_BASE_URL"] = local_address(port)
    return environ["OCOP_BASE_URL"].strip().rstrip("/")


def _split(value: str) -> tuple[str, str] | None:
    """Scheme and the rest after '://', or None where the address cannot be read at all."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises when the port is not a number
    except ValueError:
        return None
    return parts.scheme, parts.netloc or parts.path


def _kept_key(data_dir: Path, make: Callable[[int], str] = secrets.token_urlsafe) -> str:
    """Return the demo's own key, made once and kept beside its data so that sessions outlive a restart."""
    path = data_dir / "secret_key"
    private_folder(data_dir)
    try:
        with open(path, "x", encoding="ascii", opener=private_opener) as new:
            new.write(make(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
