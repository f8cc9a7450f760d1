"""What an entry may hold and how entries are chained. Pure functions."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

GENESIS = "0" * 64
"""What the first entry of the chain follows."""

CODE_MAX = 200
"""Longer values are texts, and texts belong to the record itself."""

Code = str | int | bool | None
Codes = Mapping[str, object]
"""A record's facts as it names them: codes, numbers, dates; lists of these."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account, perhaps standing in for another; the system itself has none."""

    account_id: int | None
    acting_for_id: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """Whose act it is: the account and whoever it stands in for; nobody's for the system."""
        return frozenset(one for one in (self.account_id, self.acting_for_id) if one is not None)


SYSTEM = Actor(None)
"""The site's own work: schedules, commands of the operator."""


@dataclass(frozen=True, slots=True)
class Link:
    """A sealed entry: its place in the chain, its seal, and all that it says."""

    position: int
    digest: str
    facts: Mapping[str, object]


def as_codes(values: Codes) -> dict[str, Code | list[Code]]:
    """Return the values as they are kept; TypeError for what is no code, so that no text or secret slips in."""
    return {name: _kept(name, value) for name, value in values.items()}


def changed(before: Codes, after: Codes) -> tuple[dict[str, object], dict[str, object]]:
    """Both sides without what stayed the same."""
    names = {**before, **after}
    differing = [n for n in names if n not in before or n not in after or before[n] != after[n]]
    return (
        {name: before[name] for name in differing if name in before},
        {name: after[name] for name in differing if name in after},
    )


def seal(previous: str, facts: Mapping[str, object]) -> str:
    """Return the seal of an entry that follows `previous`."""
    told = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_iso)
    return hashlib.sha256(f"{previous}\n{told}".encode()).hexdigest()


def broken(links: Iterable[Link], *, previous: str = GENESIS, expected: int = 1) -> Iterator[str]:
    """Sentences for what does not hold in a chain, or its end after the seal `previous`, given in its order."""
    for link in links:
        if link.position != expected:
            yield f"entries {expected} to {link.position - 1} of the chain are missing"
        if seal(previous, link.facts) != link.digest:
            yield f"entry {link.position} of the chain ({link.facts.get('verb')}) is not what was sealed"
        previous, expected = link.digest, link.position + 1


def _kept(name: str, value: object) -> Code | list[Code]:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [
            _code(name, item) for item in (sorted(value, key=str) if isinstance(value, (set, frozenset)) else value)
        ]
    return _code(name, value)


def _code(name: str, value: object) -> Code:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str) and len(value) <= CODE_MAX:
        return value
    raise TypeError(f"{name}: an audit entry holds codes, not {type(value).__name__}")


def _iso(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(type(value).__name__)
