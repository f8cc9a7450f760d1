"""A site of a few pages made with `prepare`, and readers of its answers."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Blueprint, Flask, abort, render_template_string, request
from flask.testing import FlaskClient
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import Gone

from foundation.config.settings import Env, Settings
from foundation.i18n.content import Bilingual
from foundation.web.application import prepare
from foundation.web.health import HealthCheck, health
from foundation.web.links import Group, Link, Menus
from foundation.web.routing import localized_route

PAGE = """{% extends "web/base.html" %}
{% block title %}Chè{% endblock %}
{% block main %}<h1>Chè</h1>{{ text|bi }}<p class="number">{{ 1234|number }}</p>{% endblock %}"""

FORM = '<form method="post"><input name="csrf_token" value="{{ csrf_token() }}"></form>'

MENUS = Menus((Group(_l("Products"), (Link("products", "shop.products", _l("Products")),)),))

Make = Callable[..., Flask]


@pytest.fixture
def make(settings: Settings) -> Make:
    """Make a small site; keywords change its settings, `checks` are its health checks."""

    def build(checks: tuple[HealthCheck, ...] = (), **changed: object) -> Flask:
        app = Flask(__name__, static_folder=None)
        prepare(app, replace(settings, **changed), MENUS)  # type: ignore[arg-type]
        app.register_blueprint(_shop())
        app.register_blueprint(health(checks))
        return app

    return build


@pytest.fixture
def site(make: Make) -> FlaskClient:
    """A browser at the small site, where a crash is answered as in production."""
    return make().test_client()


@pytest.fixture
def secure_site(make: Make) -> FlaskClient:
    """The same in production, behind https."""
    return make(env=Env.PRODUCTION, base_url="https://ocop.example").test_client()


def _shop() -> Blueprint:
    shop = Blueprint("shop", __name__)

    @localized_route(shop, "/{products}")
    def products() -> str:
        return render_template_string(PAGE, text=Bilingual("Chè Tà Xùa"))

    @localized_route(shop, "/{products}/<path:slug>-<int:number>")
    def product(slug: str, number: int) -> str:
        if number == 0:
            raise Gone(description="Theo yêu cầu của chủ thể")
        return render_template_string(PAGE, text=Bilingual(f"{slug} {number}", "Tea"))

    @shop.get("/vi/loi/<int:code>")
    @shop.get("/en/error/<int:code>", endpoint="english_error")
    @shop.get("/api/v1/error/<int:code>", endpoint="api_error")
    def error(code: int) -> str:
        if code == 500:
            raise RuntimeError("broken on purpose")
        abort(code)

    @shop.get("/vi/nhap-sai")
    def misspelt() -> str:
        return render_template_string("{{ no_such_name }}")

    @shop.get("/vi/tep-sai")
    def misnamed() -> str:
        return render_template_string("{{ asset('no-such.css') }}")

    @shop.route("/vi/gui", methods=["GET", "POST"])
    def send() -> str:
        return f"got {len(request.get_data())}" if request.method == "POST" else render_template_string(FORM)

    @shop.get("/api/v1/long")
    def long() -> dict[str, str]:
        return {"text": "chè " * 500}

    return shop
