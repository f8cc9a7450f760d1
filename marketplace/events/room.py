"""Fairs and events, as the house gets them."""

from flask_babel import lazy_gettext as _l

from foundation.permissions.rules import Role
from foundation.privacy.rules import Purpose
from foundation.rooms.house import Audit, Check, Job, PersonalData, Room, Sitemap
from foundation.rooms.parts import DemoJob, Parts, Searched, Section
from foundation.signin.links import DESK, OWN
from foundation.signin.roles import BUYER
from foundation.web.links import Link
from marketplace.events import doors, personal, roles, slots, tasks, views_desk, views_files, views_guide, views_work
from marketplace.events.api import events_api
from marketplace.events.documents import EventRecords
from marketplace.events.models import EVENT
from marketplace.events.notices import ANNOUNCE, WORDS
from marketplace.events.parts import section
from marketplace.events.preparing import events_desk, events_own
from marketplace.events.queries import check_events
from marketplace.events.sitemap import SECTIONS
from marketplace.events.views import events
from marketplace.events.views_calendar import events_calendar
from marketplace.events.views_interests import events_interests

PAGES = (views_desk, views_files, views_guide, views_work)
"""Pages that put themselves on the two blueprints of whoever prepares an event."""

ROOM = Room(
    name="marketplace.events",
    blueprints=(events, events_calendar, events_desk, events_own, events_interests),
    policy=doors.POLICY,
    roles=(roles.ORGANISER,),
    scope_kinds=roles.KINDS,
    permissions={
        doors.PREPARE: _l("prepare fairs and events"),
        doors.ENTER: _l("enter new fairs and events"),
        doors.RUN: _l("see the fairs and events one organises"),
        doors.PUBLISH: _l("publish, move and cancel fairs and events"),
    },
    checks=(Check("events", lambda session, site: check_events(session, site.today())),),
    jobs=(Job(ANNOUNCE, lambda site: tasks.news_job(site.today)),),
    notices=WORDS,
    purposes=frozenset({Purpose.NEWS}),
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("Which fairs you want to hear of; for officers and organisers, which events they wrote or published."),
    ),
    audit=Audit(
        subjects={EVENT: _l("event")},
        verbs={
            "event:add": _l("event entered"),
            "event:save": _l("event written"),
            "event:submit": _l("publishing of an event asked for"),
            "event:return": _l("event sent back"),
            "event:publish": _l("event published"),
            "event:discard": _l("draft of an event given up"),
            "event:correct": _l("event corrected"),
            "event:postpone": _l("event postponed"),
            "event:reschedule": _l("event moved to other days"),
            "event:cancel": _l("event cancelled"),
            "event:hold": _l("event was held"),
            "event:record": _l("results of an event told"),
            "event:publish-results": _l("results of an event published"),
            "event:add-item": _l("item added to a programme"),
            "event:remove-item": _l("item taken out of a programme"),
            "event:set-province": _l("province that comes to an event told"),
            "event:remove-province": _l("province taken out of an event"),
            "event:add-document": _l("document added to an event"),
            "event:remove-document": _l("document taken out of an event"),
            "event:add-photo": _l("photo added to an event"),
            "event:remove-photo": _l("photo taken out of an event"),
            "account:choose-events": _l("news of fairs chosen"),
            "event:set-filing": _l("step of a fair’s registration noted"),
        },
        facts={"step": _l("step"), "province": _l("province")},
    ),
    links=(
        Link("fairs", "events.listed", _l("All fairs and events")),
        Link("fairs", "events_calendar.shown", _l("Calendar")),
        Link(OWN, "events_interests.shown", _l("News of fairs"), "tent"),
        Link(DESK, "events_desk.listed", _l("Fairs and events"), "tent", doors.ENTER),
        Link(OWN, "events_own.mine", _l("My fairs and events"), "tent", doors.RUN),
    ),
    sitemap=Sitemap(("events.listed", "events_calendar.shown"), SECTIONS),
    parts=Parts(
        sections=(Section("events/_section.html", section),),
        searched=(Searched(lambda today: (EventRecords(today),)),),
        api=(events_api,),
        demo=(
            DemoJob(
                _l("Find a fair"),
                _l("By a time as you say it, by a province of today or of before, in a calendar or on a map."),
                "events.listed",
            ),
            DemoJob(
                _l("Hear of new fairs"),
                _l("Of which provinces and product groups you want to hear."),
                "events_interests.shown",
                BUYER,
            ),
            DemoJob(
                _l("Keep your fair up to date"),
                _l("Programme, provinces, documents on a phone; afterwards what came of it."),
                "events_own.mine",
                roles.FAIR_ORGANISER,
            ),
            DemoJob(
                _l("Enter a fair or training"),
                _l("A commune enters what happens there, with the clocks of registering it."),
                "events_desk.new",
                Role.COMMUNE_OFFICER,
            ),
            DemoJob(
                _l("Publish a fair as the second officer"),
                _l("One waits: look at it, send it back or publish it. Move it, call it off, tell what came of it."),
                "events_desk.listed",
                Role.PROVINCE_OFFICER,
            ),
        ),
    ),
    handed={slots.EXTENSION: lambda site: tuple(one for one in site.rooms.parts.slots if one.of == EVENT)},
)
