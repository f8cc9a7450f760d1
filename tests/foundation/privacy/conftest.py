import pytest
from flask import Flask

from foundation.privacy.purposes import EXTENSION
from foundation.privacy.rules import Purpose
from tests.foundation.signin.conftest import app, browser, hashed, keys

__all__ = ["app", "browser", "hashed", "keys"]


@pytest.fixture
def serving(app: Flask) -> Flask:
    """A site whose rooms serve every purpose there is."""
    app.extensions[EXTENSION] = frozenset(Purpose)
    return app
