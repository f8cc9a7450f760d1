"""When a demonstration could be taken for the real site. Pure functions."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine and no other."""
    name = host.strip().strip("[]").rstrip(".").casefold()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        found = ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def is_public(base_url: str) -> bool:
    """Whether an address leads to this site from elsewhere; one without a readable host leads nowhere."""
    try:
        host = urlsplit(base_url).hostname
    except ValueError:
        return False
    return bool(host) and not is_loopback(host or "")


def signs_of_a_real_site(database_url: str, base_url: str, own_key: str) -> tuple[str, ...]:
    """Return what among the settings belongs to a site for people rather than to a trial, in words."""
    found = (
        ("a public address (OCOP_BASE_URL)", is_public(base_url)),
        ("PostgreSQL (OCOP_DATABASE_URL)", database_url.startswith("postgres")),
        ("a key of its own (OCOP_SECRET_KEY)", bool(own_key)),
    )
    return tuple(words for words, is_there in found if is_there)


def problem_of(env: str | None, signs: tuple[str, ...], *, public: bool, said_public: bool) -> tuple[str, str] | None:
    """Return the variable that has to say more before a demonstration starts, and why; None where all is said.

    `env` is what OCOP_ENV says, None where it is forgotten; `said_public` whether OCOP_DEMO_PUBLIC says so.
    """
    if env is None and signs:
        and_public = " and OCOP_DEMO_PUBLIC=yes" if public and not said_public else ""
        return "OCOP_ENV", (
            f"is not set, which makes this a demonstration, with {', '.join(signs)}. "
            f"Set OCOP_ENV=production for a real site, or OCOP_ENV=demo{and_public} for a demonstration"
        )
    if public and not said_public:
        return "OCOP_BASE_URL", (
            "is a public address, and this is a demonstration (OCOP_ENV=demo). Set OCOP_ENV=production for a real "
            "site, or OCOP_DEMO_PUBLIC=yes for a demonstration that everybody may see: each of its pages then says so"
        )
    return None


def refusal_to_listen(host: str, *, is_demonstration: bool, said_public: bool) -> str | None:
    """Why a site must not listen at a host; None where it may."""
    if not is_demonstration or said_public or is_loopback(host):
        return None
    return (
        f"This is a demonstration (OCOP_ENV), and at {host} others could reach it. Set OCOP_ENV=production for a real "
        "site, or OCOP_DEMO_PUBLIC=yes for a demonstration that everybody may see."
    )
