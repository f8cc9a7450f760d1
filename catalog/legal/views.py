"""Privacy, complaints, terms, contact: each drawn from the rules that rooms follow, so that page and site agree."""

from datetime import timedelta

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from catalog.legal import labels
from catalog.reports.rules import CONFIRM_WITHIN, WORKING_DAYS
from foundation.config.settings import Settings
from foundation.i18n.languages import Lang
from foundation.privacy.personal_data import current_answers
from foundation.privacy.purposes import asked
from foundation.privacy.retention import current_rules
from foundation.privacy.rules import COOLING_OFF, DAYS, EXTENSION_DAYS_MAX, REPLY_WORKING_DAYS
from foundation.signin.cookies import DEVICE_DAYS
from foundation.web.installation import today
from foundation.web.routing import current_lang, localized_route

legal = Blueprint("legal", __name__, template_folder="templates")

LETTERS = "letters"
"""The rule for installations without mail."""


@localized_route(legal, "/{privacy}")
def privacy() -> ResponseReturnValue:
    """Show what is held about people, what for, how long, who sees it, and what they may ask (Law 91/2025/QH15)."""
    settings = _settings()
    rules = [rule for rule in current_rules() if rule.what != LETTERS or settings.smtp_url is None]
    return render_template(
        "legal/privacy.html",
        labels=labels,
        held=[answer.words for answer in reversed(current_answers())],
        purposes=asked(today()).values(),
        rules=rules,
        days=DAYS,
        reply_within=REPLY_WORKING_DAYS,
        extension=EXTENSION_DAYS_MAX,
        cooling_off=COOLING_OFF.days,
        device_days=DEVICE_DAYS,
        Lang=Lang,
        spoken=current_lang(),
    )


@localized_route(legal, "/{complaints}")
def complaints() -> ResponseReturnValue:
    """How to report and complain, and until when the answer comes."""
    return render_template(
        "legal/complaints.html",
        labels=labels,
        working_days=sorted(WORKING_DAYS.items(), key=lambda pair: pair[1]),
        confirm_within=CONFIRM_WITHIN.days,
        kept=_days("report_senders"),
        days=DAYS,
        reply_within=REPLY_WORKING_DAYS,
        extension=EXTENSION_DAYS_MAX,
    )


@localized_route(legal, "/{terms}")
def terms() -> ResponseReturnValue:
    """Show what this site is and is not."""
    return render_template("legal/terms.html")


@localized_route(legal, "/{contact}")
def contact() -> ResponseReturnValue:
    """Who operates it and how to reach whom."""
    return render_template("legal/contact.html")


def _days(what: str) -> int:
    lasts: timedelta = next(rule.lasts for rule in current_rules() if rule.what == what)
    return lasts.days


def _settings() -> Settings:
    found: Settings = current_app.config["OCOP_SETTINGS"]
    return found
