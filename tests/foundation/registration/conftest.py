from tests.foundation.privacy.conftest import serving
from tests.foundation.signin.conftest import app, browser, hashed, keys

__all__ = ["app", "browser", "hashed", "keys", "serving"]
