"""Atom feeds: events of the country or a province, those that changed last first."""

from collections.abc import Sequence
from datetime import datetime, time, timezone

from catalog.regulations.editions import LAW
from foundation.i18n.messages import gettext as _
from foundation.places.gazetteer import Unit
from foundation.web.atom import Feed, FeedEntry, written_feed
from marketplace.events.context import EventContext
from marketplace.events.ical import summary
from marketplace.events.models import Event

BEGINNING = datetime.combine(LAW.began, time(), tzinfo=timezone.utc)
"""When a feed without entries was changed last: before the programme there was nothing."""


def feed(page: EventContext, unit: Unit | None, told: Sequence[Event], paths: tuple[str, str]) -> str:
    """Return the feed of the country or a province; `paths` are its own and its page's."""
    here, listed = map(page.absolute, paths)
    made = Feed(
        name=f"events:{unit.code if unit else 'all'}:{page.lang}",
        title=_("OCOP fairs and events: %(place)s", place=page.unit(unit)) if unit else _("OCOP fairs and events"),
        lang=page.lang.value,
        here=here,
        page=listed,
        updated=max((one.updated_at for one in told), default=BEGINNING),
    )
    return written_feed(page.base_url, made, (_entry(page, one) for one in told))


def _entry(page: EventContext, event: Event) -> FeedEntry:
    kind, why = page.kind(event.kind), [event.status_reason] if event.status_reason else []
    return FeedEntry(
        name=f"event:{event.id}",
        title=summary(page, event),
        lang=page.name(event).lang.value,
        page=page.absolute(page.address(event)),
        author=event.organiser or event.name,
        kind=(event.kind.value, kind),
        published=event.published_at or event.created_at,
        updated=event.updated_at,
        summary=" · ".join([kind, page.days(event), page.where(event), *why]),
    )
