"""An event as lists and calendars show it: what a row says, without its texts and without what hangs on it."""

from dataclasses import dataclass
from datetime import date

from foundation.i18n.content import Bilingual
from marketplace.events.models import Event
from marketplace.events.rules import EventKind, State


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """What a row of a list says; twenty of them cost a tenth of as many whole events."""

    id: int
    kind: EventKind
    state: State
    name: str
    name_en: str | None
    slug: str
    sort_key: bytes
    is_demo: bool
    organiser: str | None
    starts_on: date
    ends_on: date | None
    last_on: date
    opens: int | None
    closes: int | None
    moved_from: date | None
    status_on: date | None
    venue: str | None
    address: str | None
    place_id: int
    province_code: str
    register_from: date | None
    register_until: date | None

    @property
    def named(self) -> Bilingual:
        """The name."""
        return Bilingual(self.name, self.name_en)

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The days between which one registers to take part."""
        return self.register_from, self.register_until


COLUMNS = tuple(getattr(Event, name) for name in ListedEvent.__slots__)
AnyEvent = Event | ListedEvent
