"""The interface's message catalogues on disk."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from foundation.i18n.languages import Lang

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"


def po_path(lang: Lang) -> Path:
    """Return the catalogue people edit."""
    return TRANSLATIONS / lang.value / "LC_MESSAGES" / "messages.po"


def ensure_compiled() -> None:
    """Compile each catalogue whose compiled form is missing or older; cheap when all are current."""
    for lang in Lang:
        source = po_path(lang)
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        aside = compiled.with_suffix(f".{os.getpid()}.tmp")
        with source.open("rb") as text, aside.open("wb") as binary:
            write_mo(binary, read_po(text, locale=lang.value))
        aside.chmod(0o644)  # part of the program, whose other users read it too
        aside.replace(compiled)
