"""Doors and predicates taken away one at a time, in memory, so that a test can see whether anybody notices."""

import ast
import copy
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import CodeType, FunctionType, ModuleType
from typing import Any

from flask import Flask

from foundation.permissions import guard
from foundation.permissions.policy import Basis, Holds, Policy
from foundation.permissions.rules import EVERYWHERE, Jurisdiction, Role, Scope
from foundation.web.doors import EXTENSION as DOORS
from foundation.web.doors import HALFWAY, PUBLIC, SIGNED_IN
from wsgi import HOUSE

INSTALLED = "install"
"""Functions of this name have run when the site is there; what they hung up is given beside the module."""

WEAKER: Mapping[str, tuple[str, ...]] = {HALFWAY: (PUBLIC,), SIGNED_IN: (PUBLIC, HALFWAY)}
"""What a door could be opened to; one with a permission to all of these and to whoever is signed in."""


def opened(said: str) -> tuple[str, ...]:
    """The doors that are weaker than this one."""
    return () if said == PUBLIC else WEAKER.get(said, (PUBLIC, HALFWAY, SIGNED_IN))


@contextmanager
def door_opened(app: Flask, endpoint: str, to: str) -> Iterator[None]:
    """An endpoint behind a weaker door."""
    doors = app.extensions[DOORS]
    before, doors[endpoint] = doors[endpoint], to
    yield
    doors[endpoint] = before


def regranted(policy: Policy) -> Iterator[tuple[str, Role, Policy]]:
    """The policy with one role more, or one less, in one permission."""
    for permission, predicates in policy.rules.items():
        for role in HOUSE.roles:
            held = [one for one in predicates if role in getattr(one, "roles", ())]
            changed = [_less_one(one, role) if one in held else one for one in predicates]
            more = changed if held else [*predicates, Holds(frozenset({role}))]
            yield permission, role, Policy({**policy.rules, permission: tuple(more)})


def _less_one(predicate: Any, role: Role) -> Any:
    """The same with one role less, whichever kind of predicate names roles."""
    return replace(predicate, roles=predicate.roles - {role})


@contextmanager
def policy_instead(app: Flask, policy: Policy) -> Iterator[None]:
    """Another policy behind the doors."""
    before = app.extensions[guard.EXTENSION]
    app.extensions[guard.EXTENSION] = policy
    yield
    app.extensions[guard.EXTENSION] = before


@dataclass(frozen=True, slots=True)
class Mutant:
    """A function of a view's module without one of the things that keep somebody out."""

    function: FunctionType
    what: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.function.__module__}.{self.function.__qualname__}: {self.what}"

    def is_view_of(self, endpoint: str) -> bool:
        """Whether it is the endpoint's own view that was changed."""
        return endpoint.rpartition(".")[2] == self.function.__name__

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Let it stand in place of the function."""
        before, names = self.function.__code__, self.function.__globals__
        self.function.__code__ = self.code
        names |= {_UNASKED.__name__: _UNASKED, _UNLIMITED.__name__: _UNLIMITED}
        yield
        self.function.__code__ = before
        del names[_UNASKED.__name__], names[_UNLIMITED.__name__]


def mutants(module: ModuleType, more: Iterable[Callable[..., object]] = ()) -> Iterator[Mutant]:
    """Every function of a module without each `if … abort`, each alternative of its condition, each question asked."""
    functions = [one for one in (*vars(module).values(), *more) if isinstance(one, FunctionType)]
    for function in functions:
        if function.__module__ != module.__name__ or function.__name__ == INSTALLED:
            continue
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        for what, changed in _changes(tree):
            yield Mutant(function, what, _compiled(changed, function))


def view_modules(app: Flask, endpoints: Iterable[str]) -> dict[str, set[str]]:
    """The modules of these endpoints' views and what these share with others, with the endpoints of each."""
    found: dict[str, set[str]] = {}
    for endpoint in endpoints:
        own = app.view_functions[endpoint].__module__
        for name in {own, *(_shared(sys.modules[own]) if own in sys.modules else ())}:
            found.setdefault(name, set()).add(endpoint)
    return {name: found[name] for name in sorted(found) if name in sys.modules}


def _shared(module: ModuleType) -> Iterator[str]:
    """The modules of its room that turn somebody away as a view does, and from which it has a function."""
    room = module.__name__.rpartition(".")[0]
    used = {one.__module__ for one in vars(module).values() if isinstance(one, FunctionType)} - {module.__name__}
    for name in used:
        if name.rpartition(".")[0] == room and {"permit", "abort"} & vars(sys.modules[name]).keys():
            yield name


def _changes(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """(what was taken away, the tree without it)."""
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.If) and _turns_away(node):
            condition = ast.unparse(node.test)
            yield f"without `if {condition}`", _edited(tree, number, _dropped)
            if isinstance(node.test, ast.BoolOp):
                for part in range(len(node.test.values)):
                    words = ast.unparse(node.test.values[part])
                    yield f"without `{words}` in `if {condition}`", _edited(tree, number, _without(part))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _INSTEAD:
            yield f"without asking `{ast.unparse(node)}`", _edited(tree, number, _unasked)


def _turns_away(node: ast.If) -> bool:
    inside = [part for statement in node.body for part in ast.walk(statement)]
    calls = [part.func for part in inside if isinstance(part, ast.Call)]
    names = {getattr(call, "id", getattr(call, "attr", "")) for call in calls}
    return bool(names & {"abort", "unauthorized"}) or any(isinstance(part, ast.Raise) for part in inside)


def _edited(tree: ast.Module, number: int, edit: Callable[[ast.AST], None]) -> ast.Module:
    changed = copy.deepcopy(tree)
    edit(list(ast.walk(changed))[number])
    return ast.fix_missing_locations(changed)


def _dropped(node: ast.AST) -> None:
    assert isinstance(node, ast.If)
    node.body, node.orelse = [ast.Pass()], node.orelse
    # The condition stays: a name it shares with the function around must go on being one.


def _without(part: int) -> Callable[[ast.AST], None]:
    def edit(node: ast.AST) -> None:
        assert isinstance(node, ast.If)
        assert isinstance(node.test, ast.BoolOp)
        del node.test.values[part]
        if len(node.test.values) == 1:
            node.test = node.test.values[0]

    return edit


def _unasked(node: ast.AST) -> None:
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    node.func.id = _INSTEAD[node.func.id]


def _compiled(tree: ast.Module, function: FunctionType) -> CodeType:
    """The code of the function; what it closes over are arguments of a function around it."""
    [inner] = tree.body
    assert isinstance(inner, ast.FunctionDef)
    inner.decorator_list = []
    free = function.__code__.co_freevars
    if free:
        around = ast.parse(f"def around({', '.join(free)}): pass").body[0]
        assert isinstance(around, ast.FunctionDef)
        around.body, tree.body = [inner], [around]
    outer = compile(ast.fix_missing_locations(tree), function.__code__.co_filename, "exec")
    for _ in range(2 if free else 1):
        outer = next(part for part in outer.co_consts if isinstance(part, CodeType))
    return outer


def _UNASKED(permission: str, where: Jurisdiction) -> Basis:  # noqa: N802 - a name no view has
    """Instead of `permit`: whatever speaks for the visitor, wherever the record belongs."""
    del where
    found = guard.current_who()
    policy = guard.current_policy()
    grounds = list(policy._grounds(found, permission))
    return grounds[0] if grounds else Basis(EVERYWHERE)


def _UNLIMITED(permission: str) -> Scope:  # noqa: N802 - a name no view has
    """Instead of `scope`: everything."""
    del permission
    return EVERYWHERE


_INSTEAD = {"permit": _UNASKED.__name__, "scope": _UNLIMITED.__name__}
