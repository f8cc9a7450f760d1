"""Recording producers."""

from sqlalchemy.orm import Session

from catalog.producers.models import Producer
from catalog.producers.rules import identity_key, producer_type
from foundation.i18n.text import normalize_spaces, slug, sort_key


def add_producer(
    session: Session,
    *,
    name: str,
    former_province_code: str,
    province_code: str,
    place_id: int,
    commune_text: str | None = None,
    is_demo: bool = False,
) -> Producer:
    """Record a producer under the name its source gives; its kind is what the name states.

    `place_id` is the most precise unit that is certain. The caller has made sure that no producer
    with this key stands in this former province: the database refuses a second one.
    """
    name = normalize_spaces(name)
    producer = Producer(
        name=name,
        name_key=identity_key(name, is_demo=is_demo),
        slug=slug(name),
        sort_key=sort_key(name),
        kind=producer_type(name),
        former_province_code=former_province_code,
        province_code=province_code,
        place_id=place_id,
        commune_text=commune_text,
        is_demo=is_demo,
    )
    session.add(producer)
    return producer
