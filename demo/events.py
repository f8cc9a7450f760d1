"""Events of the demonstration: the real ones from public reports, and made-up ones relative to today beside them."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.i18n.text import normalize_spaces
from foundation.places.addresses import Address
from marketplace.events.details import (
    ProgrammeInput,
    ResultsInput,
    add_item,
    publish_results,
    record_results,
    set_province,
)
from marketplace.events.hours import read_clock
from marketplace.events.models import Event
from marketplace.events.rules import EventKind
from marketplace.events.services import EventInput, add, hold, publish, submit

DATA = Path(__file__).parent / "data"
REAL, MADE_UP = DATA / "ocop_events.csv", DATA / "events.json"

KINDS = {
    "fair": EventKind.FAIR,
    "week": EventKind.WEEK,
    "festival": EventKind.FESTIVAL,
    "supply_demand": EventKind.CONFERENCE,
    "forum": EventKind.CONFERENCE,
    "ceremony": EventKind.RESULTS,
}
"""What the list of reports calls an event."""

_COMMUNE = re.compile(r"\b((?:xã|phường) [^,(]+)", re.IGNORECASE)
_DISTRICT = re.compile(r"\b((?:thành phố|tp\.?|quận|huyện) [^,(]+)", re.IGNORECASE)
_RESULTS = ResultsInput(12_400, 38, 1_250_000_000, 12, 5, 2, 860_000_000, "Số liệu minh hoạ.")


@dataclass(frozen=True, slots=True)
class _MadeUp:
    """A made-up one as its file tells it."""

    told: dict[str, Any]
    today: date

    def day(self, name: str) -> date | None:
        return None if self.told[name] is None else self.today + timedelta(days=self.told[name])

    def all(self) -> EventInput:
        first = self.today + timedelta(days=self.told["starts_in"])
        words = ("name_en", "theme", "venue", "organiser", "about", "about_en", "booth_cost", "register_how")
        facts = {name: self.told[name] or None for name in words}
        facts |= {name: read_clock(self.told[name]) for name in ("opens", "closes")}
        facts |= {"booths": self.told["booths"], "entry_is_free": True}
        facts |= {"register_from": self.day("open_from"), "register_until": self.day("open_until")}
        address = Address(self.told["address"], self.told["commune"], "", self.told["province"])
        last = first + timedelta(days=self.told["lasts"] - 1)
        kind = EventKind(self.told["kind"])
        return EventInput(kind, self.told["name"], first, last, address, facts=tuple(facts.items()))


def dated_rows() -> Iterator[dict[str, str]]:
    """Yield the reported events whose first day is known."""
    with REAL.open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file) if row["start"])


def load_real(session: Session, *, now: datetime, today: date) -> int:
    """Those that public reports name, as they are known; how many are new."""
    known = set(session.scalars(select(Event.name).where(~Event.is_demo)))
    rows = [row for row in dated_rows() if normalize_spaces(row["name"]) not in known]
    for row in rows:
        event = add(session, SYSTEM, _reported(row))
        submit(session, SYSTEM, event, now=now, today=today)
        publish(session, SYSTEM, event, now=now, today=today)
    return len(rows)


def load_made_up(session: Session, *, now: datetime, today: date) -> int:
    """Return the made-up ones that are missing, each where its file says it stands; how many."""
    told = json.loads(MADE_UP.read_text(encoding="utf-8"))
    known = set(session.scalars(select(Event.name).where(Event.is_demo)))
    made = [one for one in told if one["name"] not in known]
    for one in made:
        _make(session, _MadeUp(one, today), now)
    return len(made)


def _reported(row: Mapping[str, str]) -> EventInput:
    venue = row["venue"]
    commune, district = _COMMUNE.search(venue), _DISTRICT.search(venue)
    facts = {"venue": venue, "organiser": row["organizer"], "scale": row["scale"], "source": row["source"]}
    return EventInput(
        KINDS[row["type"]],
        row["name"],
        date.fromisoformat(row["start"]),
        date.fromisoformat(row["end"]) if row["end"] else None,
        Address("", commune[1] if commune else "", district[1] if district else "", row["province"]),
        facts=tuple((name, value or None) for name, value in facts.items()),
    )


def _make(session: Session, one: _MadeUp, now: datetime) -> None:
    event = add(session, SYSTEM, one.all(), is_demo=True)
    for after, hour, title, room in one.told["programme"]:
        item = ProgrammeInput(event.starts_on + timedelta(days=after), title, read_clock(hour), room or None)
        add_item(session, SYSTEM, event, item)
    for code, target, registered in one.told["provinces"]:
        set_province(session, SYSTEM, event, code, target=target, registered=registered)
    submit(session, SYSTEM, event, now=now, today=one.today)
    if one.told["state"] == "submitted":
        return
    publish(session, SYSTEM, event, now=now, today=one.today)
    if one.told["state"] == "held":
        hold(session, SYSTEM, event, today=one.today)
        record_results(session, SYSTEM, event, _RESULTS, now=now)
        publish_results(session, SYSTEM, event, now=now)
