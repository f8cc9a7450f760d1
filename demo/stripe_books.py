"""The illustrative Stripe of a demonstration: its books lie in a file, held by one process at a time."""

import fcntl
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from demo.illustrative_stripe import KEY, IllustrativeStripe, fresh
from foundation.config.settings import Env, Settings

PAGES = "/demo/stripe/"


@dataclass(frozen=True, slots=True)
class StripeBooks:
    """Where the illustrative Stripe keeps what it knows; in no real site does it serve anybody."""

    path: Path
    is_demonstration: bool

    def serves(self, key: str) -> bool:
        """Whether a key is one of the illustration."""
        return self.is_demonstration and key.startswith(KEY)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: str) -> tuple[str, int, Mapping[str, str]]:
        """Answer as its API does."""
        with self.open() as stripe:
            return stripe.send(method, url, headers, body)

    @contextmanager
    def open(self) -> Iterator[IllustrativeStripe]:
        """Hold the books, and keep what was written into them."""
        with self.path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            kept = file.read()
            stripe = IllustrativeStripe(time.time, PAGES, json.loads(kept) if kept else fresh())
            yield stripe
            file.seek(0)
            file.truncate()
            file.write(json.dumps(stripe.books))


def current_books() -> StripeBooks:
    """Return those of this site."""
    settings: Settings = current_app.config["OCOP_SETTINGS"]
    return books_at(settings)


def books_at(settings: Settings) -> StripeBooks:
    """Return the books of the illustrative Stripe of an installation."""
    return StripeBooks(settings.data_dir / "illustrative-stripe.json", settings.env is Env.DEMO)
