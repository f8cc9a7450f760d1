from tests.admin.verification.conftest import app, enter
from tests.foundation.signin.conftest import hashed, keys

__all__ = ["app", "enter", "hashed", "keys"]
