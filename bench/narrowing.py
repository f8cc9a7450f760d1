"""Lists of products as visitors narrow, order and page through them."""

import random
from collections.abc import Iterator
from urllib.parse import urlencode

from catalog.finder.rules import Sort


def narrowed_lists(rng: random.Random) -> Iterator[str]:
    """Queries of addresses, without end."""
    while True:
        asked: dict[str, str] = {"page": str(rng.randrange(1, 9)), "sort": rng.choice(list(Sort)[1:]).value}
        if rng.random() < 0.5:  # noqa: PLR2004 - every second list is narrowed
            asked["stars"] = str(rng.choice((3, 4)))
        if rng.random() < 0.3:  # noqa: PLR2004 - every third by its standing
            asked["standing"] = rng.choice(("in_force", "lapsed"))
        yield urlencode(asked)
