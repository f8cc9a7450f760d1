import os
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import write_po
from babel.support import Translations

from foundation.i18n import catalogues
from foundation.i18n.catalogues import ensure_compiled, po_path
from foundation.i18n.languages import Lang


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues of one message each, not compiled yet."""
    monkeypatch.setattr(catalogues, "TRANSLATIONS", tmp_path)
    for lang in Lang:
        _write(lang, "Trà" if lang is Lang.VI else "")
    return tmp_path


def _write(lang: Lang, words: str) -> None:
    catalog = Catalog(locale=lang.value, fuzzy=False)
    catalog.add("Tea", words)
    po_path(lang).parent.mkdir(parents=True, exist_ok=True)
    with po_path(lang).open("wb") as file:
        write_po(file, catalog)


def _says(folder: Path, lang: Lang) -> str:
    return str(Translations.load(str(folder), [lang.value]).gettext("Tea"))


def test_what_people_edit_is_compiled_when_needed(folder: Path) -> None:
    ensure_compiled()
    assert [_says(folder, lang) for lang in Lang] == ["Trà", "Tea"]
    assert not list(folder.rglob("*.tmp"))


def test_an_edit_is_compiled_again(folder: Path) -> None:
    ensure_compiled()
    _write(Lang.VI, "Chè")
    later = po_path(Lang.VI).with_suffix(".mo").stat().st_mtime + 5
    os.utime(po_path(Lang.VI), (later, later))
    ensure_compiled()
    assert _says(folder, Lang.VI) == "Chè"


def test_what_is_current_is_left_alone(folder: Path) -> None:
    ensure_compiled()
    compiled = po_path(Lang.VI).with_suffix(".mo")
    compiled.write_bytes(b"not touched")
    ensure_compiled()
    assert compiled.read_bytes() == b"not touched"
