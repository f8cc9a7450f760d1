import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from foundation.web import metrics
from foundation.web.metrics import Measured

TOKEN = "a token of sixteen"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def site(token: str | None, *measured: Measured) -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/tea", "tea", lambda: "tea")
    metrics.install(app, token, measured)
    return app


def samples(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


def test_without_a_token_there_is_no_such_page_and_nothing_is_counted() -> None:
    app = site(None)
    assert app.test_client().get("/metrics").status_code == 404
    assert not app.before_request_funcs
    assert not app.after_request_funcs


@pytest.mark.parametrize("sent", ["", "Bearer", f"Bearer {TOKEN}x", TOKEN, "Bearer \u0111"])
def test_nobody_reads_them_without_the_token(sent: str) -> None:
    answer = site(TOKEN).test_client().get("/metrics", headers={"Authorization": sent.encode().decode("latin-1")})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert b"ocop" not in answer.data


def test_answers_are_counted_by_their_names_never_by_what_was_asked() -> None:
    client = site(TOKEN).test_client()
    before = samples(client.get("/metrics", headers=BEARER).text)
    client.get("/tea?q=somebody")
    client.get("/no/such/secret")
    answer = client.get("/metrics", headers=BEARER)
    after = samples(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    for name in (("tea", "GET", "200"), ("none", "GET", "404")):
        key = ("ocop_requests_total", name)
        assert after[key] - before.get(key, 0) == 1
    assert after["ocop_request_seconds_count", ("tea",)] >= 1
    assert "somebody" not in answer.text
    assert "secret" not in answer.text


def test_figures_of_the_moment_stand_beside_and_a_broken_one_is_left_out() -> None:
    def broken() -> dict[str, float]:
        raise ConnectionError("10.0.0.7 does not answer")

    app = site(
        TOKEN,
        Measured("jobs", "Jobs.", lambda: {"dead": 2.0}, "state"),
        Measured("broken", "Broken.", broken),
        Measured("lag_seconds", "Lag.", lambda: {"": 1.5}),
    )
    told = app.test_client().get("/metrics", headers=BEARER)
    found = samples(told.text)
    assert (found["ocop_jobs", ("dead",)], found["ocop_lag_seconds", ()]) == (2.0, 1.5)
    assert "10.0.0.7" not in told.text


def test_pages_from_the_cache_are_counted() -> None:
    page = ({"type": "start"}, {"type": "body"})
    client = site(TOKEN).test_client()
    before = samples(client.get("/metrics", headers=BEARER).text)["ocop_cached_pages_total", ()]
    assert metrics.counted(lambda _: None)({}) is None
    assert metrics.counted(lambda _: page)({}) == page
    assert samples(client.get("/metrics", headers=BEARER).text)["ocop_cached_pages_total", ()] == before + 1


@pytest.fixture
def together(tmp_path: Path) -> str:
    """Return what whichever process is asked last tells, when two have counted."""
    program = (
        "from tests.foundation.web.test_metrics import BEARER, TOKEN, site\n"
        "client = site(TOKEN).test_client()\n"
        "client.get('/tea')\n"
        "print(client.get('/metrics', headers=BEARER).text)\n"
    )
    words = [sys.executable, "-c", program]
    environ = os.environ | {metrics.FOLDER: str(tmp_path)}
    runs = [subprocess.run(words, env=environ, check=True, capture_output=True, text=True) for _ in range(2)]
    return runs[-1].stdout


def test_server_processes_count_together(together: str) -> None:
    assert samples(together)["ocop_requests_total", ("tea", "GET", "200")] == 2
