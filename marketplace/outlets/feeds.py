"""Atom feeds: points of sale of a province, those that changed last first."""

from collections.abc import Sequence
from datetime import datetime, time, timezone

from catalog.regulations.editions import LAW
from foundation.i18n.messages import gettext as _
from foundation.places.gazetteer import Unit
from foundation.web.atom import Feed, FeedEntry, written_feed
from marketplace.outlets.context import OutletContext
from marketplace.outlets.models import Outlet

BEGINNING = datetime.combine(LAW.began, time(), tzinfo=timezone.utc)
"""When a feed without entries was changed last: before the programme there was nothing."""


def feed(page: OutletContext, unit: Unit, told: Sequence[Outlet], path: str) -> str:
    """Return the feed of a province; `path` is its own."""
    made = Feed(
        name=f"outlets:{unit.code}:{page.lang}",
        title=_("Where to buy OCOP products: %(place)s", place=unit.title.shown(page.lang).text),
        lang=page.lang.value,
        here=page.absolute(path),
        page=page.absolute(page.province_address(unit.code)),
        updated=max((one.updated_at for one in told), default=BEGINNING),
    )
    return written_feed(page.base_url, made, (_entry(page, one) for one in told))


def _entry(page: OutletContext, outlet: Outlet) -> FeedEntry:
    kind, closed = page.kind(outlet.kind), [_("closed for good")] if outlet.closed_on else []
    return FeedEntry(
        name=f"outlet:{outlet.id}",
        title=outlet.name,
        lang="vi",
        page=page.absolute(page.address(outlet)),
        author=outlet.operator or outlet.name,
        kind=(outlet.kind.value, kind),
        published=outlet.created_at,
        updated=outlet.updated_at,
        summary=" · ".join([kind, page.where(outlet), *closed]),
    )
