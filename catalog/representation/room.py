"""Who speaks for a producer, as the house gets it."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from catalog.representation import doors, links, personal, services, tasks
from catalog.representation.notices import WORDS
from catalog.representation.queries import check_representation
from catalog.representation.retention import delete_old_proofs
from catalog.representation.views import representation
from catalog.representation.views_desk import representation_desk
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Check, Job, PersonalData, Retention, Room
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import DESK, OWN
from foundation.signin.roles import BUYER
from foundation.web.links import Link

ROOM = Room(
    name="catalog.representation",
    blueprints=(representation, representation_desk),
    policy=doors.POLICY,
    permissions={
        doors.DECIDE: _l("decide who speaks for a producer"),
        doors.SPEAK: _l("speak for a producer"),
    },
    jobs=(Job(services.NAME, lambda site: tasks.namer(site.today)),),
    checks=(Check("representation", lambda session, _: check_representation(session)),),
    notices=WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("For which producer you speak, and how you showed that you may."),
    ),
    retention=(
        Retention(
            "claim_proofs",
            timedelta(days=180),
            "whoever was refused, or is replaced, may contest it meanwhile",
            _l("Papers that showed for whom you speak, after the claim was decided"),
            lambda _: delete_old_proofs,
        ),
    ),
    audit=Audit(
        subjects={"producer-claim": _l("claim on a producer")},
        verbs={
            "producer-claim:lodge": _l("claim on a producer submitted"),
            "producer-claim:accept": _l("claim on a producer accepted"),
            "producer-claim:refuse": _l("claim on a producer refused"),
            "producer-claim:withdraw": _l("claim on a producer taken back"),
        },
        facts={"position": _l("position")},
    ),
    links=(
        Link(OWN, "representation.mine", _l("My records"), "basket"),
        Link(DESK, "representation_desk.listed", _l("Claims to producers’ records"), "user", doors.DECIDE),
    ),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Claim a producer’s record"),
                _l("Find the record of an enterprise, say who you are there and add a paper that shows it."),
                "representation.search",
                BUYER,
            ),
            DemoJob(
                _l("Decide who represents a producer"),
                _l("Look at the paper and accept or refuse the claim."),
                "representation_desk.listed",
                Role.COMMUNE_OFFICER,
            ),
        )
    ),
    handed={links.PAGES: lambda site: site.rooms.links(links.WORKSPACE)},
)
