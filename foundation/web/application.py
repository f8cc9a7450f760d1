"""Making a Flask application into a site of this house."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from markupsafe import Markup, escape
from werkzeug.middleware.proxy_fix import ProxyFix

from foundation.config.settings import Env, Settings
from foundation.i18n import formats
from foundation.i18n.catalogues import TRANSLATIONS, ensure_compiled
from foundation.i18n.content import Bilingual, Shown
from foundation.i18n.languages import DEFAULT, Lang
from foundation.i18n.messages import drawn_plural, marked_up
from foundation.i18n.messages import gettext as _
from foundation.web import assets, collisions, errors, form_tokens, queueing, responses, routing
from foundation.web.fragment_cache import FragmentCache
from foundation.web.links import Menus
from foundation.web.parameters import FILES_MAX
from foundation.web.requests import CleanRequest
from foundation.web.routing import canonical_pages, current_lang, same_page

UPLOAD_MAX = 25 * 1024 * 1024


def prepare(app: Flask, settings: Settings, menus: Menus) -> None:
    """Give an application what all pages share."""
    ensure_compiled()
    if settings.proxies:
        # An address decides how often a password may be tried: only the operator's own proxies are believed.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies)  # type: ignore[method-assign]
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=UPLOAD_MAX,
        MAX_FORM_PARTS=FILES_MAX,
        TRUSTED_HOSTS=_hosts(settings),
        BABEL_DEFAULT_LOCALE=DEFAULT.value,
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
    )
    app.jinja_options = app.jinja_options | {
        "undefined": StrictUndefined,
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # the default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined] # the same
    app.request_class = CleanRequest
    routing.install(app)
    Babel(app, locale_selector=lambda: current_lang().value)
    app.jinja_env.globals.update(_=marked_up, gettext=marked_up, ngettext=drawn_plural)
    form_tokens.install(app, https=settings.base_url.startswith("https://"))
    queueing.install(app)
    CSRFProtect(app)
    responses.install(app, https=settings.base_url.startswith("https://"))
    errors.install(app)
    collisions.install(app)
    app.register_blueprint(_pages())
    _templates(app, settings)
    _frame(app, settings, menus)


def _frame(app: Flask, settings: Settings, menus: Menus) -> None:
    """Return what stands around every page."""
    app.jinja_env.globals.update(
        nav=menus.main,
        menu_pages=menus.pages,
        foot=menus.foot,
        legal=menus.legal,
        trying=menus.trying,
        find=menus.find,
        report=menus.report,
        enter=menus.enter,
        operator=settings.operator,
        is_demonstration=settings.env is Env.DEMO,
        is_announced=settings.is_announced,
    )


def _hosts(settings: Settings) -> list[str] | None:
    """Names the site answers to in production, its own and this machine's for probes; elsewhere any name does."""
    if settings.env is not Env.PRODUCTION:
        return None
    return [urlsplit(settings.base_url).hostname or "", "localhost", "127.0.0.1"]


def _pages() -> Blueprint:
    blueprint = Blueprint("web", __name__, template_folder="templates")

    @blueprint.get("/")
    def choose() -> ResponseReturnValue:
        response = redirect(f"/{current_lang()}/")
        response.vary.add("Accept-Language")
        return response

    return blueprint


def _templates(app: Flask, settings: Settings) -> None:
    built = assets.build(settings.data_dir)
    assets.serve(app, built)
    app.jinja_env.add_extension(FragmentCache)
    app.jinja_env.globals.update(
        asset=built.url,
        base_url=settings.base_url,
        languages=tuple(Lang),
        same_page=same_page,
        canonical_pages=canonical_pages,
        today=settings.today,
    )
    app.jinja_env.filters.update(day=_day, month=_month, number=_number, bi=bilingual, marked=marked, host=_host)
    app.context_processor(lambda: {"lang": current_lang()})


def _day(value: date) -> str:
    return formats.day(value, current_lang())


def _month(value: date) -> str:
    return formats.month(value, current_lang())


def _number(value: Any) -> str:
    return formats.number(value, current_lang())


def _host(address: str) -> str:
    return (urlsplit(address).hostname or address).removeprefix("www.")


def bilingual(text: Bilingual, lang: Lang | None = None) -> Markup:
    """Return the text in the page's language; one that is there in Vietnamese only says so, to eyes and ears.

    Who writes dozens of texts names the language, which is to be the page's.
    """
    shown = text.shown(lang or current_lang())
    return _said(shown, escape(shown.text))


def marked(pieces: Iterable[tuple[str, bool]]) -> Markup:
    """Return a text in pieces, with those marked that are what was asked for."""
    drawn = (f"<mark>{escape(piece)}</mark>" if is_asked else escape(piece) for piece, is_asked in pieces)
    return Markup("".join(drawn))  # noqa: S704 - every piece is escaped


def shown_as(text: Bilingual, words: Markup, lang: Lang) -> Markup:
    """Render a text by `words`, with what has to be said of its language to readers of a page in `lang`."""
    return _said(text.shown(lang), words)


def _said(shown: Shown, words: Markup) -> Markup:
    if not shown.is_fallback:
        return words
    return Markup(
        '<span lang="{}">{}</span> <small class="in" aria-hidden="true">{}</small><span class="sr"> ({})</span>'
    ).format(shown.lang, words, shown.lang.upper(), _("in Vietnamese"))
