"""Static files under names that carry their content's hash, compressed once, ready to be cached for ever."""

import gzip
import hashlib
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from wsgiref.headers import Headers

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from foundation.web.responses import HEADERS

SOURCE = Path(__file__).parent / "static"
PREFIX = "/static/"

_TEXT = {".css", ".svg", ".js", ".txt", ".json"}
_URL = re.compile(r"url\(([^)]+)\)")
LEAFLET, _LEAFLET_FILES = "django-js-lib-leaflet", "js_lib_leaflet"
_TAKEN = {
    *("leaflet.js", "leaflet.css"),
    *(f"images/{name}.png" for name in ("layers", "layers-2x", "marker-icon")),
}

_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")


class Assets:
    """The built files: `url("site.css")` is the address of one, KeyError for a name that does not exist."""

    def __init__(self, folder: Path, urls: dict[str, str]) -> None:
        self.folder = folder
        self._urls = urls

    def url(self, name: str) -> str:
        """Address of a static file by its name in the source folder."""
        return self._urls[name]


def build(data_dir: Path, source: Path = SOURCE) -> Assets:
    """Build the files under `data_dir/static/<hash of the tree>` unless they stand there already.

    Built aside and moved in one step, so that processes starting together cannot disturb each other.
    """
    contents = dict(_sources(source))
    contents |= {name: path.read_bytes() for name, path in (leaflet() if source == SOURCE else {}).items()}
    names = {name: _hashed(name, raw) for name, raw in contents.items() if not name.endswith(".css")}
    for name, raw in contents.items():
        if name.endswith(".css"):
            contents[name] = _with_hashed_urls(raw, names, name.rpartition("/")[0])
            names[name] = _hashed(name, contents[name])
    tree = hashlib.sha256("\n".join(sorted(names.values())).encode()).hexdigest()[:12]
    target = data_dir / "static" / tree
    if not target.exists():
        _write({names[name]: raw for name, raw in contents.items()}, target)
    return Assets(target, {name: PREFIX + hashed for name, hashed in names.items()})


def _sources(source: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files by their names; a folder called as a style sheet is one, its files joined in order of names."""
    for path in sorted(source.rglob("*")):
        if path.is_dir() and path.suffix == ".css":
            parts = sorted(path.iterdir())
            yield path.relative_to(source).as_posix(), b"".join(part.read_bytes() for part in parts)
        elif path.is_file() and path.parent.suffix != ".css":
            yield path.relative_to(source).as_posix(), path.read_bytes()


def serve(app: Flask, assets: Assets) -> None:
    """Let WhiteNoise answer for the files before the application is asked."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(assets.folder),
        prefix=PREFIX,
        immutable_file_test=lambda _, url: bool(_HASHED.search(url)),
        add_headers_function=_headers,
    )


def _headers(headers: Headers, path: str, url: str) -> None:
    del path, url
    for name, value in HEADERS.items():
        headers[name] = value


def _hashed(name: str, raw: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(raw).hexdigest()[:12]}{dot}{ending}"


def leaflet() -> dict[str, Path]:
    """Return the map library's own files by the names they get here, from the distribution with nothing else."""
    found = {path.as_posix(): Path(str(path.locate())) for path in distribution(LEAFLET).files or ()}
    of = f"{_LEAFLET_FILES}/static/{_LEAFLET_FILES}/"
    return {f"leaflet/{name.removeprefix(of)}": path for name, path in found.items() if name.removeprefix(of) in _TAKEN}


def _with_hashed_urls(css: bytes, names: dict[str, str], folder: str) -> bytes:
    """Return a style sheet with the addresses of the files it names, which lie beside it; an inner address stays."""

    def address(found: re.Match[str]) -> str:
        named = found[1]
        return found[0] if named.startswith("#") else f"url({PREFIX}{names[posixpath.join(folder, named)]})"

    return _URL.sub(address, css.decode()).encode()


def _write(contents: dict[str, bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    for name, raw in contents.items():
        path = aside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        if path.suffix in _TEXT:
            path.with_name(path.name + ".br").write_bytes(brotli.compress(raw))
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(raw, mtime=0))
    aside.chmod(0o755)
    try:
        aside.replace(target)
    except OSError:
        # Another process moved its own, equal tree in first.
        shutil.rmtree(aside)
