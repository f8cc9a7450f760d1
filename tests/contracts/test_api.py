"""The API answers whatever it is asked by its own description: no crash, no answer that is not described there."""

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from foundation.web.openapi import EXTENSION
from tests.support.processes import rounds

EXAMPLES = rounds(30, 500)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

PLAIN = {"Accept-Encoding": "identity"}
"""Without a network in between nobody unpacks what was packed."""


@pytest.fixture
def dialect() -> str:
    return "sqlite"


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_is_described(app: Flask, mode: GenerationMode) -> None:
    """Asked as described, and wrongly on purpose: what means nothing is refused (422)."""
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    asked = 0
    for found in document.get_all_operations():
        assert isinstance(found, Ok)
        strategy = found.ok().as_strategy(generation_mode=mode)

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=strategy)
        def ask(case: Any) -> None:
            case.call_and_validate(checks=CHECKS, headers=PLAIN)

        # What takes any text can be asked nothing that its description forbids.
        with suppress(Unsatisfiable):
            ask()
            asked += 1
    of = len(app.extensions[EXTENSION].spec.to_dict()["paths"])
    assert asked == of if mode is GenerationMode.POSITIVE else asked >= 2
