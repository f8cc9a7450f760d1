"""Working on one announcement from the desk: what is done to it, and the page that shows how it stands then."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.announcements.doors import APPROVE, WRITE
from catalog.announcements.forms import forms_of_page
from catalog.announcements.labels import refusal_words, state_label
from catalog.announcements.models import Announcement, Version
from catalog.announcements.queries import (
    announcement_by_id,
    attachments,
    last_version,
    public_versions,
    table,
)
from catalog.announcements.rules import Refusal, State, is_author, is_public
from catalog.announcements.showing import AnnouncementContext
from catalog.certificates.check_code import printed
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.forms import Form
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

Read = TypeVar("Read")


Act = Callable[[Session, Actor, Announcement, Read], object]


def work(
    announcement_id: int,
    act: Act[Read],
    read: Callable[[], Read | None],
    form: Form | None = None,
    needs: str = WRITE,
) -> ResponseReturnValue:
    """Do something to an announcement, and show how it stands then."""
    return perform(
        lambda records, *, to_change: found(records, announcement_id, to_change=to_change),
        lambda about: permitted(about, needs),
        act,
        read,
        lambda refused: one_page(announcement_id, form, refused),
        lambda _: _onward(announcement_id),
    )


def _onward(announcement_id: int) -> ResponseReturnValue:
    with current_db().reading() as records:
        gone = last_version(records, announcement_id) is None
    return redirect(url_for("announcements_desk.listed") if gone else address_of(announcement_id))


def address_of(announcement_id: int) -> str:
    """Its page, also for views of files, which stand in a blueprint of their own."""
    return url_for("announcements_desk.shown", announcement_id=announcement_id)


def found(records: Session, announcement_id: int, *, to_change: bool = False) -> Announcement:
    """Return the announcement, whatever its state."""
    about = announcement_by_id(records, announcement_id, lock=to_change)
    if about is None:
        abort(404)
    return about


def permitted(about: Announcement, needs: str = WRITE) -> Actor:
    """Who works on it; one of another province is not there."""
    return permit(needs, Jurisdiction(place_id=about.place_id))


def one_page(announcement_id: int, form: Form | None = None, refused: Refused | None = None) -> str:
    """Return the page of one announcement, with what was typed into one of its forms."""
    with current_db().reading() as records:
        about = found(records, announcement_id)
        actor = permitted(about)
        version, at = at_hand(records, announcement_id), now()
        files = attachments(records, [version.id])[version.id]
        return render_template(
            "announcements/work.html",
            page=AnnouncementContext(records),
            announcement=about,
            version=version,
            public=public_versions(records, about, at),
            files=files,
            rows=table(records, about),
            state=state_words(version, at),
            is_out=is_public(version.state, version.publish_at, at),
            wrote=is_author(version.standing(), actor),
            may_approve=scope(APPROVE).allows(Jurisdiction(place_id=about.place_id)),
            refused=refusal_words(refused.of(Refusal)) if refused else None,
            form=form,
            printed=printed,
            State=State,
            **forms_of_page(form),
        )


def at_hand(records: Session, announcement_id: int) -> Version:
    """Return the version the desk works on; an announcement whose only draft was given up is not there any more."""
    version = last_version(records, announcement_id)
    if version is None:
        abort(404)
    return version


def state_words(version: Version, at: datetime) -> str:
    """Return where a version stands at a moment, in words."""
    public = is_public(version.state, version.publish_at, at)
    return state_label(version.state, public=public)
