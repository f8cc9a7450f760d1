"""Only who sits at this machine is taken for somebody who does."""

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import EnvironBuilder

from foundation.web.loopback import is_local_request

HERE, ELSEWHERE = "127.0.0.1", "203.0.113.9"


def asked(peer: str = HERE, host: str = "localhost:8000", proxies: int = 0, **headers: str) -> bool:
    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    environ = EnvironBuilder(environ_base={"REMOTE_ADDR": peer}).get_environ() | {"HTTP_HOST": host, **named}
    if proxies:
        ProxyFix(lambda *_: [], x_for=proxies)(environ, lambda *_: lambda _: None)
    return is_local_request(environ)


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:9000", "[::1]:8000"])
@pytest.mark.parametrize("peer", [HERE, "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("proxies", [0, 1])
def test_a_visitor_at_this_machine_is_known(peer: str, host: str, proxies: int) -> None:
    assert asked(peer, host, proxies)


@pytest.mark.parametrize("proxies", [0, 1, 2])
@pytest.mark.parametrize("forged", [HERE, "::1", f"{HERE}, {HERE}", "localhost"])
def test_no_header_makes_a_visitor_local(proxies: int, forged: str) -> None:
    assert not asked(ELSEWHERE, proxies=proxies, X_Forwarded_For=forged)
    assert not asked(ELSEWHERE, proxies=proxies, X_Real_IP=forged)


@pytest.mark.parametrize("proxies", [0, 1, 2])
@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_For": ELSEWHERE},
        {"X_Forwarded_For": f"{HERE}, {ELSEWHERE}"},
        {"X_Forwarded_For": f"{ELSEWHERE}, {HERE}"},
        {"X_Forwarded_For": "unknown"},
        {"X_Real_IP": ELSEWHERE},
        {"Forwarded": f"for={HERE}"},
        {"Via": "1.1 proxy"},
    ],
)
def test_what_a_proxy_on_this_machine_passes_on_is_not_asked_here(proxies: int, headers: dict[str, str]) -> None:
    assert not asked(proxies=proxies, **headers)


@pytest.mark.parametrize("host", ["demo.example", "localhost.evil.example", "[", "203.0.113.9:8000"])
def test_another_name_is_no_name_of_this_machine(host: str) -> None:
    """As a page elsewhere would ask whose name was made to mean this machine."""
    assert not asked(host=host)


def test_without_an_address_nobody_is_here() -> None:
    assert not asked("")
