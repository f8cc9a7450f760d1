import pytest

from tests.foundation.web.conftest import Make


def _broken() -> str | None:
    raise ConnectionError("nobody answers")


def test_a_living_process_says_so_whatever_it_depends_on(make: Make) -> None:
    answer = make(checks=(("database", _broken),)).test_client().get("/health/live")
    assert (answer.status_code, answer.json) == (200, {"status": "live"})


def test_a_site_that_can_serve_is_ready(make: Make) -> None:
    answer = make(checks=(("database", lambda: None),)).test_client().get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ready", "reasons": {}})


def test_one_that_cannot_names_each_reason_and_only_those(make: Make) -> None:
    checks = (("database", _broken), ("places", lambda: "not loaded"), ("groups", lambda: None))
    answer = make(checks=checks).test_client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.json == {
        "status": "not ready",
        "reasons": {"database": "ConnectionError", "places": "not loaded"},
    }


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_no_cache_keeps_the_answer(make: Make, path: str) -> None:
    assert make().test_client().get(path).headers["Cache-Control"] == "no-store"
