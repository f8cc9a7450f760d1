"""What is the same in every test's site, made once for all tests of a process.

A test has a site, a database and a data folder of its own. What the site's templates and addresses are compiled to,
its static files and what it works out from the places do not depend on the test.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.engine import make_url
from werkzeug.routing import Rule

from foundation.places import datasets
from foundation.web import assets

Build = Callable[..., tuple[str, str]]


@contextmanager
def compiled_once(folder: Path) -> Iterator[None]:
    """Templates, addresses and static files are kept for the sites that come after."""
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(_made(folder / "pages")))}
    static = _made(folder / "static")
    compiled, kept = Rule._compile_builder, dict[tuple[Any, ...], Build]()

    def compile_once(rule: Rule, append_unknown: bool = True) -> Build:  # noqa: FBT002 - the library's own
        key = (rule.rule, rule.host, rule.subdomain, append_unknown, *sorted((rule.defaults or {}).items()))
        if key not in kept:
            kept[key] = compiled(rule, append_unknown)
        return kept[key]

    build = assets.build

    def build_once(data_dir: Path, source: Path = assets.SOURCE) -> assets.Assets:
        return build(static if source == assets.SOURCE else data_dir, source)

    Rule._compile_builder = compile_once  # type: ignore[method-assign, assignment]
    assets.build = build_once
    yield
    Rule._compile_builder, assets.build = compiled, build  # type: ignore[method-assign]


class Worked:
    """What was worked out from the datasets of a template, for the copies of it."""

    def __init__(self) -> None:
        self._known: dict[str, dict[tuple[str, Any], tuple[str, Any]]] = {}

    def hand_over(self, template: str, copy: str) -> None:
        """Let a copy begin with what its template's places and groups came to, or go on with that."""
        for (url, dataset, build), value in list(datasets._kept.items()):
            if url == make_url(template):
                self._known.setdefault(template, {})[dataset, build] = value
        for (dataset, build), value in self._known.get(template, {}).items():
            datasets._kept[make_url(copy), dataset, build] = value

    def forget(self, copy: str) -> None:
        """Let go what is known of a copy that is no more."""
        for key in [key for key in datasets._kept if key[0] == make_url(copy)]:
            del datasets._kept[key]


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
