"""The API in words: everything the OpenAPI document says stands on the page."""

import pytest
from flask.testing import FlaskClient

from catalog.opendata.describing import operations, shapes
from tests.support.pages import parse

DOCUMENT = {
    "paths": {
        "/api/v1/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {
                "summary": "One thing.",
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                    "404": {"$ref": "#/components/responses/GONE"},
                },
            },
        }
    },
    "components": {
        "responses": {"GONE": {"description": "Gone"}},
        "schemas": {
            "Part": {"type": "object", "properties": {"size": {"type": "string", "enum": ["s", "m", None]}}},
            "Thing": {
                "type": "object",
                "required": ["when"],
                "properties": {
                    "when": {"type": ["string", "null"], "format": "date"},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
                    "main": {"anyOf": [{"$ref": "#/components/schemas/Part"}, {"type": "null"}]},
                },
            },
        },
    },
}


@pytest.fixture
def dialect() -> str:
    return "sqlite"


def test_what_a_document_says_is_read_whole() -> None:
    (one,) = operations(DOCUMENT)
    assert (one.method, one.title, [(field.name, field.kind, field.required) for field in one.asked]) == (
        "GET",
        "One thing.",
        [("id", "integer", True)],
    )
    assert [(answer.status, answer.words, answer.shape) for answer in one.answers] == [
        ("200", "", "Thing"),
        ("404", "Gone", None),
    ]
    part, thing = shapes(DOCUMENT)
    assert part.fields[0].choices == ("s", "m")
    assert [(f.name, f.kind, f.nullable, f.shape) for f in thing.fields] == [
        ("when", "date", True, None),
        ("parts", "array", False, "Part"),
        ("main", "", True, "Part"),
    ]


@pytest.mark.parametrize("address", ["/vi/du-lieu-mo/giao-dien-lap-trinh", "/en/open-data/api"])
def test_the_page_names_every_address_parameter_and_field_and_loads_nothing_from_elsewhere(
    client: FlaskClient, address: str
) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    page = client.get(address).text
    codes = {"".join(e.itertext()) for e in parse(page).iter("{http://www.w3.org/1999/xhtml}code")}
    wanted = {f"GET {path}" for path in document["paths"]}
    wanted |= {one["name"] for path in document["paths"].values() for one in path["get"].get("parameters", ())}
    wanted |= {name for shape in document["components"]["schemas"].values() for name in shape["properties"]}
    assert wanted <= codes
    ids = {e.get("id") for e in parse(page).iter() if e.get("id")}
    anchors = {e.get("href", "")[1:] for e in parse(page).iter() if e.get("href", "").startswith("#")}
    assert anchors <= ids
    assert 'src="http' not in page
