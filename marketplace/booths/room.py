"""Booths of fairs, as the house gets them."""

from datetime import time, timedelta

from flask_babel import lazy_gettext as _l

from catalog.producers.roles import PRODUCER_MEMBER
from foundation.db.base import now
from foundation.outbox.rules import Daily, Interval
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Check, Job, PersonalData, Retention, Room
from foundation.rooms.parts import DemoJob, Parts, Slot
from foundation.signin.links import DESK, OWN
from foundation.web.links import Link
from marketplace.booths import (
    doors,
    fees,
    moving,
    parts,
    personal,
    printing,
    tasks,
    views_desk,
    views_evening,
    views_gate,
    views_guide,
    views_own,
    views_pages,
    views_plan,
    views_registrations,
)
from marketplace.booths.checking import check_booths
from marketplace.booths.notices import WORDS
from marketplace.booths.own import booths_own
from marketplace.booths.papers import PAPERS
from marketplace.booths.preparing import booths_desk, booths_fair
from marketplace.booths.views_public_plan import booths_plan
from marketplace.events.models import EVENT
from marketplace.events.roles import FAIR_ORGANISER

PAGES = (views_desk, views_evening, views_gate, views_guide, views_own, views_pages, views_plan, views_registrations)
"""Pages that put themselves on the three blueprints."""

ROOM = Room(
    name="marketplace.booths",
    blueprints=(booths_desk, booths_fair, booths_own, booths_plan),
    policy=doors.POLICY,
    permissions={
        doors.MANAGE: _l("prepare the booths of a fair and decide who has which"),
        doors.RUN: _l("see the booths of the fairs one organises"),
    },
    jobs=(
        Job(tasks.SWEEP, lambda _: tasks.sweeping_job(now), Interval(timedelta(minutes=5))),
        Job(tasks.MORNING, lambda site: tasks.morning_job(site.today, now), Daily(time(5))),
        Job(moving.PRINT, lambda site: printing.printing_job(site.settings.base_url, site.today, now)),
        Job(printing.PRINT_LIST, lambda site: printing.list_job(site.settings.base_url, site.today, now)),
    ),
    checks=(Check("booths", lambda session, _: check_booths(session)),),
    notices=WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("Booths you registered a producer for, whom organisers call; for organisers, what they decided and wrote."),
    ),
    retention=(
        Retention(
            "booth_people",
            timedelta(days=365),
            "questions and complaints after a fair; who stood where is nobody’s business later",
            _l("Whom organisers of a fair call, and names on badges"),
            lambda _: personal.forget_people,
        ),
    ),
    audit=Audit(
        subjects={
            "booth": _l("booth"),
            "booth-fair": _l("booths of a fair"),
            "booth-registration": _l("registration of a booth"),
        },
        verbs={
            "booth:hold": _l("booth held"),
            "booth:assign": _l("booth assigned"),
            "booth:pay": _l("booth paid"),
            "booth:release": _l("booth given back"),
            "booth-fair:set-up": _l("booths of a fair begun"),
            "booth-fair:edit": _l("rules of booths changed"),
            "booth-fair:set-rules": _l("criteria and quotas set"),
            "booth-fair:add-type": _l("type of booth added"),
            "booth-fair:edit-type": _l("type of booth corrected"),
            "booth-fair:remove-type": _l("type of booth taken away"),
            "booth-fair:add-programme": _l("programme of support entered"),
            "booth-fair:save-plan": _l("plan of booths saved"),
            "booth-fair:set-zone": _l("booths put into a zone"),
            "booth-fair:open": _l("registration of booths opened"),
            "booth-fair:close": _l("registration of booths closed"),
            "booth-fair:decide": _l("booths given by application"),
            "booth-fair:write": _l("letter to those who registered"),
            "booth-registration:begin": _l("registration of a booth begun"),
            "booth-registration:send": _l("registration of a booth sent"),
            "booth-registration:return": _l("more asked for"),
            "booth-registration:approve": _l("registration of a booth approved"),
            "booth-registration:decline": _l("registration of a booth not accepted"),
            "booth-registration:ask-for-money": _l("booth fee asked for"),
            "booth-registration:confirm": _l("taking part confirmed"),
            "booth-registration:lose-booth": _l("paid for a booth that is gone"),
            "booth-registration:expire": _l("booth fee not paid in time"),
            "booth-registration:pay-late": _l("booth fee came late"),
            "booth-registration:revive": _l("registration of a booth taken up again"),
            "booth-registration:check-in": _l("checked in at a fair"),
            "booth-registration:miss": _l("did not come to a fair"),
            "booth-registration:tell-day": _l("what came of a day at a booth told"),
            "booth-registration:withdraw": _l("registration of a booth withdrawn"),
            "booth-registration:cancel": _l("registration of a booth cancelled"),
            "booth-registration:wait": _l("put on the waiting list"),
            "booth-registration:offer": _l("booth offered to whoever waits"),
            "booth-registration:pass-over": _l("passed over on the waiting list"),
            "booth-registration:leave-line": _l("waiting list left"),
        },
        facts={
            "day": _l("day"),
            "count": _l("how many"),
            "registration": _l("registration"),
            "free": _l("booths left"),
            "fair": _l("fair"),
            "allocation": _l("how booths are given"),
            "booths": _l("booths"),
            "percent": _l("percent"),
        },
    ),
    links=(
        Link(OWN, "booths_own.mine", _l("My booths"), "tent", "producer:speak-for"),
        Link(OWN, "booths_fair.mine", _l("Booths of my fairs"), "tent", doors.RUN),
        Link(DESK, "booths_desk.listed", _l("Booths of fairs"), "tent", doors.MANAGE),
    ),
    parts=Parts(
        papers=PAPERS,
        payment_purposes=(fees.FEES,),
        slots=(
            Slot("booths/_slot.html", parts.event_slot, of=EVENT),
            Slot("booths/_product_slot.html", parts.product_slot),
        ),
        demo=(
            DemoJob(
                _l("Register for a booth"),
                _l("On a phone, page by page: the booth is held while you type; certificates are looked up."),
                "booths_own.mine",
                PRODUCER_MEMBER,
            ),
            DemoJob(
                _l("See the booths of fairs in your province"),
                _l("Who registered, who stands where, what is free; put in order what an organiser cannot."),
                "booths_desk.listed",
                Role.PROVINCE_OFFICER,
            ),
            DemoJob(
                _l("Give the booths of your fair"),
                _l("Types, plan, hours; approve, place, exchange, write to those who registered."),
                "booths_fair.mine",
                FAIR_ORGANISER,
            ),
        ),
    ),
)
