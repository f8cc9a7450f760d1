"""What people are asked to agree to, word for word, in every version there ever was."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from flask import current_app

from foundation.i18n.content import Bilingual
from foundation.privacy.rules import Purpose, Wording, newest

EXTENSION = "ocop_purposes"
"""What the composition root hands over: the purposes that a room of this site serves."""

FILE = Path(__file__).with_name("data") / "purposes.json"


@cache
def wordings() -> tuple[Wording, ...]:
    """Every version of every purpose."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Wording(
            Purpose(row["purpose"]),
            int(row["version"]),
            date.fromisoformat(row["since"]),
            Bilingual(**row["title"]),
            Bilingual(**row["text"]),
        )
        for row in rows
    )


def current(today: date) -> dict[Purpose, Wording]:
    """Return what is asked today."""
    return newest(wordings(), today)


def asked(today: date) -> dict[Purpose, Wording]:
    """Return what people are asked on the site today: only for purposes that something serves, never in reserve."""
    served: frozenset[Purpose] = current_app.extensions[EXTENSION]
    return {purpose: one for purpose, one in current(today).items() if purpose in served}


def wording(purpose: Purpose, version: int) -> Wording:
    """Return what somebody agreed to then."""
    return next(one for one in wordings() if (one.purpose, one.version) == (purpose, version))
