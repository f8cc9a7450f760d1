"""Finding a producer's record by its name and place."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers.models import PRODUCER, Producer
from catalog.representation.queries import producers_by_id
from foundation.i18n.text import fold
from foundation.search.analysis import words
from foundation.search.index import SearchIndex, SearchUnavailable
from foundation.search.query import WORDS_MAX, Query, plain_terms

MOST = 20


def find(session: Session, index: SearchIndex, text: str) -> list[Producer]:
    """Return producers whose name and place have the words, best first; from the records where there is no index."""
    asked = Query(
        terms=plain_terms(text),
        typed=tuple(words(text)[:WORDS_MAX]),
        kind=PRODUCER,
        per_page=MOST,
        any_word=True,
    )
    if not asked.terms:
        return []
    try:
        return producers_by_id(session, [hit.number for hit in index.search(asked).hits])
    except SearchUnavailable:
        return _by_name(session, text)


def _by_name(session: Session, text: str) -> list[Producer]:
    real = (~Producer.is_demo, Producer.merged_into_id.is_(None))
    named = [Producer.name_key.contains(word, autoescape=True) for word in fold(text).split()[:WORDS_MAX]]
    found = session.scalars(select(Producer.id).where(*real, *named).order_by(Producer.sort_key).limit(MOST))
    return producers_by_id(session, list(found))
