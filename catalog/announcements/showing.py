"""What pages and feeds ask while they show announcements."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.announcements.labels import kind_label, standing_label
from catalog.announcements.models import Announcement, Version
from catalog.announcements.prose import Block, blocks, summary
from catalog.announcements.queries import ALL, AnnouncementFilters, newest
from catalog.announcements.rules import Kind
from catalog.certificates.models import Certificate
from catalog.certificates.rules import Standing, standing
from foundation.config.settings import VIETNAM
from foundation.db.base import now
from foundation.i18n.languages import localized
from foundation.i18n.messages import gettext as _
from foundation.places.gazetteer import Unit
from foundation.places.page_context import PageContext

_HERE = localized("/{announcements}/")
SUMMARY = 180


class AnnouncementContext(PageContext):
    """What pages and feeds ask while they show announcements."""

    def address(self, version: Version) -> str:
        """Return the page of an announcement."""
        return f"{_HERE[self.lang]}{version.slug}-{version.announcement_id}"

    def kind(self, kind: Kind) -> str:
        """Return what is announced, in words."""
        return kind_label(kind)

    def unit(self, announcement: Announcement) -> Unit | None:
        """Return the province of today that announces; None for the country."""
        return self.places.units.get(announcement.place_id) if announcement.place_id else None

    def whose(self, announcement: Announcement) -> str:
        """Who announces, in words."""
        unit = self.unit(announcement)
        return unit.title.shown(self.lang).text if unit else _("Ministry, for the whole country")

    def day(self, at: datetime) -> date:
        """Return the day of a moment in Vietnam."""
        return at.astimezone(VIETNAM).date()

    def hour(self, at: datetime) -> str:
        """Return the hour of a moment in Vietnam."""
        return f"{at.astimezone(VIETNAM):%H:%M}"

    def blocks(self, text: str) -> tuple[Block, ...]:
        """Return a text in paragraphs, lists and links."""
        return blocks(text)

    def summary(self, version: Version) -> str:
        """Return the first words of a text."""
        return summary(version.bilingual.shown(self.lang).text, SUMMARY)

    def standing(self, certificate: Certificate) -> Standing:
        """Return what a certificate says today, whatever others its product has."""
        return standing([certificate.fact()], [], self.today)

    def standing_words(self, found: Standing) -> str:
        """Return the same in words."""
        return standing_label(found.code)

    def where(self, certificate: Certificate) -> str:
        """Where a product comes from, as places are named today."""
        return self.place_name(certificate.product.place_id)


def section(session: Session, today: date, province: str | None) -> dict[str, object] | None:
    """Return what the home page and a province's name of announcements; nothing where there are none. One query."""
    del today  # it is the hour that makes one public
    asked = AnnouncementFilters(provinces=frozenset({province})) if province else ALL
    found = newest(session, asked, now())
    return {"page": AnnouncementContext(session), "found": found, "province": province} if found else None
