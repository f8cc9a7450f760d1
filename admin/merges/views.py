"""Merging producers: which may be one, what would move, and taking it back."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from admin.merges.labels import obstacle_words
from admin.merges.queries import likely_pairs, merge_by_id, merges, producers_named
from admin.merges.services import against, merge, undo
from catalog.intake.doors import VERIFY
from catalog.producers.merging import Hooks, Obstacle
from catalog.producers.models import Producer
from catalog.producers.queries import producer_by_id
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.requests import record_number
from foundation.workflow.rules import Refused

EXTENSION = "ocop_merge_hooks"

merges_desk = Blueprint("merges", __name__, url_prefix="/admin/xac-minh/gop-chu-the", template_folder="templates")


@merges_desk.get("")
@door(VERIFY)
def listed() -> ResponseReturnValue:
    """Show producers that may be one, a search for others, and the last merges."""
    words = request.args.get("q", "")[:100]
    kept = request.args.get("giu", type=record_number)
    with current_db().reading() as records:
        reach = scope(VERIFY)
        return render_template(
            "merges/list.html",
            pairs=likely_pairs(records, reach),
            found=producers_named(records, reach, words),
            words=words,
            kept=_permitted(records, kept)[0] if kept else None,
            done=merges(records, reach),
            too_late="xong" in request.args,
        )


@merges_desk.get("/<int:kept_id>/<int:merged_id>")
@door(VERIFY)
def shown(kept_id: int, merged_id: int) -> ResponseReturnValue:
    """Show what would become of the two."""
    return _page(kept_id, merged_id)


@merges_desk.post("/<int:kept_id>/<int:merged_id>")
@door(VERIFY)
def merge_post(kept_id: int, merged_id: int) -> ResponseReturnValue:
    """Make one of two."""
    try:
        with current_db().unit_of_work() as records:
            (kept, actor), (merged, _) = _permitted(records, kept_id), _permitted(records, merged_id)
            merge(records, actor, kept, merged, _hooks(), now=now())
    except Refused as refused:
        return _page(kept_id, merged_id, refused.all_of(Obstacle))
    except IntegrityError:  # a colleague merges the same in this moment
        return _page(kept_id, merged_id, (Obstacle.MERGED_ALREADY,))
    return redirect(url_for(".listed"))


@merges_desk.post("/<int:merge_id>/tach")
@door(VERIFY)
def undo_post(merge_id: int) -> ResponseReturnValue:
    """Make two of one again; where a colleague did so already, the list says it."""
    try:
        with current_db().unit_of_work() as records:
            done = merge_by_id(records, merge_id)
            if done is None:
                abort(404)
            actor = permit(VERIFY, Jurisdiction(place_id=done.kept.place_id))
            undo(records, actor, merge_id, _hooks(), now=now())
    except (Refused, IntegrityError):
        return redirect(url_for(".listed", xong=1))
    return redirect(url_for(".listed"))


def _page(kept_id: int, merged_id: int, refused: tuple[Obstacle, ...] = ()) -> str:
    with current_db().reading() as records:
        (kept, actor), (merged, _) = _permitted(records, kept_id), _permitted(records, merged_id)
        hooks = _hooks()
        why = refused or tuple(against(records, actor, kept, merged, hooks, now=now()))
        changes = [] if why else [change for hook in hooks for change in hook.changes(records, kept, merged)]
        return render_template(
            "merges/merge.html", kept=kept, merged=merged, changes=changes, why=why, words=obstacle_words
        )


def _permitted(records: Session, producer_id: int) -> tuple[Producer, Actor]:
    """Return the producer and who works on it; one of another province is not there."""
    found = producer_by_id(records, producer_id)
    if found is None:
        abort(404)
    return found, permit(VERIFY, Jurisdiction(place_id=found.place_id))


def _hooks() -> Hooks:
    hooks: Hooks = current_app.extensions[EXTENSION]
    return hooks
