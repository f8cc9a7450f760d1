"""One's own notices, how they come, and the demonstration's letter box."""

import hmac
from email import message_from_bytes
from email.policy import default
from typing import cast

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.config.settings import Env, Settings
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.notices.queries import notices_of, rhythm_of, unread
from foundation.notices.rules import Rhythm, Words
from foundation.notices.services import choose_rhythm, read_all
from foundation.notices.tasks import unsubscribe_path
from foundation.signin.identity import current_account, keys
from foundation.web.doors import PUBLIC, SIGNED_IN, door
from foundation.web.loopback import is_local_request
from foundation.web.paging import Paging, page_number

EXTENSION = "ocop_notices"
PER_PAGE = 20
SHOWN = 50
"""Letters of the demonstration's box on one page, the newest."""

notices = Blueprint("signin_notices", __name__, url_prefix="/tai-khoan", template_folder="templates")


@notices.get("/thong-bao")
@door(SIGNED_IN)
def listed() -> ResponseReturnValue:
    """One's notices, newest first."""
    mine, number = current_account(), page_number(request.args.get("page"))
    words = cast("Words", current_app.extensions[EXTENSION])
    with current_db().reading() as records:
        total, rows = notices_of(records, mine.id, page=max(number, 1), per_page=PER_PAGE)
        paging = Paging(total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        said = [(row, words[row.kind](row.facts)) for row in rows]
        new, rhythm = unread(records, mine.id), rhythm_of(records, mine.id)
    return render_template(
        "signin/notices.html",
        notices=said,
        paging=paging,
        new=new,
        rhythm=rhythm,
        rhythms=tuple(Rhythm),
        address=lambda number: url_for(".listed", page=number),
    )


@notices.post("/thong-bao")
@door(SIGNED_IN)
def read() -> ResponseReturnValue:
    """All of them have been seen."""
    with current_db().unit_of_work() as records:
        read_all(records, records.get_one(Account, current_account().id), now=now())
    return redirect(url_for(".listed"))


@notices.post("/thong-bao/thu")
@door(SIGNED_IN)
def choose() -> ResponseReturnValue:
    """Set how often letters come."""
    wanted = request.form.get("rhythm", "")
    if wanted not in tuple(Rhythm):
        abort(400)
    with current_db().unit_of_work() as records:
        mine = records.get_one(Account, current_account().id)
        choose_rhythm(records, Actor(mine.id), mine, rhythm=Rhythm(wanted))
    return redirect(url_for(".listed"))


@notices.get("/thoi-thu/<int:account_id>-<mac>")
@door(PUBLIC)
def unsubscribe(account_id: int, mac: str) -> ResponseReturnValue:
    """Show the page behind a letter's last line; looking at it changes nothing."""
    _known(account_id, mac)
    return render_template("signin/unsubscribe.html", done=False)


@notices.post("/thoi-thu/<int:account_id>-<mac>")
@door(PUBLIC)
def unsubscribe_post(account_id: int, mac: str) -> ResponseReturnValue:
    """No more letters, without signing in."""
    _known(account_id, mac)
    with current_db().unit_of_work() as records:
        account = records.get(Account, account_id)
        if account is None:
            abort(404)
        choose_rhythm(records, Actor(account_id), account, rhythm=Rhythm.NEVER)
    return render_template("signin/unsubscribe.html", done=True)


@notices.get("/hop-thu-minh-hoa")
@door(PUBLIC)
def letter_box() -> ResponseReturnValue:
    """Letters and messages of a demonstration, which leave for nowhere; for who sits at this machine."""
    settings: Settings = current_app.config["OCOP_SETTINGS"]
    # Behind a proxy that says nothing of its visitors everybody seems to be here; a public site has one, or should.
    is_told_apart = settings.proxies or not settings.demo_public
    if settings.env is Env.PRODUCTION or not is_told_apart or not is_local_request(request.environ):
        abort(404)
    mails = sorted((settings.data_dir / "mail").glob("*.eml"), reverse=True)[:SHOWN]
    letters = [message_from_bytes(path.read_bytes(), policy=default) for path in mails]
    texts = sorted((settings.data_dir / "sms").glob("*.txt"), reverse=True)[:SHOWN]
    messages = [path.read_text(encoding="utf-8").partition("\n") for path in texts]
    return render_template("signin/letter_box.html", letters=letters, messages=messages)


def _known(account_id: int, mac: str) -> None:
    if not hmac.compare_digest(unsubscribe_path(keys(), account_id).rpartition("-")[2].encode(), mac.encode()):
        abort(404)
