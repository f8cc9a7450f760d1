"""The one description of the public API, and the object its rooms register on."""

from typing import Any

from flask import Flask
from flask_smorest import Api

SETTINGS: dict[str, Any] = {
    "API_TITLE": "OCOP marketplace",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_SPEC_OPTIONS": {
        "info": {"description": "Certified OCOP products of Vietnam with their stars and what these rest on."},
    },
}


class OpenApi(Api):  # type: ignore[misc] # the library has no types
    """The API object; its errors are answered like every other error of the site."""

    def _register_error_handlers(self) -> None:
        """Leave errors to `foundation.web.errors`."""


def open_api(app: Flask) -> OpenApi:
    """The API object of an application; its description is at /api/v1/openapi.json."""
    app.config.update(SETTINGS)
    return OpenApi(app)
