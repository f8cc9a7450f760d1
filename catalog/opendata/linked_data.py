"""The datasets as search engines for data read them (schema.org)."""

from typing import Any

from catalog.opendata.datasets import Dataset
from catalog.opendata.rules import LICENCE_URL, Edition, Format
from foundation.i18n.languages import Lang, localized

_PAGE = localized("/{open-data}")


def catalogue_data(datasets: tuple[Dataset, ...], edition: Edition | None, base_url: str, lang: Lang) -> dict[str, Any]:
    """Return a `DataCatalog` with every dataset and its files."""
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "url": base_url + _PAGE[lang],
        "license": LICENCE_URL,
        "dataset": [_dataset(one, edition, base_url) for one in datasets],
    }


def _dataset(one: Dataset, edition: Edition | None, base_url: str) -> dict[str, Any]:
    files = [
        {
            "@type": "DataDownload",
            "encodingFormat": form.mimetype,
            "contentUrl": f"{base_url}/open-data/{one.key}.{form}",
        }
        for form in Format
    ]
    told = {
        "@type": "Dataset",
        "name": str(one.title),
        "description": str(one.words),
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "variableMeasured": [column.name for column in one.columns],
        "distribution": files,
    }
    return told | ({"dateModified": edition.as_of.isoformat()} if edition else {})
