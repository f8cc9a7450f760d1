"""What pages of a dossier show of it, on either side of the desk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from admin.cycle.courses import course_of
from admin.cycle.labels import event_label, standing_label, verb_label
from admin.cycle.models import Dossier, DossierEvent, DossierGap
from admin.cycle.queries import events_of, gaps_of
from admin.cycle.rules import PRODUCER, Standing, Verb
from admin.cycle.services import allowed
from catalog.regulations.editions import edition_on
from catalog.regulations.procedure import Paper
from foundation.i18n.languages import Lang

label = {"stage": standing_label, "event": event_label, "verb": verb_label}


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A dossier with its timeline, what it lacks and what the reader can do."""

    dossier: Dossier
    events: list[DossierEvent]
    gaps: list[DossierGap]
    verbs: tuple[Verb, ...]
    edition: str
    lang: Lang

    @classmethod
    def of(cls, records: Session, dossier: Dossier, holds: Collection[str], today: date, lang: Lang) -> "DossierPage":
        """Return what somebody who acts for these levels, or for the producer, sees of it."""
        edition = dossier.edition or edition_on(today).code
        verbs = allowed(dossier, holds, today)
        return cls(dossier, events_of(records, dossier.id), gaps_of(records, dossier.id), verbs, edition, lang)

    @property
    def is_ended(self) -> bool:
        """Whether nothing can be done any more."""
        return self.dossier.ended_at is not None

    @property
    def waiting_gaps(self) -> list[DossierGap]:
        """What has not been answered."""
        return [one for one in self.gaps if one.answer is None]

    @property
    def following(self) -> Standing | None:
        """Where it goes next when all is well; None before its result."""
        return course_of(self.edition).following(self.dossier.standing)

    @property
    def path(self) -> tuple[str, ...]:
        """The steps it may go through."""
        return course_of(self.edition).path

    @property
    def papers(self) -> tuple[Paper, ...]:
        """What its producer hands in, in the order of the rules."""
        papers = course_of(self.edition).procedure.papers_of(self.dossier.case, service=False, by=PRODUCER)
        return tuple(sorted(papers, key=lambda one: not one.mandatory))

    @property
    def case(self) -> str:
        """Why it is lodged, in words."""
        return course_of(self.edition).procedure.case(self.dossier.case).title.shown(self.lang).text

    def step(self, code: str) -> str:
        """Return the title of a step."""
        return course_of(self.edition).procedure.step(code).title.shown(self.lang).text

    def paper(self, code: str) -> str:
        """Return the title of the paper a gap is tied to; empty for none."""
        return next((one.title.shown(self.lang).text for one in self.papers if one.code == code), "")


def step_titles(codes: Collection[str], today: date, lang: Lang) -> dict[str, str]:
    """Return the titles of steps in lists; what the rules in force do not know stands by its code."""
    known = {one.code: one.title.shown(lang).text for one in edition_on(today).procedure.steps}
    return {code: known.get(code, code) for code in codes}
