"""Papers, as the house gets them."""

from flask_babel import lazy_gettext as _l

from foundation.papers.queries import check_papers
from foundation.papers.rules import kinds_by_name
from foundation.papers.services import MAKE
from foundation.papers.tasks import maker
from foundation.rooms.house import Audit, Check, Job, Room

ROOM = Room(
    name="foundation.papers",
    jobs=(
        Job(
            MAKE,
            lambda site: maker(
                site.storage, site.settings.data_dir / "papers/fonts", kinds_by_name(site.rooms.parts.papers)
            ),
        ),
    ),
    checks=(Check("papers", lambda session, _: check_papers(session)),),
    audit=Audit(
        subjects={"paper": _l("paper")},
        verbs={"paper:freeze": _l("paper asked for"), "paper:forget": _l("paper forgotten")},
        facts={"paper": _l("paper")},
    ),
)
