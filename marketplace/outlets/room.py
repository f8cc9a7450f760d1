"""Points of sale, as the house gets them."""

from datetime import time

from flask_babel import lazy_gettext as _l

from foundation.outbox.rules import Daily
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Check, Job, PersonalData, Room, Sitemap
from foundation.rooms.parts import DemoJob, Named, Parts, Searched, Section, Slot
from foundation.signin.links import DESK, OWN
from foundation.web.links import Link
from marketplace.outlets import doors, personal, roles, tasks
from marketplace.outlets.api import outlets_api
from marketplace.outlets.columns import OUTLETS as LISTED
from marketplace.outlets.datasets import OUTLETS
from marketplace.outlets.documents import OutletKind
from marketplace.outlets.models import OUTLET
from marketplace.outlets.notices import WORDS
from marketplace.outlets.parts import found_by_name, page_of_named, section, slot
from marketplace.outlets.queries import check_outlets
from marketplace.outlets.sitemap import SECTIONS
from marketplace.outlets.views import outlets
from marketplace.outlets.views_desk import outlets_desk
from marketplace.outlets.views_guide import outlets_guide
from marketplace.outlets.views_inspections import outlets_inspections
from marketplace.outlets.views_lists import outlets_lists
from marketplace.outlets.views_map import outlets_map
from marketplace.outlets.views_operator import outlets_own
from marketplace.outlets.views_photos import outlets_photos

ROOM = Room(
    name="marketplace.outlets",
    blueprints=(
        *(outlets, outlets_map, outlets_desk, outlets_lists, outlets_own, outlets_photos, outlets_inspections),
        outlets_guide,
    ),
    policy=doors.POLICY,
    roles=(roles.OPERATOR,),
    scope_kinds=roles.KINDS,
    permissions={
        doors.KEEP: _l("enter, correct and inspect points of sale"),
        doors.APPROVE: _l("approve points of sale"),
        doors.RUN: _l("keep one’s own point of sale up to date"),
    },
    jobs=(Job(tasks.ASK, lambda site: tasks.confirmation_job(site.today), Daily(time(6))),),
    checks=(Check("outlets", lambda session, site: check_outlets(session, site.today())),),
    notices=WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("For officers: which points of sale they inspected."),
    ),
    audit=Audit(
        subjects={"outlet": _l("point of sale")},
        verbs={
            "outlet:add": _l("point of sale entered"),
            "outlet:edit": _l("point of sale corrected"),
            "outlet:approve": _l("point of sale approved"),
            "outlet:drop": _l("draft of a point of sale discarded"),
            "outlet:confirm": _l("point of sale confirmed"),
            "outlet:inspect": _l("point of sale inspected"),
            "outlet:add-evidence": _l("photo of an inspection added"),
            "outlet:remove-evidence": _l("photo of an inspection removed"),
            "outlet:add-support": _l("public money of a point of sale recorded"),
            "outlet:remove-support": _l("public money of a point of sale taken back"),
            "outlet:close": _l("point of sale closed"),
            "outlet:reopen": _l("point of sale reopened"),
            "outlet:set-hours": _l("hours of a point of sale changed"),
            "outlet:put-in": _l("product added at a point of sale"),
            "outlet:take-out": _l("product taken out at a point of sale"),
            "outlet:add-photo": _l("photo of a point of sale sent"),
            "outlet:publish-photo": _l("photo of a point of sale published"),
            "outlet:refuse-photo": _l("photo of a point of sale refused"),
            "outlet:remove-photo": _l("photo of a point of sale removed"),
        },
        facts={"dong": _l("sum in đồng"), "is_fine": _l("all in order"), "photo": _l("photo")},
    ),
    links=(
        Link("outlets", "outlets.listed", _l("Where to buy")),
        Link(DESK, "outlets_desk.listed", _l("Points of sale"), "store", doors.KEEP),
        Link(OWN, "outlets_own.mine", _l("My points of sale"), "store", doors.RUN),
    ),
    sitemap=Sitemap(("outlets.listed",), SECTIONS),
    parts=Parts(
        sections=(Section("outlets/_section.html", section),),
        slots=(Slot("outlets/_slot.html", slot),),
        searched=(Searched(lambda today: (OutletKind(today),)),),
        named=(Named(OUTLET, "outlets/_found.html", found_by_name, page_of_named),),
        api=(outlets_api,),
        datasets=(OUTLETS,),
        lists=(LISTED,),
        demo=(
            DemoJob(
                _l("Find a shop with OCOP products"),
                _l("By a place as you type it, by product, or open now."),
                "outlets.listed",
            ),
            DemoJob(
                _l("Keep a point of sale up to date"),
                _l("Say in one tap that it is still open, change its hours, add products by code or name."),
                "outlets_own.mine",
                roles.OUTLET_OPERATOR,
            ),
            DemoJob(
                _l("Approve and inspect points of sale"),
                _l("Add one, import a list, approve it, record what an inspection found."),
                "outlets_desk.listed",
                Role.PROVINCE_OFFICER,
            ),
        ),
    ),
)
