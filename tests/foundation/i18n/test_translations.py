"""The interface's texts, held against the sources."""

import html
import re

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from foundation.i18n.catalogues import po_path
from foundation.i18n.languages import Lang
from translations import catalogue


def _read(lang: Lang) -> Catalog:
    with po_path(lang).open("rb") as file:
        return read_po(file, locale=lang.value)


def test_the_catalogues_are_whole_and_in_step_with_the_sources() -> None:
    assert list(catalogue.problems()) == []


@pytest.mark.parametrize("lang", Lang)
def test_a_catalogue_names_no_lines_and_nothing_out_of_use(lang: Lang) -> None:
    text = po_path(lang).read_text(encoding="utf-8")
    assert not re.search(r"^#[:~]", text, re.MULTILINE)


def test_what_a_template_says_is_found_in_templates_and_code() -> None:
    ids = {message.id for message in catalogue.extracted()}
    assert "Skip to the main content" in ids
    assert "There is no such page" in ids


@pytest.mark.parametrize(
    ("message", "lang", "faults"),
    [
        (Message("Page %(number)s", "Trang %(number)s"), Lang.VI, []),
        (Message("Page %(number)s", "Trang %(so)s"), Lang.VI, ["other placeholders in 'Trang %(so)s'"]),
        (Message("Page %(number)s", "Trang"), Lang.VI, ["other placeholders in 'Trang'"]),
        (Message("Page", ""), Lang.VI, ["not translated"]),
        (Message("Page", ""), Lang.EN, []),
        (Message("Page", "Trang", flags=["fuzzy"]), Lang.VI, ["fuzzy"]),
        (Message(("%(num)d star", "%(num)d stars"), ("%(num)d sao",)), Lang.VI, []),
    ],
)
def test_faults_of_a_message(message: Message, lang: Lang, faults: list[str]) -> None:
    assert list(catalogue._faults(message, lang)) == faults


def test_a_message_that_is_missing_or_no_longer_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = catalogue.extracted()
    found.add("A new sentence")
    found.delete("There is no such page")
    monkeypatch.setattr(catalogue, "extracted", lambda: found)
    problems = " / ".join(catalogue.problems())
    assert "vi: not in the catalogue: (None, 'A new sentence')" in problems
    assert "en: no longer used: (None, 'There is no such page')" in problems


def test_vietnamese_is_vietnamese() -> None:
    same = [m.id for m in _read(Lang.VI) if m.id and m.string == m.id]
    assert [words for words in same if re.search(r"[a-z]{3} [a-z]{3}", str(words))] == []


def test_no_text_carries_markup_of_its_own() -> None:
    for message in _read(Lang.VI):
        texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        assert [text for text in texts if message.id and ("<" in str(text) or html.unescape(str(text)) != text)] == []
