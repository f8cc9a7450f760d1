"""Reading papers, and checking that their facts are what they were."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from foundation.papers.models import Paper
from foundation.papers.rules import digest


def paper_by_id(session: Session, paper_id: int, *, lock: bool = False) -> Paper | None:
    """Return the paper with its file, or None; locked for whoever is about to change it."""
    wanted = select(Paper).filter_by(id=paper_id).options(joinedload(Paper.file))
    if lock:
        wanted = wanted.with_for_update(of=Paper).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def is_due(paper: Paper) -> bool:
    """Whether its PDF has yet to be made."""
    return paper.file_id is None and paper.forgotten_at is None


def check_papers(session: Session) -> Iterator[str]:
    """Sentences for papers whose facts are not those that were frozen."""
    kept = select(Paper.id, Paper.facts, Paper.facts_sha256).where(Paper.forgotten_at.is_(None))
    for number, facts, frozen in session.execute(kept.order_by(Paper.id)):
        if digest(facts) != frozen:
            yield f"paper {number}: its facts are not those that were frozen"
