"""Rooms declare themselves: the list holds every room, all that is declared is used, and nobody else looks at it."""

import ast
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from grimp import build_graph

import catalog
from foundation.config.settings import Settings
from foundation.db.database import Database
from foundation.rooms.composing import compose
from foundation.rooms.house import House, Room, Site
from foundation.rooms.parts import Parts
from tests.contracts.test_tree import OURS, ROOT, TREES, imported
from wsgi import HOUSE, ROOMS

DECLARES = {"models", "personal", "doors", "notices", "tasks", "cli", "api", "views"}
"""Files of a room that has something to declare."""

ROOT_LINES = 150


def packages() -> Iterator[str]:
    """Every package that is a room by what lies in it."""
    for path in OURS:
        of, name = path.relative_to(ROOT).parent.parts, path.stem
        if len(of) in {1, 2} and (name == "room" or name.partition("_")[0] in DECLARES) and of[-1] != "translations":
            yield ".".join(of)


def test_the_list_names_every_room() -> None:
    assert len(ROOMS) == len(set(ROOMS))
    assert set(ROOMS) == set(packages())
    assert tuple(room.name for room in HOUSE.rooms) == ROOMS


def test_the_list_goes_from_the_ground_up() -> None:
    """A room stands above all it imports: in this order data are loaded."""
    graph = build_graph("foundation", "catalog", "marketplace", "admin", "demo")
    wrong = [
        f"{lower} stands before {higher} and imports it"
        for place, lower in enumerate(ROOMS)
        for higher in ROOMS[place + 1 :]
        for path in graph.find_modules_that_directly_import(higher, as_package=True)
        if path.startswith(f"{lower}.") and not path.endswith(".room")
    ]
    assert wrong == []


def test_nobody_imports_a_declaration() -> None:
    """The root asks for it by name; import-linter says the same of what it can see."""
    for path, tree in TREES.items():
        assert not [name for name in imported(path) if name.endswith(".room")], path
        names = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(tree)}
        if path in OURS and path.name != "wsgi.py":
            assert "import_module" not in names, path


def test_only_declarations_and_what_composes_them_see_the_site() -> None:
    for path in OURS:
        sees = any(
            name.name == "Site"
            for node in ast.walk(TREES[path])
            if isinstance(node, ast.ImportFrom) and node.module == "foundation.rooms.house"
            for name in node.names
        )
        inside = path.name == "room.py" or path.parent == ROOT / "foundation/rooms" or path == ROOT / "wsgi.py"
        assert inside or not sees, path


def test_the_root_is_a_list() -> None:
    assert len((ROOT / "wsgi.py").read_text(encoding="utf-8").splitlines()) <= ROOT_LINES


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_everything_a_room_declares_is_asked_for(
    settings: Settings, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kind of declaration or of part that nobody collects would be said in vain."""
    asked: set[str] = set()
    for watched in (Room, Parts):
        _watch(monkeypatch, watched, asked)
    compose("wsgi", Site.at(settings, db, House(HOUSE.rooms, HOUSE.titles)))
    assert {one.name for kind in (Room, Parts) for one in fields(kind)} - asked == set()


def _watch(monkeypatch: pytest.MonkeyPatch, kind: type, asked: set[str]) -> None:
    """Note which fields of a declaration are read."""

    def noted(self: object, name: str) -> object:
        asked.add(name)
        return object.__getattribute__(self, name)

    monkeypatch.setattr(kind, "__getattribute__", noted)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_new_room_is_one_package_and_one_line(
    settings: Settings, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "catalog" / "songs"
    room.mkdir(parents=True)
    (room / "__init__.py").write_text('"""Songs of producers."""\n', encoding="utf-8")
    declaration = "from foundation.rooms.house import Room\n\nROOM = Room(name='catalog.songs')\n"
    (room / "room.py").write_text(declaration, encoding="utf-8")
    monkeypatch.setattr(catalog, "__path__", [*catalog.__path__, str(room.parent)])
    root = (ROOT / "wsgi.py").read_text(encoding="utf-8")
    line = '    "catalog.storefront",\n'
    assert root.count(line) == 1
    app = _of(tmp_path, root.replace(line, line + '    "catalog.songs",\n')).create_app(settings, db)
    assert isinstance(app, Flask)
    assert "catalog.songs.room" in sys.modules
    for name in ("catalog.songs", "catalog.songs.room"):
        del sys.modules[name]


def _of(folder: Path, text: str) -> ModuleType:
    """The root with a line more, as a module of its own."""
    path = folder / "root.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("root", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
