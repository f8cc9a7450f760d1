"""The file to fill in is one the reader knows, whatever the language."""

import pytest
from flask import Flask
from flask_babel import force_locale

from catalog.intake.columns import PRODUCTS
from foundation.i18n.languages import Lang


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("lang", Lang)
def test_each_heading_of_the_file_to_fill_in_means_its_field(app: Flask, lang: Lang) -> None:
    with app.test_request_context(), force_locale(lang):
        heads = {field: str(PRODUCTS.labels[field]) for field in PRODUCTS.template}
    assert {field: PRODUCTS.meaning([head]) for field, head in heads.items()} == {field: field for field in heads}
