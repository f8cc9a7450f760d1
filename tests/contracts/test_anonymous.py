"""Pages for everybody ask for nobody: they set no cookie, vary by none, and are kept for the next who comes."""

import flask_login
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from foundation.web.doors import EXTENSION as DOORS
from foundation.web.doors import PUBLIC
from foundation.web.page_cache import PAGES, PageCache

DIALECTS = ["sqlite"]  # cookies do not depend on the database
FORM = b'name="csrf_token"'
"""What a page with a form holds: it sets the cookie that its token is compared with, and is kept for nobody."""


def addresses(app: Flask) -> list[str]:
    """Every public address that names its language and no record."""
    doors = app.extensions[DOORS]
    public = (one for one in app.url_map.iter_rules() if doors[one.endpoint] == PUBLIC and "GET" in (one.methods or ()))
    return sorted(one.rule for one in public if one.arguments <= {"lang"} and one.rule.startswith(PAGES))


def looked_at(client: FlaskClient, address: str) -> tuple[TestResponse, list[Flask]]:
    """The answer, and the times that somebody was asked for."""
    asked: list[Flask] = []
    with flask_login.user_accessed.connected_to(asked.append, client.application):
        return client.get(address), asked


@pytest.mark.parametrize("dialect", DIALECTS)
def test_pages_for_everybody_ask_for_nobody_and_are_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, seen = PageCache(app.wsgi_app, lambda: 0.0), 0
    monkeypatch.setattr(app, "wsgi_app", pages)
    for address in addresses(app):
        answer, asked = looked_at(app.test_client(), address)
        if answer.status_code != 200 or FORM in answer.data:
            continue
        seen += 1
        assert not asked, address
        assert not answer.headers.getlist("Set-Cookie"), address
        assert set(answer.vary) <= {"Accept-Encoding"}, address
        assert pages.find(EnvironBuilder(path=address).get_environ()), address
    assert seen > 20, seen


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nor_do_they_ask_who_shows_a_cookie(app: Flask) -> None:
    for address in addresses(app):
        client = app.test_client()
        client.set_cookie("ocop_session", "somebody's")
        answer, asked = looked_at(client, address)
        if answer.status_code == 200 and FORM not in answer.data:
            assert not asked, address
            assert not answer.headers.getlist("Set-Cookie"), address
            assert "Cookie" not in answer.vary, address
