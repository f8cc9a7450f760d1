"""The description of the API as a page can draw it. Pure functions of the OpenAPI document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]

_METHODS = {"get", "post", "put", "patch", "delete"}
"""Beside these a path holds what they share."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of an answer; `shape` names another shape it is made of."""

    name: str
    kind: str
    words: str = ""
    required: bool = False
    nullable: bool = False
    choices: tuple[str, ...] = ()
    shape: str | None = None


@dataclass(frozen=True, slots=True)
class ResponseDescription:
    """An answer by its status."""

    status: str
    words: str
    shape: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked at one address."""

    method: str
    path: str
    title: str
    words: str
    asked: tuple[Field, ...]
    answers: tuple[ResponseDescription, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return "".join(c if c.isalnum() else "-" for c in self.path.strip("/"))


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape answers are made of."""

    name: str
    fields: tuple[Field, ...]


def operations(document: Node) -> tuple[Operation, ...]:
    """Everything that can be asked."""
    return tuple(
        _operation(document, method, path, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
        if method in _METHODS
    )


def shapes(document: Node) -> tuple[Shape, ...]:
    """Return the shapes that answers use, by name."""
    known: Node = document.get("components", {}).get("schemas", {})
    return tuple(Shape(name, tuple(_fields(document, schema))) for name, schema in sorted(known.items()))


def _operation(document: Node, method: str, path: str, told: Node) -> Operation:
    shared = document["paths"][path].get("parameters", ())
    asked = [_resolved(document, one) for one in (*shared, *told.get("parameters", ()))]
    return Operation(
        method.upper(),
        path,
        told.get("summary", ""),
        told.get("description", ""),
        tuple(
            _field(
                document, one["name"], one["schema"], needed=one.get("required", False), words=one.get("description")
            )
            for one in asked
        ),
        tuple(_answer(document, status, _resolved(document, one)) for status, one in told["responses"].items()),
    )


def _answer(document: Node, status: str, told: Node) -> ResponseDescription:
    bodies = list(told.get("content", {}).values())
    return ResponseDescription(
        status, told.get("description", ""), _field(document, "", bodies[0]["schema"]).shape if bodies else None
    )


def _fields(document: Node, schema: Node) -> Iterator[Field]:
    needed = set(schema.get("required", ()))
    for name, told in schema.get("properties", {}).items():
        yield _field(document, name, told, needed=name in needed)


def _field(document: Node, name: str, told: Node, *, needed: bool = False, words: str | None = None) -> Field:
    kinds = told.get("type", "")
    named = {kinds} if isinstance(kinds, str) else set(kinds)
    inner = next((one for key in ("anyOf", "allOf", "oneOf") for one in told.get(key, ()) if "$ref" in one), told)
    nullable = "null" in named or any(one.get("type") == "null" for one in told.get("anyOf", ()))
    of_many = "array" in named
    shape = (told.get("items", {}) if of_many else inner).get("$ref")
    kind = told.get("format") or ", ".join(sorted(named - {"null", ""}))
    choices = told.get("enum") or _resolved(document, inner).get("enum") or ()
    return Field(
        name,
        kind if not of_many else "array",
        words or told.get("description", ""),
        needed,
        nullable,
        tuple(str(one) for one in choices if one is not None),
        shape.rpartition("/")[2] if shape else None,
    )


def _resolved(document: Node, node: Node) -> Node:
    """Return what a reference inside the document stands for."""
    if "$ref" not in node:
        return node
    found: Node = document
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found
