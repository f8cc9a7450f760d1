"""The desk of decisions: what is being entered, a new one with its table, the preview, the certificates."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from admin.decisions.forms import DecisionForm, ScanForm, reviews_from
from admin.decisions.labels import fault_words, place_words, refusal_words
from admin.decisions.models import DecisionEntry
from admin.decisions.preview import preview
from admin.decisions.queries import claimed_rows, entries, entry_by_id, lines_of, named_decisions
from admin.decisions.reading import as_text, pasted, rows_of
from admin.decisions.rules import Refusal, RowChoice, State, date_refused
from admin.decisions.services import NamedDecision, attach_scan, discard, enter, open_entry, save_reviews
from catalog.certificates.check_code import printed
from catalog.intake.columns import PRODUCTS
from catalog.intake.doors import VERIFY
from catalog.intake.matching import RowInput, RowMatch
from catalog.intake.queries import provinces
from catalog.regulations.labels import givers, level_label
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words as file_words
from foundation.files.receiving import count_upload, received_document
from foundation.files.rules import FileRefused
from foundation.files.sending import delivered
from foundation.files.services import PreparedFile
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import permit, scope, visitor
from foundation.permissions.rules import Jurisdiction
from foundation.places.models import Place
from foundation.tables import looking
from foundation.tables.drafts import SentTable, drafts_of, keep_draft
from foundation.tables.faults import UnreadableFile
from foundation.tables.labels import file_words as table_words
from foundation.tables.looking import sent_table
from foundation.tables.models import TableDraft
from foundation.tables.understood import Understood, understand
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import no_form, perform
from foundation.web.requests import record_number
from foundation.workflow.rules import Refused

decisions = Blueprint("decisions", __name__, url_prefix="/admin/xac-minh", template_folder="templates")

Read = TypeVar("Read")
Act = Callable[[Session, Actor, DecisionEntry, Read], Refused | None]


@decisions.get("/quyet-dinh")
@door(VERIFY)
def listed() -> ResponseReturnValue:
    """Decisions being entered, those that sources name, and those entered last."""
    with current_db().reading() as records:
        reach = scope(VERIFY)
        drafts, entered = entries(records, reach)
        named = named_decisions(records, reach)
    return render_template("decisions/list.html", drafts=drafts, entered=entered, named=named)


@decisions.get("/quyet-dinh/moi")
@door(VERIFY)
def new() -> ResponseReturnValue:
    """Show a form for a decision, filled with what sources say of it where they name it."""
    form = DecisionForm()
    with current_db().reading() as records:
        offered = provinces(records, scope(VERIFY))
        form.offer(offered)
        chosen = _asked(offered)
        form.place.data = chosen.id if chosen else None
        if chosen:
            form.authority.data = f"UBND {chosen.full_name[:1].lower()}{chosen.full_name[1:]}"
            form.number.data = request.args.get("so", "")[:200]
            form.table.data = as_text(_claimed(records, form.number.data, chosen))
    return _asking(form)


@decisions.post("/quyet-dinh/moi")
@door(VERIFY)
def new_post() -> ResponseReturnValue:
    """Keep the decision and its table, for the columns to be looked at.

    A file goes into the text where something else is refused: no browser sends it twice by itself.
    """
    form = DecisionForm()
    with current_db().reading() as records:
        form.offer(provinces(records, scope(VERIFY)))
    valid, sent = form.validate(), _sent(form)
    if valid and (why := date_refused(form.issued_on.data, today())):
        form.issued_on.errors = [refusal_words(why)]
        valid = False
    if not valid or sent is None:
        if sent and form.table_file.data:
            form.table.data = pasted(understand(sent.content, PRODUCTS, sent.choices))
        return _asking(form)
    about = {name: form[name].data for name in ("place", "level", "authority", "number")}
    about["issued_on"] = form.issued_on.data.isoformat()
    permit(VERIFY, Jurisdiction(place_id=about["place"]))
    with current_db().unit_of_work() as records:
        kept = keep_draft(records, visitor().account_id, PRODUCTS, sent, office=about["place"], now=now(), about=about)
    return redirect(url_for(".columns", draft_id=kept.id))


@decisions.get("/quyet-dinh/bang/<int:draft_id>")
@door(VERIFY)
def columns(draft_id: int) -> ResponseReturnValue:
    """Show what the table of a decision is understood as."""
    return looking.shown(_COLUMNS, draft_id)


@decisions.post("/quyet-dinh/bang/<int:draft_id>")
@door(VERIFY)
def columns_post(draft_id: int) -> ResponseReturnValue:
    """Keep what was said of the columns; with the button for it begin to enter the decision."""
    return looking.chosen(_COLUMNS, draft_id)


def _take(records: Session, draft: TableDraft, seen: Understood) -> int:
    about = draft.about
    place = records.get_one(Place, about["place"])
    day = date.fromisoformat(about["issued_on"])
    named = NamedDecision(about["authority"], about["level"], about["number"], day)
    actor = permit(VERIFY, Jurisdiction(place_id=place.id))
    rows = rows_of(seen.found) if seen.found else []
    return open_entry(records, actor, place, named, rows, now=now(), today=today()).id


_COLUMNS = looking.ColumnsPage(
    schema=PRODUCTS,
    endpoint="decisions.columns",
    door="decisions.new",
    crumbs=lambda: [
        (url_for("signin_account.overview"), _("My account")),
        (url_for("decisions.listed"), _("Decisions and certificates")),
        (url_for("decisions.new"), _("Enter a decision")),
    ],
    button=_l("Right: preview the rows"),
    take=_take,
    refused=lambda refused: refusal_words(refused.of(Refusal)),
    to=lambda entry_id: redirect(url_for("decisions.shown", entry_id=entry_id)),
)


@decisions.get("/quyet-dinh/<int:entry_id>")
@door(VERIFY)
def shown(entry_id: int) -> ResponseReturnValue:
    """Show the preview of a draft, or the certificates it became."""
    return _page(entry_id)


@decisions.post("/quyet-dinh/<int:entry_id>")
@door(VERIFY)
def save_post(entry_id: int) -> ResponseReturnValue:
    """Keep what was filled in and look again."""
    return _work(entry_id, _save, no_form)


@decisions.post("/quyet-dinh/<int:entry_id>/cap")
@door(VERIFY)
def enter_post(entry_id: int) -> ResponseReturnValue:
    """Keep what was filled in, and make certificates of it; where a row is open, what was filled in stays kept."""
    return _work(entry_id, _save_and_enter, no_form)


@decisions.post("/quyet-dinh/<int:entry_id>/bo")
@door(VERIFY)
def discard_post(entry_id: int) -> ResponseReturnValue:
    """Give a draft up."""
    return _work(entry_id, _discard, no_form, to=url_for(".listed"))


@decisions.get("/quyet-dinh/<int:entry_id>/ban-chup")
@door(VERIFY)
def scan(entry_id: int) -> ResponseReturnValue:
    """Show the scan of a decision."""
    with current_db().reading() as records:
        entry = _found(records, entry_id)
        _permitted(entry)
    if entry.scan is None:
        abort(404)
    return delivered(entry.scan)


@decisions.post("/quyet-dinh/<int:entry_id>/ban-chup")
@door(VERIFY)
def scan_post(entry_id: int) -> ResponseReturnValue:
    """Keep a scan; drawing it is slow and happens before the transaction."""
    form = ScanForm()
    return _work(entry_id, _attach, lambda: _prepared(form), form)


def _save(session: Session, actor: Actor, entry: DecisionEntry, _: object) -> None:
    save_reviews(session, actor, entry.id, reviews_from(request.form, lines_of(session, entry)), version=_version())


def _save_and_enter(session: Session, actor: Actor, entry: DecisionEntry, _: object) -> Refused | None:
    """Where what was kept cannot be entered, it stays kept, and the officer is told why."""
    kept = save_reviews(
        session, actor, entry.id, reviews_from(request.form, lines_of(session, entry)), version=_version()
    )
    try:
        with session.begin_nested():
            enter(session, actor, entry.id, version=kept.version, now=now(), today=today())
    except Refused as refused:
        return refused
    return None


def _discard(session: Session, actor: Actor, entry: DecisionEntry, _: object) -> None:
    discard(session, actor, entry.id, version=_version(), now=now())


def _attach(session: Session, actor: Actor, entry: DecisionEntry, prepared: PreparedFile) -> None:
    attach_scan(session, actor, entry.id, prepared)


def _prepared(form: ScanForm) -> PreparedFile | None:
    """Return the scan that was sent; why it is not taken stands beside its field."""
    if not form.validate():
        return None
    try:
        return received_document(form.scan.data)
    except FileRefused as refused:
        form.scan.errors = [file_words(refused.reason)]
        return None


def _version() -> int:
    """Return the entry as the officer saw it."""
    return request.form.get("version", type=record_number) or 0


def _work(
    entry_id: int,
    act: Act[Read],
    read: Callable[[], Read | None],
    scan_form: ScanForm | None = None,
    *,
    to: str | None = None,
) -> ResponseReturnValue:
    onward = to or url_for(".shown", entry_id=entry_id)
    return perform(
        lambda records, *, to_change: _found(records, entry_id, to_change=to_change),
        _permitted,
        act,
        read,
        lambda refused: _page(entry_id, refused, scan_form),
        lambda refused: _page(entry_id, refused) if refused else redirect(onward),
    )


def _asking(form: DecisionForm) -> str:
    with current_db().reading() as records:
        begun = drafts_of(records, visitor().account_id, PRODUCTS)
    return render_template("decisions/new.html", form=form, givers=givers(today()), begun=begun)


def _page(entry_id: int, refused: Refused | None = None, scan_form: ScanForm | None = None) -> str:
    with current_db().reading() as records:
        entry = _found(records, entry_id)
        _permitted(entry)
        draft = entry.state is State.DRAFT
        return render_template(
            "decisions/decision.html",
            entry=entry,
            draft=draft,
            seen=preview(records, entry) if draft else None,
            lines=() if draft else lines_of(records, entry),
            refused=refusal_words(refused.of(Refusal)) if refused else None,
            scan_form=scan_form or ScanForm(formdata=None),
            fault=fault_words,
            place=place_words,
            level=level_label,
            printed=printed,
            RowChoice=RowChoice,
            RowMatch=RowMatch,
            State=State,
        )


def _sent(form: DecisionForm) -> SentTable | None:
    """Return the table that was sent; why it is not taken stands beside its field."""
    try:
        if form.table_file.data:
            count_upload(form.table_file.data)
        sent = sent_table(PRODUCTS, form.table_file.data, form.table.data or "")
        if sent is None:
            form.table.errors = [refusal_words(Refusal.NO_ROWS)]
    except FileRefused as refused:
        form.table_file.errors = [file_words(refused.reason)]
        return None
    except UnreadableFile as unreadable:
        form.table_file.errors = [table_words(unreadable)]
        return None
    return sent


def _asked(offered: list[Place]) -> Place | None:
    """Return the province an address names, else the only one there is."""
    asked = request.args.get("tinh")
    return next((one for one in offered if one.code == asked), offered[0] if len(offered) == 1 else None)


def _claimed(records: Session, number: str | None, place: Place) -> list[RowInput]:
    return claimed_rows(records, number, place.code) if number else []


def _found(records: Session, entry_id: int, *, to_change: bool = False) -> DecisionEntry:
    return entry_by_id(records, entry_id, lock=to_change) or abort(404)


def _permitted(entry: DecisionEntry) -> Actor:
    """Who works on it; one of another province is not there."""
    return permit(VERIFY, Jurisdiction(place_id=entry.place_id))
