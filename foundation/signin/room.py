"""Coming in and going out, as the house gets it."""

from flask_babel import lazy_gettext as _l

from foundation.accounts import tasks
from foundation.accounts.rules import AccountStatus
from foundation.notices.delivery import post, sms
from foundation.permissions.rules import Role
from foundation.rooms.house import Job, Room, Site
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin import doors, links, roles, views_notices
from foundation.signin.cli import cli
from foundation.signin.letters import first_letter, first_message, reset_letter, reset_message
from foundation.signin.notices import WORDS
from foundation.signin.views import signin
from foundation.signin.views_account import account
from foundation.signin.views_helper import helper
from foundation.web.links import Link


def _way_in(site: Site) -> tasks.Handler:
    settings, url = site.settings, site.settings.base_url
    ways = {
        AccountStatus.ACTIVE: tasks.WayIn(reset_letter(url), reset_message()),
        AccountStatus.INVITED: tasks.WayIn(first_letter(url), first_message(url)),
    }
    return tasks.way_in_sender(post(settings), sms(settings), site.keys, ways)


ROOM = Room(
    name="foundation.signin",
    roles=roles.RULES,
    blueprints=(signin, account, helper, views_notices.notices),
    policy=doors.POLICY,
    permissions={
        doors.OPEN_FOR_ANOTHER: _l("open an account for somebody"),
        doors.HAND_OVER_CODE: _l("hand over a code for a new password"),
    },
    jobs=(Job(tasks.RESET, _way_in),),
    notices=WORDS,
    links=(
        Link("mine", "signin_account.overview", _l("My account")),
        Link("enter", "signin.sign_in", _l("Sign in")),
    ),
    commands=(cli,),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Sign in and look after an account"),
                _l("Password, authenticator app, where you are signed in, which emails you get."),
                "signin_account.overview",
                roles.BUYER,
            ),
            DemoJob(
                _l("Open an account for somebody at the commune"),
                _l("For people without a phone or an address of their own; a code on paper confirms it."),
                "signin_helper.open_for",
                Role.COMMUNE_OFFICER,
            ),
        )
    ),
    handed={
        links.PAGES: lambda site: (*site.rooms.links(links.OWN), *site.rooms.links(links.DESK)),
        links.SIGN_IN_LINKS: lambda site: site.rooms.links(links.STRANGER),
        views_notices.EXTENSION: lambda site: site.rooms.words,
    },
)
