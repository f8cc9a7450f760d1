"""What producers say of their products, as the house gets it."""

from flask_babel import lazy_gettext as _l

from catalog.producers.roles import PRODUCER_MEMBER
from catalog.profiles import doors, personal
from catalog.profiles.notices import WORDS
from catalog.profiles.queries import check_profiles
from catalog.profiles.views import profiles
from catalog.profiles.views_certifications import certifications
from catalog.profiles.views_contact import contact
from catalog.profiles.views_desk import profiles_desk
from catalog.profiles.views_photos import photos
from catalog.representation.links import WORKSPACE
from foundation.permissions.rules import Role
from foundation.privacy.rules import Purpose
from foundation.rooms.house import Audit, Check, PersonalData, Room
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import DESK
from foundation.web.links import Link

ROOM = Room(
    name="catalog.profiles",
    blueprints=(profiles, photos, certifications, contact, profiles_desk),
    policy=doors.POLICY,
    permissions={doors.MODERATE: _l("check what producers say")},
    checks=(Check("profiles", lambda session, _: check_profiles(session)),),
    notices=WORDS,
    purposes=frozenset({Purpose.PUBLIC_CONTACT}),
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("What you wrote about products: story, prices, photos."),
    ),
    audit=Audit(
        subjects={"profile": _l("what a producer says")},
        verbs={
            "profile:submit": _l("description submitted"),
            "profile:take-back": _l("description taken back"),
            "profile:send-back": _l("description sent back"),
            "product:describe": _l("description published"),
        },
        facts={"fields": _l("what changed"), "photos": _l("photos")},
    ),
    links=(
        Link(WORKSPACE, "profiles.overview", _l("Photos, story, prices"), "camera"),
        Link(DESK, "profiles_desk.listed", _l("Producers’ words to look at"), "edit", doors.MODERATE),
    ),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Describe a product"),
                _l("Photos, story, prices and certifications of a producer’s products, from a phone too."),
                "representation.mine",
                PRODUCER_MEMBER,
            ),
            DemoJob(
                _l("Look at what producers say"),
                _l("Publish a description or send it back with words."),
                "profiles_desk.listed",
                Role.COMMUNE_OFFICER,
            ),
        )
    ),
)
