"""Open data: the page with what, when and under which licence, the files themselves, the API in words."""

import gzip

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable

from catalog.opendata.describing import operations, shapes
from catalog.opendata.dumps import current_dumps
from catalog.opendata.linked_data import catalogue_data
from catalog.opendata.rules import LICENCE, LICENCE_URL, Format, Written
from foundation.web.openapi import description
from foundation.web.routing import current_lang, localized_route

open_data = Blueprint("open_data", __name__, template_folder="templates")

_AGAIN_S = 60


@localized_route(open_data, "/{open-data}")
def listed() -> ResponseReturnValue:
    """Every dataset with its files, their columns, their day and their licence."""
    dumps = current_dumps()
    edition = dumps.edition()
    return render_template(
        "opendata/open_data.html",
        datasets=dumps.datasets,
        edition=edition,
        formats=tuple(Format),
        licence=LICENCE,
        licence_url=LICENCE_URL,
        data=catalogue_data(dumps.datasets, edition, dumps.base_url, current_lang()),
    )


@localized_route(open_data, "/{open-data}/{api}")
def documentation() -> ResponseReturnValue:
    """Show what programs can ask, from the very description they read."""
    told = description()
    return render_template("opendata/api.html", operations=operations(told), shapes=shapes(told))


@open_data.get("/open-data/<name>")
def file(name: str) -> ResponseReturnValue:
    """One file, as it was packed when it was written; not yet there in the first moments of an installation."""
    dumps = current_dumps()
    key, _, form = name.rpartition(".")
    if form not in tuple(Format) or key not in {one.key for one in dumps.datasets}:
        abort(404)
    edition = dumps.edition()
    if edition is None:
        raise ServiceUnavailable(retry_after=_AGAIN_S)
    return _delivered(f"ocop-{key}-{edition.as_of}.{form}", Format(form), edition.files[name])


def _delivered(name: str, form: Format, one: Written) -> Response:
    packed = request.accept_encodings.best_match(["gzip"]) == "gzip"
    answer = Response(mimetype=form.mimetype)
    # A content has one name for each way of packing it: what was kept of one must not pass for the other.
    answer.set_etag(f"{one.digest[:32]}{'-gzip' if packed else ''}")
    answer.last_modified = one.changed_at
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Link"] = f'<{LICENCE_URL}>; rel="license"'
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.vary.add("Accept-Encoding")
    answer.make_conditional(request)
    if answer.status_code == 200:  # noqa: PLR2004 - well known
        content = current_dumps().content(one)
        answer.set_data(content if packed else gzip.decompress(content))
        if packed:
            answer.headers["Content-Encoding"] = "gzip"
    return answer
