import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from foundation.web.openapi import init_api
from tests.foundation.web.conftest import Make


class Query(Schema):
    """What the address may ask."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1))


@pytest.fixture
def api(make: Make) -> FlaskClient:
    """A site with one address of its API."""
    app: Flask = make()
    rooms = Blueprint("things", __name__, url_prefix="/api/v1")

    @rooms.route("/things")
    class Things(MethodView):
        @rooms.arguments(Query, location="query")  # type: ignore[untyped-decorator]
        def get(self, query: dict[str, int]) -> dict[str, int]:
            """List things."""
            return query

    init_api(app).register_blueprint(rooms)
    return app.test_client()


def test_the_api_describes_itself(api: FlaskClient) -> None:
    answer = api.get("/api/v1/openapi.json")
    described = answer.get_json()
    assert described["openapi"].startswith("3.1")
    assert described["info"]["title"] == "OCOP marketplace"
    assert list(described["paths"]) == ["/api/v1/things"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_what_an_address_may_not_ask_is_refused_by_name(api: FlaskClient) -> None:
    answer = api.get("/api/v1/things?page=0")
    problem = answer.get_json(force=True)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert problem["status"] == 422
    assert list(problem["errors"]["query"]) == ["page"]
    assert api.get("/api/v1/things?page=2").get_json() == {"page": 2}


def test_pages_keep_their_own_errors(api: FlaskClient) -> None:
    assert api.get("/vi/khong-co").mimetype == "text/html"
