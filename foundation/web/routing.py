"""Addresses with the language in the path."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, g, request, url_for
from werkzeug.routing import IntegerConverter, Map, PathConverter, UnicodeConverter, ValidationError

from foundation.i18n.hygiene import LOST, strip_invisible
from foundation.i18n.languages import DEFAULT, Lang, localized, of_path
from foundation.web.parameters import repeatable
from foundation.web.requests import NUMBER_MAX

View = TypeVar("View", bound=Callable[..., Any])

EXTENSION = "ocop_languages"


@dataclass(frozen=True, slots=True)
class Unmarked:
    """For pages whose address names no language: which one the reader chose, and where to choose another.

    Both answer None for addresses they know nothing of.
    """

    chosen: Callable[[], Lang | None]
    switch: Callable[[Lang], str | None]


def localized_route(blueprint: Blueprint, pattern: str, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
    """Register a page under each language's own words: `/{products}/<int:id>` → /vi/san-pham/1, /en/products/1."""

    def register(view: View) -> View:
        for lang, rule in localized(pattern).items():
            blueprint.add_url_rule(rule, view.__name__, view, defaults={"lang": lang.value}, methods=list(methods))
        return view

    return register


def current_lang() -> Lang:
    """Return the language of the page being made: its path's, else what the reader's browser prefers."""
    lang: Lang | None = g.get("lang")
    if lang is None:
        preferred = request.accept_languages.best_match([lang.value for lang in Lang])
        chosen = _unmarked().chosen() if of_path(request.path) is None else None
        lang = g.lang = of_path(request.path) or chosen or Lang(preferred or DEFAULT)
        g.lang_preferred = of_path(request.path) is None
    return lang


def set_language(lang: Lang) -> None:
    """Answer in this language, where something other than the path or the browser decides."""
    g.lang = lang


def same_page(lang: Lang) -> str:
    """Return the address of this very page in another language; the home page where it has no other."""
    return _here(lang, repeatable(request.args))


def canonical_pages(query: Mapping[str, Sequence[str]]) -> dict[Lang, str]:
    """Return the address of this page in each language; `query` is the part of its query that matters."""
    pairs = [(name, value) for name, values in query.items() for value in values]
    return {lang: _here(lang, pairs) for lang in Lang}


def _here(lang: Lang, query: list[tuple[str, str]]) -> str:
    if request.endpoint is None or of_path(request.path) is None:
        return _unmarked().switch(lang) or f"/{lang}/"
    path = url_for(request.endpoint, **{**(request.view_args or {}), "lang": lang.value})
    # The query is the reader's: as arguments of url_for its names could replace a part of the path or the scheme.
    return f"{path}?{urlencode(query)}" if query else path


class RecordNumber(IntegerConverter):
    """A number in an address: one no database could hold names no record, as any other that is not there."""

    regex = "[0-9]{1,19}"

    def __init__(self, map: Map, **limits: Any) -> None:  # noqa: A002 - the library's name
        super().__init__(map, **{"max": NUMBER_MAX, **limits})


class Word(UnicodeConverter):
    """A word in an address; one with what is no text names nothing."""

    def to_python(self, value: str) -> str:
        """Return the word as it stands in the address."""
        return _text(value)


class Words(PathConverter):
    """The same with slashes."""

    def to_python(self, value: str) -> str:
        """Return the words as they stand in the address."""
        return _text(value)


def _text(value: str) -> str:
    if LOST in strip_invisible(value):
        raise ValidationError(value)
    return value


def install(app: Flask) -> None:
    """Take `lang` out of what views get and put it into the addresses they build."""
    app.url_map.converters |= {"int": RecordNumber, "default": Word, "string": Word, "path": Words}

    @app.url_value_preprocessor
    def take(endpoint: str | None, values: dict[str, Any] | None) -> None:
        del endpoint
        if values and "lang" in values:
            g.lang = Lang(values.pop("lang"))

    # Kept with the application: it must not outlive it. Addresses are all known before the first request.
    @cache
    def has_language(endpoint: str) -> bool:
        return any("lang" in (rule.defaults or {}) for rule in app.url_map.iter_rules(endpoint))

    @app.url_defaults
    def give(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and has_language(endpoint):
            values["lang"] = current_lang().value

    @app.after_request
    def depend(response: Response) -> Response:
        # Where the path names no language the browser's wish decided, and a cache has to know.
        if g.get("lang_preferred"):
            response.vary.add("Accept-Language")
        return response


def _unmarked() -> Unmarked:
    nothing = Unmarked(lambda: None, lambda _: None)
    found: Unmarked = current_app.extensions.get(EXTENSION, nothing)
    return found
