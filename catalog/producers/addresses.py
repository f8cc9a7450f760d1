"""Where a producer's page lies, for rooms that stand below the pages."""

from catalog.producers.models import Producer
from foundation.i18n.languages import Lang, localized

_PAGES = localized("/{producers}/")


def producer_page(producer: Producer, lang: Lang) -> str:
    """Return the path of a producer's public page."""
    return f"{_PAGES[lang]}{producer.slug}-{producer.id}"
