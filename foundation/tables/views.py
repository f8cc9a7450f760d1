"""The file to fill in of each kind of list, in both languages: its headings are those the reader knows."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from foundation.i18n.languages import Lang
from foundation.tables.registry import current_lists
from foundation.tables.writing import table_answer
from foundation.web.doors import SIGNED_IN, door

tables = Blueprint("tables", __name__, url_prefix="/admin/bang", template_folder="templates")


@tables.get("/mau")
@door(SIGNED_IN)
def template() -> ResponseReturnValue:
    """Return the file to fill in of the list and in the language that the address names."""
    lang, offered = request.args.get("ngon-ngu", Lang.VI), [one for one in current_lists() if one.template]
    name = request.args.get("danh-sach", offered[0].name)
    schema = next((one for one in offered if one.name == name), None)
    if schema is None or lang not in tuple(Lang):
        abort(404)
    with force_locale(lang):
        heads = [str(schema.labels[field]) for field in schema.template]
    return table_answer(f"ocop-{name}-{lang}", heads, [])
