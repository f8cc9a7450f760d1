import gzip
import multiprocessing
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.web.assets import PREFIX, SOURCE, Assets, build
from tests.foundation.web.conftest import Make


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small folder of static files."""
    folder = tmp_path / "source"
    (folder / "fonts").mkdir(parents=True)
    (folder / "fonts" / "a.woff2").write_bytes(b"font" * 50)
    (folder / "site.css").write_text("@font-face { src: url(fonts/a.woff2); }\n" + "a { color: red; }\n" * 50)
    (folder / "icons.svg").write_text("<svg>" + "<path/>" * 100 + "</svg>")
    return folder


def _content(assets: Assets, name: str) -> bytes:
    return (assets.folder / assets.url(name).removeprefix(PREFIX)).read_bytes()


def test_an_address_changes_with_the_content_and_only_then(tmp_path: Path, source: Path) -> None:
    before = build(tmp_path, source)
    (source / "icons.svg").write_text("<svg/>")
    after = build(tmp_path, source)
    assert before.url("icons.svg") != after.url("icons.svg")
    assert before.url("site.css") == after.url("site.css")
    assert _content(before, "icons.svg") != _content(after, "icons.svg") == b"<svg/>"


def test_a_changed_font_changes_the_style_sheet_that_names_it(tmp_path: Path, source: Path) -> None:
    before = build(tmp_path, source)
    (source / "fonts" / "a.woff2").write_bytes(b"other")
    after = build(tmp_path, source)
    assert before.url("site.css") != after.url("site.css")
    assert f"url({after.url('fonts/a.woff2')})" in _content(after, "site.css").decode()


def test_a_folder_called_as_a_style_sheet_is_one(tmp_path: Path, source: Path) -> None:
    (source / "desk.css").mkdir()
    for name, words in (("2-b.css", "b {}"), ("1-a.css", "a { background: url(icons.svg); }\n")):
        (source / "desk.css" / name).write_text(words)
    built = build(tmp_path, source)
    assert _content(built, "desk.css").decode() == f"a {{ background: url({built.url('icons.svg')}); }}\nb {{}}"
    with pytest.raises(KeyError):
        built.url("desk.css/1-a.css")


def test_a_name_that_does_not_exist_is_an_error(tmp_path: Path, source: Path) -> None:
    with pytest.raises(KeyError):
        build(tmp_path, source).url("no-such.css")


def test_a_style_sheet_that_names_a_missing_file_does_not_build(tmp_path: Path, source: Path) -> None:
    (source / "site.css").write_text("a { background: url(no-such.svg); }")
    with pytest.raises(KeyError):
        build(tmp_path, source)
    assert not (tmp_path / "static").exists()


def test_texts_stand_compressed_beside_themselves(tmp_path: Path, source: Path) -> None:
    assets = build(tmp_path, source)
    path = assets.folder / assets.url("site.css").removeprefix(PREFIX)
    raw = path.read_bytes()
    assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == raw
    assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == raw
    assert {p.suffix for p in (assets.folder / "fonts").iterdir()} == {".woff2"}


def test_a_second_start_writes_nothing(tmp_path: Path, source: Path) -> None:
    folder = build(tmp_path, source).folder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert {path: path.stat().st_mtime_ns for path in build(tmp_path, source).folder.rglob("*")} == before


def _build_at(start: object, tmp_path: Path, source: Path) -> None:
    start.wait()  # type: ignore[attr-defined]
    build(tmp_path, source)


def test_processes_that_start_together_leave_one_whole_tree(tmp_path: Path, source: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(4)
    workers = [context.Process(target=_build_at, args=(start, tmp_path, source)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    alone = build(tmp_path / "alone", source).folder
    (tree,) = (tmp_path / "static").iterdir()
    assert _tree(tree) == _tree(alone)


def _tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _address(app: Flask, name: str) -> str:
    return str(app.jinja_env.globals["asset"](name))  # type: ignore[operator]


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("", None)])
def test_the_server_sends_what_the_reader_accepts_and_lets_it_keep_it(
    make: Make, accepted: str, encoding: str | None
) -> None:
    app = make()
    answer = app.test_client().get(_address(app, "site.css"), headers={"Accept-Encoding": accepted}, buffered=True)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data).startswith(b"/*")
    assert answer.mimetype == "text/css"
    assert {"immutable", "public"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "Accept-Encoding" in answer.vary


@pytest.mark.parametrize("path", ["/static/site.css", "/static/../application.py", "/static/%2e%2e/application.py"])
def test_only_built_files_are_served(site: FlaskClient, path: str) -> None:
    assert site.get(path).status_code == 404


def test_the_sites_own_files_need_nothing_from_elsewhere() -> None:
    for path in [*SOURCE.rglob("*.css/*.css"), *SOURCE.rglob("*.svg")]:
        text = path.read_text().replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"https?://|//[a-z]|@import|<script|<image", text), path.name


def test_light_and_dark_set_the_same_colours() -> None:
    css = (SOURCE / "site.css/1-frame.css").read_text()
    light, dark = css.split("prefers-color-scheme: dark", 1)
    tokens = re.compile(r"(--[a-z0-9-]+): #")
    assert set(tokens.findall(dark.split("/* 2", 1)[0])) == set(tokens.findall(light))
