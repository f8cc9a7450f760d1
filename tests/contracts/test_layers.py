"""What each kind of file may do, for every room alike; a planted breach of each rule is found."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.test_tree import OURS, ROOT, TREES

WORLDLY = {
    "sqlalchemy",
    "flask",
    "flask_babel",
    "flask_login",
    "flask_wtf",
    "flask_smorest",
    "stripe",
    "whoosh",
    "obstore",
    "typst",
    "fontTools",
}
"""Libraries through which something happens: databases, requests, payments, indexes, files."""

CLOCK = re.compile(r"\b(date\.today|datetime\.(now|utcnow|today)|time\.(time|monotonic)|now)\(")
SAYS_RULES = re.compile(r"(^|_)rules($|_)")
SAYS_PURE = re.compile(r"\bPure\b")
IMPURE_NAMES = re.compile(r"models|views|services")
WRITES = {"add", "add_all", "delete", "flush", "merge", "commit", "bulk_save_objects", "bulk_insert_mappings"}
STATEMENTS = {"insert", "update", "delete"}


def is_pure(path: Path, tree: ast.Module) -> bool:
    """Whether a module says that it holds rules, by its name or by its own words."""
    if IMPURE_NAMES.search(path.stem):
        return False
    return bool(SAYS_RULES.search(path.stem) or SAYS_PURE.search(ast.get_docstring(tree) or ""))


def impurities(tree: ast.Module) -> Iterator[str]:
    """Through what a module would touch the world: libraries, the clock."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from (name for name in names if name.split(".")[0] in WORLDLY)
        elif isinstance(node, ast.Call) and CLOCK.match(f"{ast.unparse(node.func)}("):
            yield ast.unparse(node)


OUR_VIEWS = re.compile(r"(foundation|catalog|marketplace|admin)\..*\.views(_\w+)?")


def views_imported(tree: ast.Module) -> Iterator[str]:
    """The modules of views that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
            yield from (name for name in names if OUR_VIEWS.fullmatch(name))


def writes(tree: ast.Module) -> Iterator[str]:
    """What a module does to records."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            if ast.unparse(node.func.value) in {"session", "records"}:
                yield ast.unparse(node)
        elif isinstance(node.func, ast.Name) and node.func.id in STATEMENTS:
            yield ast.unparse(node)


def test_what_says_that_it_is_rules_touches_nothing() -> None:
    pure = [path for path in OURS if is_pure(path, TREES[path])]
    assert len(pure) > 40
    found = {str(path.relative_to(ROOT)): list(impurities(TREES[path])) for path in pure}
    assert {path: what for path, what in found.items() if what} == {}


def test_views_are_imported_by_the_declarations_of_rooms_alone() -> None:
    found = {str(path.relative_to(ROOT)): list(views_imported(TREES[path])) for path in OURS if path.name != "room.py"}
    assert {path: names for path, names in found.items() if names} == {}


def test_queries_never_write() -> None:
    looked = [path for path in OURS if path.stem.startswith("queries")]
    assert len(looked) > 10
    found = {str(path.relative_to(ROOT)): list(writes(TREES[path])) for path in looked}
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (impurities, "from sqlalchemy.orm import Session"),
        (impurities, "import flask.views"),
        (impurities, "def day(): return date.today()"),
        (views_imported, "from catalog.reports.views import page"),
        (views_imported, "from catalog.profiles import views_photos"),
        (writes, "def found(session): session.add(1)"),
        (writes, "session.execute(delete(Product))"),
    ],
)
def test_a_breach_is_found(look: object, words: str) -> None:
    assert list(look(ast.parse(words)))  # type: ignore[operator]
