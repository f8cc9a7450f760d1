from tests.catalog.representation.conftest import app, browser, desk, hashed, keys, maker, person

__all__ = ["app", "browser", "desk", "hashed", "keys", "maker", "person"]
