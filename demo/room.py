"""The demonstration, as the house gets it: its commands, and the page that says what can be tried."""

from flask_babel import lazy_gettext as _l

from demo import views, views_bank, views_stripe
from demo.cli import cli
from demo.payments import FEES
from demo.stripe_books import books_at
from foundation.rooms.house import Room
from foundation.rooms.parts import DemoJob, Parts, Section
from foundation.web.links import Link

ROOM = Room(
    name="demo",
    blueprints=(views.trying,),
    is_public=True,
    links=(Link("trying", "demo.shown", _l("What you can try here")),),
    commands=(cli,),
    parts=Parts(
        sections=(Section("demo/_section.html", views.section),),
        payment_purposes=(FEES,),
        card_wires=(lambda site: books_at(site.settings),),
        demo=(
            DemoJob(
                _l("Pay a fee by VietQR"),
                _l("Open the page of a fee with its code, pay it at the illustrative bank, and see it booked."),
                views_bank.BANK,
            ),
            DemoJob(
                _l("Pay a fee by card"),
                _l("Choose a fee, pay it at the illustrative Stripe as from abroad, and see it booked at once."),
                views_stripe.FEES,
            ),
        ),
    ),
    handed={views.EXTENSION: lambda site: site.rooms.parts.demo},
)
