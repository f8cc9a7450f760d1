"""Reporting without an account: the form, the letter's link, and what became of it."""

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from catalog.reports.forms import ReportForm
from catalog.reports.labels import kind_label, refusal_words, state_label
from catalog.reports.queries import by_digest
from catalog.reports.rules import CLOSED, WORKING_DAYS, Kind, Refusal, State, read_page
from catalog.reports.services import confirm, send
from foundation.accounts.keys import token_digest
from foundation.accounts.rules import RateLimit, network, read_email
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.signin.attempts import throttled_message
from foundation.signin.entry import count_attempt
from foundation.signin.identity import keys
from foundation.web.doors import PUBLIC, door
from foundation.web.installation import today
from foundation.web.routing import current_lang, localized_route
from foundation.workflow.rules import Refused

_EVERY = timedelta(minutes=30)

reports = Blueprint("reports", __name__, template_folder="templates")


@localized_route(reports, "/{report}")
@door(PUBLIC)
def form() -> ResponseReturnValue:
    """Show the form; it remembers from which page somebody came."""
    asked = request.args.get("loai", "")
    filled = ReportForm(kind=asked if asked in tuple(Kind) else Kind.ERROR.value)
    filled.page.data = read_page(request.args.get("trang", "")) or ""
    return _form_page(filled)


@localized_route(reports, "/{report}", methods=["POST"])
@door(PUBLIC)
def form_post() -> ResponseReturnValue:
    """Keep it and send a letter; a program that fills in the trap is answered the same and nothing is kept."""
    filled, at = ReportForm(), now()
    filled.validate()
    email = read_email(filled.email.data or "")
    if email is None and not filled.email.errors:
        filled.email.errors = [_("This is not an email address.")]
    if filled.errors or email is None:
        return _form_page(filled)
    if filled.nickname.data:
        return render_template("reports/sent.html", email=email)
    if waiting := count_attempt(current_db(), _lanes(email), at):
        filled.email.errors = [throttled_message(waiting)]
        return _form_page(filled), 429
    with current_db().unit_of_work() as records:
        told = {"kind": Kind(filled.kind.data), "text": filled.text.data, "page": filled.page.data or ""}
        send(records, **told, email=email, language=current_lang(), now=at)
    return render_template("reports/sent.html", email=email)


@localized_route(reports, "/{report}/<token>")
@door(PUBLIC)
def link(token: str) -> ResponseReturnValue:
    """Show the page behind the letter's link: to confirm it, later to read what became of it."""
    return _link_page(token)


@localized_route(reports, "/{report}/<token>", methods=["POST"])
@door(PUBLIC)
def link_post(token: str) -> ResponseReturnValue:
    """Confirm it."""
    try:
        with current_db().unit_of_work() as records:
            confirm(records, token=token, now=now(), today=today())
    except Refused as refused:
        return _link_page(token, refused.of(Refusal))
    return _link_page(token)


def _form_page(filled: ReportForm) -> str:
    return render_template("reports/form.html", form=filled, days=WORKING_DAYS, Kind=Kind)


def _link_page(token: str, refused: Refusal | None = None) -> ResponseReturnValue:
    with current_db().reading() as records:
        sent = by_digest(records, token_digest(token), now())
    why = refused or (Refusal.TOO_OLD if sent is None else None)
    page = render_template(
        "reports/link.html",
        sent=sent,
        refused=refusal_words(why) if why else None,
        waits=bool(sent and sent.state is State.UNCONFIRMED),
        closed=bool(sent and sent.state in CLOSED),
        kind=kind_label,
        state=state_label,
    )
    return page, {"Cache-Control": "no-store"}


def _lanes(email: str) -> tuple[RateLimit, ...]:
    """Five letters to an address and twenty from a network, then slowly; the limits keep no address in clear."""
    hour = RateLimit(f"report:{keys().name_digest(email)}", 5, _EVERY)
    return (hour, RateLimit(f"report-from:{network(request.remote_addr or '')}", 20, _EVERY))
