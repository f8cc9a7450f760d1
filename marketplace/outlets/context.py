"""What pages and feeds ask while they show points of sale."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.certificates.queries import facts_of
from catalog.certificates.rules import standing
from catalog.finder.cards import Card
from foundation.accounts.phones import printed_phone
from foundation.config.settings import VIETNAM
from foundation.db.base import now
from foundation.i18n.formats import number
from foundation.i18n.languages import Lang, localized
from foundation.i18n.messages import gettext as _
from foundation.places.gazetteer import Unit
from foundation.places.labels import precision_label
from foundation.places.locate import PlaceWords, words_for
from foundation.places.page_context import PageContext, directions_to
from foundation.places.points import BY_HAND, about_km
from marketplace.outlets import labels
from marketplace.outlets.calendar import day_kind
from marketplace.outlets.hours import open_at, written
from marketplace.outlets.models import Outlet, Stock
from marketplace.outlets.queries import ListedOutlet, hours_of, stock_of
from marketplace.outlets.rules import OutletKind, State, is_stale, source_address

HERE = localized("/{outlets}/")
_PROVINCE = localized("/{outlets}/{provinces}/")


@dataclass(frozen=True, slots=True)
class OutletDayView:
    """A day of the week with its openings in words; None where it is closed."""

    name: str
    openings: str | None
    is_today: bool


class OutletContext(PageContext):
    """What pages and feeds ask while they show points of sale: the moment too."""

    def __init__(self, session: Session, lang: Lang | None = None) -> None:
        super().__init__(session, lang)
        # The hour is the clock's, also where the day is another one for a test or a rehearsal.
        self.now = datetime.combine(self.today, now().astimezone(VIETNAM).time().replace(microsecond=0))

    def address(self, outlet: Outlet) -> str:
        """Return the page of a point of sale."""
        return f"{HERE[self.lang]}{outlet.slug}-{outlet.id}"

    def province_address(self, code: str) -> str:
        """Return the page of a province's points of sale."""
        return f"{_PROVINCE[self.lang]}{self.places.province_slug(code)}"

    def place(self, outlet: Outlet) -> PlaceWords | None:
        """Where it lies today and lay before the reform."""
        return words_for(self.places, outlet.place_id, self.today) if outlet.place_id else None

    def where(self, outlet: Outlet) -> str:
        """Its address as it reads today; what the source said of street and house goes before."""
        return self.address_line(outlet.place_id, outlet.address) if outlet.place_id else ""

    def unit(self, unit: Unit) -> str:
        """Return a unit with all it lies in, as its own days called it."""
        names = [unit.full_name]
        while unit.parent_id:
            unit = self.places.units[unit.parent_id]
            names.append(unit.full_name)
        return ", ".join(names)

    def is_open(self, outlet: Outlet, at: datetime | None = None) -> bool | None:
        """Whether it is open now, or at a moment; None where that is not known."""
        return open_at(hours_of(outlet), at or self.now, day_kind) if outlet.state is State.APPROVED else None

    def week(self, outlet: Outlet) -> list[OutletDayView]:
        """Its week; empty where nothing is known."""
        weekly = hours_of(outlet).weekly
        spans = {day: [span for weekday, span in weekly if weekday == day] for day in range(7)}
        today = self.today.weekday()
        said = [(day, written(sorted(spans[day])) or None) for day in range(7)]
        return [OutletDayView(labels.weekday_label(day), words, day == today) for day, words in said] if weekly else []

    def coming(self, outlet: Outlet) -> list[tuple[date, str | None]]:
        """Return the days from today on that differ, with their openings; None where it is closed."""
        days = (one for one in hours_of(outlet).exceptions if one[0] >= self.today)
        return [(day, written([span]) if span else None) for day, span in days]

    def is_stale(self, outlet: Outlet) -> bool:
        """Whether nobody has confirmed it for half a year."""
        return is_stale(outlet.confirmed_on, self.today)

    def about(self, listed: ListedOutlet) -> str:
        """How far it is, about."""
        km = about_km(listed.km or 0, listed.outlet.precision)
        written_km = (
            number(int(km), self.lang)
            if km == int(km)
            else f"{km:.1f}".replace(".", "," if self.lang is Lang.VI else ".")
        )
        return _("about %(km)s km", km=written_km)

    def directions(self, outlet: Outlet) -> str | None:
        """Return the way there on the reader's map; None where the place is not known well enough to be driven to."""
        if outlet.point and outlet.precision in BY_HAND:
            return directions_to(outlet.point)
        return directions_to(self.where(outlet)) if outlet.address and outlet.place_id else None

    def source(self, outlet: Outlet) -> str | None:
        """Return where its source can be read; None where the source is words alone."""
        return source_address(outlet.source or "")

    def stall(self, outlet: Outlet) -> str | None:
        """Return where an online stall that names no site of its own was found; None for all others."""
        is_nameless = outlet.kind is OutletKind.ONLINE and not outlet.website and not outlet.closed_on
        return self.source(outlet) if is_nameless else None

    def phone(self, outlet: Outlet) -> str:
        """Its number as people write it."""
        return printed_phone(outlet.phone) if outlet.phone else ""

    def kind(self, kind: OutletKind) -> str:
        """Return what it is in words."""
        return labels.kind_label(kind)

    def label(self, what: str, value: Any) -> str:
        """One of the other facts in words."""
        words = {
            "setting": labels.setting_label,
            "facility": labels.facility_label,
            "precision": precision_label,
            "on_holidays": labels.holidays_label,
            "state": labels.state_label,
            "photo": labels.photo_label,
            "criterion": labels.criterion_label,
        }
        said: str = words[what](value)  # type: ignore[operator]
        return said

    def stock(self, outlet: Outlet) -> list[tuple[Stock, Card]]:
        """Return what it has, each with the standing of this very day: stars are flagged from the day they lapse."""
        held = stock_of(self.session, outlet.id)
        facts = facts_of(self.session, [card.id for _, card in held])
        return [(stock, replace(card, standing=standing(*facts[card.id], self.today))) for stock, card in held]


def out_of_force(held: Collection[tuple[Stock, Card]]) -> int:
    """How many of these products carry no stars in force."""
    return sum(not card.standing.code.has_stars for _, card in held)
