import random

import pytest

from tests.support.seeds import VARIABLE, run_seed


@pytest.fixture
def luck(request: pytest.FixtureRequest) -> random.Random:
    """When and where this test strikes: from the run's seed, whatever ran before; a failure tells it."""
    seed = run_seed()
    print(f"{VARIABLE}={seed}")
    return random.Random(f"{seed} {request.node.nodeid}")
