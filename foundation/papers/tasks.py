"""Making the PDF of papers, one at a time."""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.services import PreparedFile, keep, prepare_document
from foundation.files.storage import Storage
from foundation.papers.models import Paper
from foundation.papers.queries import is_due, paper_by_id
from foundation.papers.rules import PaperKind
from foundation.papers.typesetting import Typesetter, source_digest, source_of

Handler = Callable[[Database, Mapping[str, Any]], None]


@cache
def typesetter(folder: Path) -> Typesetter:
    """Return the one compiler of this process."""
    return Typesetter(folder)


def maker(storage: Storage, folder: Path, kinds: Mapping[str, PaperKind]) -> Handler:
    """Build the job that makes the PDF of a paper; setting it holds no transaction open."""

    def make(database: Database, payload: Mapping[str, Any]) -> None:
        with database.reading() as session:
            paper = paper_by_id(session, payload["paper_id"])
        if paper is None or not is_due(paper):
            return
        prepared, source = _set(paper, kinds[paper.kind], storage, folder)
        with database.unit_of_work() as session:
            again = paper_by_id(session, paper.id, lock=True)
            if again is not None and is_due(again):
                again.file, again.made_at = keep(session, SYSTEM, prepared, public=False), now()
                again.source_sha256 = source

    return make


def _set(paper: Paper, kind: PaperKind, storage: Storage, folder: Path) -> tuple[PreparedFile, str]:
    template = kind.named(paper.edition, language=paper.language, province=paper.province_code)
    source = source_of(template.path)
    pdf = typesetter(folder).pdf(source, paper.facts, language=paper.language, dated=paper.dated_on)
    prepared = prepare_document(storage, BytesIO(pdf), name=f"{kind.file}-{paper.id}.pdf")
    return prepared, source_digest(source)
