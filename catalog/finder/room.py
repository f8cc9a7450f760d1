"""Finding products, as the house gets it."""

from catalog.finder import beside, documents
from catalog.finder.cards import count_products
from foundation.rooms.house import Health, Room, Site
from foundation.rooms.parts import Parts, Searched


def _answers(site: Site) -> str | None:
    """Return what nearly every page asks; fails where there is no database or no table."""
    with site.database.reading() as session:
        count_products(session)
    return None


ROOM = Room(
    name="catalog.finder",
    health=(Health("database", _answers),),
    parts=Parts(
        searched=(
            Searched(
                lambda today: (
                    documents.ProductKind(today),
                    documents.ProducerKind(today),
                    documents.IllustrationKind(today),
                ),
                documents.COLUMNS,
                documents.ORDERS,
                documents.PRIOR,
            ),
        )
    ),
    handed={beside.EXTENSION: lambda site: site.rooms.parts.named},
)
