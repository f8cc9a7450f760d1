"""Every endpoint says who may come in: a word on the view, or in the composition root for those of libraries."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Flask

PUBLIC = "public"
"""Everybody."""

HALFWAY = "halfway"
"""Whoever gave the right password; a second factor may still have to be set up."""

SIGNED_IN = "signed-in"
"""Whoever is signed in wholly."""

EXTENSION = "ocop_doors"

View = TypeVar("View", bound=Callable[..., Any])


class DoorMissingError(Exception):
    """An endpoint that does not say who may come in; the site does not start with it."""


def door(name: str) -> Callable[[View], View]:
    """Declare a view's door: PUBLIC, HALFWAY, SIGNED_IN, or the permission it needs."""

    def declare(view: View) -> View:
        view.__door__ = name  # type: ignore[attr-defined]
        return view

    return declare


def check_doors(app: Flask, others: Mapping[str, str], permissions: frozenset[str]) -> Mapping[str, str]:
    """Each endpoint's door; raises `DoorMissingError` naming those without one, or with one nobody knows.

    `others` are endpoints and whole blueprints (their name and a full stop) that cannot say it themselves.
    """
    found = {name: _door_of(name, view, others) for name, view in app.view_functions.items()}
    known = {PUBLIC, HALFWAY, SIGNED_IN, *permissions}
    wrong = sorted(f"{name}: {said or 'no door'}" for name, said in found.items() if said not in known)
    if wrong:
        raise DoorMissingError(", ".join(wrong))
    app.extensions[EXTENSION] = doors = {name: said for name, said in found.items() if said}
    return doors


def _door_of(endpoint: str, view: Callable[..., Any], others: Mapping[str, str]) -> str | None:
    said = getattr(view, "__door__", None) or getattr(getattr(view, "view_class", None), "__door__", None)
    return said or others.get(endpoint) or others.get(endpoint.rpartition(".")[0] + ".")
