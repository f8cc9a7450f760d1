"""`python -m translations.catalogue update|check`: keep the catalogues in step with the sources."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po, write_po

from foundation.i18n.catalogues import po_path
from foundation.i18n.languages import Lang

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("foundation", "catalog", "marketplace", "admin", "demo")
ROOT_MODULE = "wsgi.py"
"""Which names the main menu."""

METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def extracted() -> Catalog:
    """Every message the sources use."""
    found = Catalog()
    for room in ROOMS:
        rows = extract_from_dir(
            ROOT / room,
            METHODS,
            {"**/templates/**.html": {"silent": "false", "extensions": "foundation.web.fragment_cache.FragmentCache"}},
            KEYWORDS,
            comment_tags=(),
        )
        for _name, _line, message, _comments, context in rows:
            found.add(message, context=context)
    for _line, message, _comments, context in extract_from_file("python", ROOT / ROOT_MODULE, KEYWORDS):
        found.add(message, context=context)
    return found


def update() -> None:
    """Bring every catalogue to what the sources use; translations that still fit stay."""
    for lang in Lang:
        catalog = _read(lang)
        catalog.update(extracted(), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        with po_path(lang).open("wb") as file:
            write_po(file, catalog, width=110, no_location=True, omit_header=False, sort_output=True)


def problems() -> Iterator[str]:
    """Sentences for what is missing, stale or broken; Vietnamese must be whole."""
    wanted = {_key(message) for message in extracted() if message.id}
    for lang in Lang:
        catalog = _read(lang)
        known = {_key(message): message for message in catalog if message.id}
        yield from (f"{lang}: not in the catalogue: {key}" for key in sorted(wanted - known.keys(), key=str))
        yield from (f"{lang}: no longer used: {key}" for key in sorted(known.keys() - wanted, key=str))
        for message in known.values():
            yield from (f"{lang}: {message.id}: {fault}" for fault in _faults(message, lang))


def _faults(message: Message, lang: Lang) -> Iterator[str]:
    texts = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if message.fuzzy:
        yield "fuzzy"
    if lang is Lang.VI and not all(texts):
        yield "not translated"
    ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    allowed = [sorted(m[0] for m in _PLACEHOLDER.finditer(text)) for text in ids]
    for text in texts:
        if text and sorted(m[0] for m in _PLACEHOLDER.finditer(text)) not in allowed:
            yield f"other placeholders in {text!r}"


def _key(message: Message) -> tuple[str | None, object]:
    return message.context, message.id


def _read(lang: Lang) -> Catalog:
    path = po_path(lang)
    if not path.exists():
        return Catalog(locale=lang.value, project="ocop-marketplace", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=lang.value)


def main(words: list[str]) -> int:
    """Run one of the two verbs; the exit status is 0 only when the catalogues are whole."""
    if words == ["update"]:
        update()
    found = list(problems())
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found and words == ["check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
