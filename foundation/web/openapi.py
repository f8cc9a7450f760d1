"""The one description of the public API, and the object its rooms register on."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from threading import RLock
from typing import Any

from flask import Flask, current_app
from flask_smorest import Api, Blueprint, abort
from flask_smorest.spec import openapi_cli
from flask_smorest.utils import prepare_response
from marshmallow import Schema, fields

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

EXTENSION = "ocop_api"
PROBLEM = "application/problem+json"
_ERRORS_FROM = 400
_NAMED, _NAMED_LENGTH = 5, 40
"""Values that a refusal names, and characters of each."""


class Problem(Schema):
    """What every error says (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(allow_none=True)
    errors = fields.Dict(metadata={"description": "What was wrong with which parameter."})


class OpenApi(Api):  # type: ignore[misc] # the library has no types
    """The API object; its errors are answered like every other error of the site.

    It is described when somebody first asks for that: the description takes longer to make than the rest of the site.
    """

    ERROR_SCHEMA = Problem
    # An answer nobody described is a fault that tests have to find; a catch-all would hide it.
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        self._rooms: list[Blueprint] = []
        self._description: Any = None
        self._describing = RLock()
        super().__init__(app)

    @property
    def spec(self) -> Any:
        """The description, made once."""
        with self._describing:
            if self._description is None:
                super()._init_spec()
                for room in self._rooms:
                    room.register_views_in_doc(self, self._app, self.spec, name=room.name, parameters=None)
                    self.spec.tag({"name": room.name, "description": room.description})
            return self._description

    @spec.setter
    def spec(self, made: Any) -> None:
        self._description = made

    def _init_spec(self, **_: Any) -> None:
        self._app.cli.add_command(openapi_cli)

    def register_blueprint(self, blp: Blueprint) -> None:
        """Register the pages of a room, which will be described."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp)
        self._rooms.append(blp)

    def _register_error_handlers(self) -> None:
        """Leave errors to `foundation.web.errors`."""

    def _register_responses(self) -> None:
        """Describe errors as they are sent."""
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= _ERRORS_FROM:
                response["schema"] = Problem
            prepare_response(response, self.spec, PROBLEM)
            self.spec.components.response(status.name, response, lazy=True)


def refuse(unread: Mapping[str, Sequence[str]]) -> None:
    """Answer 422 where a program asked for values that mean nothing, by the name of the parameter; else go on."""
    told = {name: [f"Unknown: {_named(values)}."] for name, values in unread.items()}
    if told:
        abort(HTTPStatus.UNPROCESSABLE_ENTITY, messages={"query": told})


def _named(values: Sequence[str]) -> str:
    more = f" and {len(values) - _NAMED} more" if len(values) > _NAMED else ""
    return ", ".join(value[:_NAMED_LENGTH] for value in values[:_NAMED]) + more


def init_api(app: Flask) -> OpenApi:
    """Return the API object of an application; its description is at /api/v1/openapi.json."""
    app.config.update(SETTINGS)
    app.extensions[EXTENSION] = found = OpenApi(app)
    return found


def description() -> dict[str, Any]:
    """Return the description of the running application's API, as programs get it."""
    told: dict[str, Any] = current_app.extensions[EXTENSION].spec.to_dict()
    return told
