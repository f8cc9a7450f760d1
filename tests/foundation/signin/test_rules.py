import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.rules import Stage
from foundation.signin.rules import HOME, browser_name, safe_next, stage_after_password


@pytest.mark.parametrize("target", ["/", "/vi/san-pham?q=ch%C3%A8", "/admin/ho-so/5", "/tai-khoan/phien"])
def test_a_page_of_this_site_is_gone_on_to(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        *("", None, "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:x"),
        *("evil.example", "/\t/evil.example", "/\n/evil.example", "/a\\b", "/a b", " /a", "/a\r\nSet-Cookie: x=1"),
    ],
)
def test_nothing_else_is(target: str | None) -> None:
    assert safe_next(target) == HOME


@given(st.text())
def test_whatever_is_gone_on_to_stays_here(target: str) -> None:
    found = safe_next(target)
    assert found.startswith("/")
    assert found[1:2] not in {"/", "\\"}
    assert found.isprintable()


def test_the_right_password_leads_as_far_as_the_second_factor_lets_it() -> None:
    assert stage_after_password(has_second_factor=True, must_have=True) is Stage.SECOND_FACTOR
    assert stage_after_password(has_second_factor=True, must_have=False) is Stage.SECOND_FACTOR
    assert stage_after_password(has_second_factor=False, must_have=True) is Stage.ENROL
    assert stage_after_password(has_second_factor=False, must_have=False) is Stage.FULL


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", "?"),
        ("", "?"),
    ],
)
def test_a_browser_is_called_as_its_owner_knows_it(agent: str, name: str) -> None:
    assert browser_name(agent) == name
