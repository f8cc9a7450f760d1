"""What pages, feeds and calendars ask while they show events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from catalog.products.tree import group_tree
from foundation.accounts.phones import printed_phone
from foundation.i18n.content import Shown
from foundation.i18n.formats import day as written_day
from foundation.i18n.languages import localized
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.places.gazetteer import Unit
from foundation.places.labels import precision_label
from foundation.places.locate import PlaceWords, words_for
from foundation.places.page_context import PageContext, directions_to
from foundation.places.points import BY_HAND, Precision
from marketplace.events import labels
from marketplace.events.hours import written_clock
from marketplace.events.listed import AnyEvent
from marketplace.events.models import Event, ProgrammeItem
from marketplace.events.rules import EventKind, Phase, State, is_open, phase

_HERE = localized("/{fairs}/")
_PROVINCE = localized("/{fairs}/{provinces}/")


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """A province that comes, with how many were aimed at and registered."""

    code: str
    name: str
    target: int | None
    registered: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event stands for a reader: whether that is good to hear, its symbol, and the words."""

    kind: str
    symbol: str
    words: str


class EventContext(PageContext):
    """What pages ask while they show events."""

    @cached_property
    def kind_words(self) -> dict[EventKind, str]:
        """What events are, in words."""
        return labels.kind_labels()

    def address(self, event: AnyEvent) -> str:
        """Return the page of an event."""
        return f"{_HERE[self.lang]}{event.slug}-{event.id}"

    def calendar_file(self, event: Event) -> str:
        """Return the file of an event for calendars."""
        return f"{_HERE[self.lang]}{event.id}.ics"

    def province_address(self, code: str) -> str:
        """Return the page of a province's events."""
        return f"{_PROVINCE[self.lang]}{self.places.province_slug(code)}"

    def name(self, event: AnyEvent) -> Shown:
        """Return its name as this reader sees it."""
        return event.named.shown(self.lang)

    def place(self, event: AnyEvent) -> PlaceWords:
        """Return where it lies today and lay before the reform."""
        return words_for(self.places, event.place_id, self.today)

    def where(self, event: AnyEvent) -> str:
        """Return its address as it reads today; what the source said of venue and street goes before."""
        return self.address_line(event.place_id, event.venue, event.address)

    def unit(self, unit: Unit) -> str:
        """Return the name of a province in this language."""
        return unit.title.shown(self.lang).text

    def days(self, event: AnyEvent) -> str:
        """Return its days in words: one day, from one to another, or from a day on where the last is not known."""
        first = written_day(event.starts_on, self.lang)
        if event.ends_on is None:
            return _("from %(day)s", day=first)
        if event.ends_on == event.starts_on:
            return first
        return f"{first} – {written_day(event.ends_on, self.lang)}"

    def hours(self, event: AnyEvent) -> str:
        """Return its hours of each day; empty where they are not known."""
        if event.opens is None:
            return ""
        return f"{written_clock(event.opens)}–{written_clock(event.closes)}"

    def clock(self, minutes: int | None) -> str:
        """Return an hour of a day."""
        return written_clock(minutes)

    def phase(self, event: AnyEvent) -> Phase:
        """Return whether it is to come, on or over."""
        return phase(event.starts_on, event.ends_on, self.today)

    def soon(self, event: AnyEvent) -> str:
        """Return how far off it is, in words."""
        away = (event.starts_on - self.today).days
        if self.phase(event) is not Phase.TO_COME:
            return labels.phase_label(self.phase(event))
        return _("tomorrow") if away == 1 else ngettext("in %(num)d day", "in %(num)d days", away)

    def standing(self, event: AnyEvent) -> Standing:
        """Return how it stands: called off, held, or how far off it is."""
        if event.state is State.CANCELLED:
            return Standing("bad", "ban", _("Cancelled, %(day)s", day=self._status_day(event)))
        if event.state is State.POSTPONED:
            return Standing("bad", "clock", _("Postponed, %(day)s", day=self._status_day(event)))
        if event.state is State.HELD:
            return Standing("none", "check", _("Held"))
        is_over = self.phase(event) is Phase.OVER
        return Standing(*(("none", "clock") if is_over else ("ok", "calendar")), self.soon(event))

    def _status_day(self, event: AnyEvent) -> str:
        return written_day(event.status_on, self.lang) if event.status_on else ""

    def is_open(self, event: AnyEvent) -> bool:
        """Whether one can register to take part today."""
        return is_open(event.state, event.window, event.starts_on, self.today)

    def kind(self, kind: EventKind) -> str:
        """Return what it is in words."""
        return self.kind_words[kind]

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Return all kinds, as a list offers them."""
        return tuple((kind.value, words) for kind, words in self.kind_words.items())

    def state(self, state: State) -> str:
        """Return where it stands in words."""
        return labels.state_label(state)

    def precision(self, precision: Precision) -> str:
        """Return how exactly its place is known."""
        return precision_label(precision)

    def phone(self, event: Event) -> str:
        """Return its number as people write it."""
        return printed_phone(event.phone) if event.phone else ""

    def groups(self, event: Event) -> list[str]:
        """Return the product groups it is about."""
        nodes = group_tree(self.session).nodes
        return [nodes[one.group_id].title.shown(self.lang).text for one in event.groups if one.group_id in nodes]

    def programme(self, event: Event) -> list[tuple[date, list[ProgrammeItem]]]:
        """Return the programme by day."""
        return [(day, list(items)) for day, items in groupby(event.programme, key=lambda one: one.day)]

    def taking_part(self, event: Event) -> list[ProvinceLine]:
        """Return the provinces that come."""
        rows = event.provinces
        return [
            ProvinceLine(one.province_code, self.province(one.province_code), one.target, one.registered)
            for one in rows
        ]

    def total(self, lines: Sequence[ProvinceLine], which: str) -> int | None:
        """Return the sum of what is known of all; None where nothing is."""
        known = [one for one in (getattr(line, which) for line in lines) if one is not None]
        return sum(known) if known else None

    def directions(self, event: Event) -> str | None:
        """Return the way there on a map of the reader's; None where the place is not known well enough."""
        if event.point and event.precision in BY_HAND:
            return directions_to(event.point)
        return directions_to(self.where(event)) if event.address or event.venue else None
