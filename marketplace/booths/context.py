"""What pages ask while they show booths."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from foundation.config.settings import VIETNAM
from foundation.db.base import now
from foundation.i18n.formats import day as written_day
from foundation.i18n.messages import gettext as _
from foundation.papers.models import Paper
from marketplace.booths import labels
from marketplace.booths.allocation_rules import Allocation, Measure
from marketplace.booths.models import Booth, BoothFair
from marketplace.booths.papers import PAPERS
from marketplace.booths.queries import free_by_type, labels_by_registration, live_claims_of
from marketplace.booths.registering_models import BoothClaim, BoothRegistration
from marketplace.booths.rules import DocumentKind, Need, Page, RegistrationState, is_open
from marketplace.events.context import EventContext


class BoothContext(EventContext):
    """What pages ask while they show booths of fairs."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.now = now()

    def registration_state(self, state: RegistrationState) -> str:
        """Return where a registration stands in words."""
        return labels.state_label(state)

    def allocation(self, allocation: Allocation) -> str:
        """Return how booths are given in words."""
        return labels.allocation_label(allocation)

    def measure(self, measure: Measure) -> str:
        """Return what points are given for in words."""
        return labels.measure_label(measure)

    def need(self, need: str) -> str:
        """Return what a booth is set up with in words."""
        return labels.need_label(Need(need))

    def document(self, kind: DocumentKind) -> str:
        """Return what a file is in words."""
        return labels.document_label(kind)

    def asks(self, page: Page) -> str:
        """Return what a page of a registration asks."""
        return labels.page_label(page)

    def moment(self, at: datetime | None) -> str:
        """Return a moment as clocks in Vietnam show it."""
        if at is None:
            return ""
        here = at.astimezone(VIETNAM)
        return _("%(clock)s on %(day)s", clock=f"{here:%H:%M}", day=written_day(here.date(), self.lang))

    def opening(self, fair: BoothFair) -> dict[str, datetime]:
        """Return the hours of a fair by the clock of Vietnam; those that are proposed where it has none."""
        last = datetime.combine(fair.event.starts_on - timedelta(days=7), time(17), VIETNAM)
        opens, closes = fair.opens_at or self.now, fair.closes_at or max(last, self.now + timedelta(days=1))
        return {"opens_at": opens.astimezone(VIETNAM), "closes_at": closes.astimezone(VIETNAM)}

    def books(self, fair: BoothFair) -> bool:
        """Whether one can register now."""
        return is_open(fair.opens_at, fair.closes_at, self.now)

    def free(self, fair: BoothFair) -> dict[int, int]:
        """Return how many booths of each type can be had."""
        return free_by_type(self.session, fair.event_id, self.now)

    def claims(self, registration: BoothRegistration) -> Sequence[BoothClaim]:
        """Return the booths a registration has."""
        return live_claims_of(self.session, registration.id, self.now)

    def labels_by_registration(self, event_id: int) -> dict[int, list[str]]:
        """Return the labels of the booths that each registration of a fair has; one query."""
        return labels_by_registration(self.session, event_id, self.now)

    def paper_name(self, paper: Paper) -> str:
        """Return what a paper is called."""
        return next((str(kind.words) for kind in PAPERS if kind.name == paper.kind), paper.kind)

    def price(self, dong: int) -> str:
        """Return a price, or that there is none."""
        return _("%(sum)s đồng", sum=f"{dong:,}".replace(",", ".")) if dong else _("free of charge")

    def booth(self, booth: Booth) -> str:
        """Return a booth in one line."""
        return f"{booth.label} · {booth.type.name} · {booth.type.size}"

    def register_address(self, fair: BoothFair) -> str:
        """Return where a producer begins to register."""
        return url_for("booths_own.new", event_id=fair.event_id)
