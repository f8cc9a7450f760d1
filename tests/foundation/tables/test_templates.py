"""The files to fill in are ones the reader knows, whatever the language."""

import pytest
from flask import Flask
from flask_babel import force_locale

from foundation.i18n.languages import Lang
from foundation.tables.registry import current_lists


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("lang", Lang)
def test_each_heading_of_a_file_to_fill_in_means_its_field(app: Flask, lang: Lang) -> None:
    with app.test_request_context(), force_locale(lang):
        offered = [schema for schema in current_lists() if schema.template]
        assert {schema.name for schema in offered} == {"products", "outlets", "officers"}
        for schema in offered:
            heads = {field: str(schema.labels[field]) for field in schema.template}
            assert {field: schema.meaning([head]) for field, head in heads.items()} == {field: field for field in heads}
