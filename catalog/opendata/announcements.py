"""Announcements of provinces and the ministry as JSON."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from catalog.announcements.forms import read_asked, unread
from catalog.announcements.models import Attachment, Version
from catalog.announcements.queries import attachments, page_of
from catalog.announcements.showing import AnnouncementContext
from catalog.opendata.announcement_schemas import AnnouncementPage, AnnouncementQuery
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.languages import Lang
from foundation.web.openapi import refuse
from foundation.web.routing import set_language

announcements_api = Blueprint(
    "opendata_announcements", __name__, url_prefix="/api/v1", description="What provinces and the ministry announce."
)


@announcements_api.route("/announcements")
class Announcements(MethodView):
    """Announcements as a list."""

    @announcements_api.arguments(AnnouncementQuery, location="query")
    @announcements_api.response(200, AnnouncementPage)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List what is public now, the newest first; a correction shows its newest words and its reason."""
        set_language(Lang(query["lang"]))
        with current_db().reading() as session:
            page = AnnouncementContext(session, Lang(query["lang"]))
            refuse(unread(request.args, page.places, page.today))
            asked = read_asked(request.args, page.places, page.today)
            found, total = page_of(session, asked, now(), page=query["page"], per_page=query["per_page"])
            files = attachments(session, [one.id for one in found])
            items = [_item(page, one, files[one.id]) for one in found]
        return {"total": total, "page": query["page"], "per_page": query["per_page"], "items": items}


def _item(page: AnnouncementContext, version: Version, files: Sequence[Attachment]) -> dict[str, Any]:
    of, unit = version.announcement, page.unit(version.announcement)
    title, text = version.named.shown(page.lang), version.bilingual.shown(page.lang)
    return {
        "id": of.id,
        "kind": of.kind.value,
        "title": title.text,
        "text": text.text,
        "language": title.lang.value,
        "province_code": unit.code if unit else None,
        "province": unit.title.shown(page.lang).text if unit else None,
        "decision": of.decision,
        "published_at": of.published_at,
        "updated_at": version.publish_at,
        "correction": version.reason,
        "files": [_file(page, version, one) for one in files],
        "url": page.absolute(page.address(version)),
    }


def _file(page: AnnouncementContext, version: Version, one: Attachment) -> dict[str, Any]:
    where: dict[str, Any] = {"slug": version.slug, "announcement_id": version.announcement_id, "attachment_id": one.id}
    path = url_for("announcements.attached", **where, lang=page.lang)
    said = {"label": one.label, "media_type": one.file.media_type.value, "size": one.file.size}
    return {**said, "url": page.absolute(path)}
