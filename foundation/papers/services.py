"""Asking for papers, and forgetting them."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.files.services import discard
from foundation.outbox.services import enqueue
from foundation.papers.models import Paper
from foundation.papers.rules import VIETNAMESE, PaperKind, digest, frozen

MAKE = "papers.make"


def request_paper(
    session: Session,
    actor: Actor,
    kind: PaperKind,
    facts: object,
    *,
    dated: date,
    language: str = VIETNAMESE,
    province: str | None = None,
) -> Paper:
    """Freeze facts for a paper, which the worker makes after this transaction.

    Raises `NoTemplate`; TypeError for facts of another kind.
    """
    if type(facts) is not kind.facts:
        raise TypeError(f"{kind.name} is made of {kind.facts.__name__}, not of {type(facts).__name__}")
    template, kept = kind.template(dated, language=language, province=province), frozen(facts)
    paper = Paper(
        kind=kind.name,
        edition=template.edition,
        language=template.language,
        province_code=template.province,
        dated_on=dated,
        facts=kept,
        facts_sha256=digest(kept),
    )
    session.add(paper)
    session.flush()
    record(session, actor, "paper:freeze", paper.id, after={"paper": kind.name, "sha256": paper.facts_sha256})
    enqueue(session, MAKE, {"paper_id": paper.id}, dedupe_key=str(paper.id))
    return paper


def forget_paper(session: Session, actor: Actor, paper: Paper, *, now: datetime) -> None:
    """Drop the facts of a paper and its PDF: its digest stays, by which a printed one can still be told."""
    if paper.forgotten_at is not None:
        return
    file, paper.file, paper.made_at, paper.source_sha256 = paper.file, None, None, None
    paper.facts, paper.forgotten_at = {}, now
    session.flush()
    if file is not None:
        discard(session, actor, file, now=now)
    record(session, actor, "paper:forget", paper.id)
