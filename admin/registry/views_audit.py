"""The audit: who did what to records within one's scope, when and why."""

from collections.abc import Iterator

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.registry.audit import COLUMNS, AuditWording, exported, limit_of, read_asked
from admin.registry.doors import READ_AUDIT
from admin.registry.words import subject_words, subjects, verb_words, verbs
from foundation.audit.queries import chain, entries, entry_by_id
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import scope
from foundation.tables.writing import table_answer
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.paging import Paging, page_number
from foundation.web.routing import current_lang

PER_PAGE = 50

registry_audit = Blueprint("registry_audit", __name__, url_prefix="/admin/nhat-ky", template_folder="templates")


@registry_audit.get("")
@door(READ_AUDIT)
def listed() -> ResponseReturnValue:
    """Show the entries within one's scope, the newest first, and how the chain stands."""
    number = page_number(request.args.get("page"))
    with current_db().reading() as records:
        asked = read_asked(records, request.args, today())
        limit = limit_of(scope(READ_AUDIT), asked.place_id)
        total, rows = entries(records, limit, asked.filters, page=max(number, 1), per_page=PER_PAGE)
        paging = Paging(total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        return render_template(
            "registry/audit.html",
            rows=rows,
            told=AuditWording(records, rows, current_lang()),
            asked=asked,
            paging=paging,
            chain=chain(records, now()),
            subjects=subjects(),
            verbs=verbs(),
            verb_words=verb_words,
            subject_words=subject_words,
            address=lambda page: url_for(".listed", **{**asked.typed, "page": page}),
        )


@registry_audit.get("/tai-ve")
@door(READ_AUDIT)
def download() -> ResponseReturnValue:
    """Show the same entries as a file."""
    with current_db().reading() as records:
        asked = read_asked(records, request.args, today())
    limit = limit_of(scope(READ_AUDIT), asked.place_id)

    def rows() -> Iterator[tuple[object, ...]]:
        with database.reading() as reading:
            yield from exported(reading, limit, asked.filters)

    database = current_db()
    return table_answer(f"nhat-ky-{today()}", COLUMNS, rows())


@registry_audit.get("/<int:entry_id>")
@door(READ_AUDIT)
def shown(entry_id: int) -> ResponseReturnValue:
    """One entry with what was and what became of it."""
    with current_db().reading() as records:
        entry = entry_by_id(records, limit_of(scope(READ_AUDIT), None), entry_id)
        if entry is None:
            abort(404)
        return render_template(
            "registry/entry.html",
            entry=entry,
            told=AuditWording(records, [entry], current_lang()),
            verb_words=verb_words,
            subject_words=subject_words,
        )
