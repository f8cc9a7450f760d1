"""Text that was read by a wrong table is told, and no name that anybody has ever had is taken for such."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from foundation.i18n import misread
from foundation.i18n.misread import is_misread, is_syllable
from tests.support.processes import ROOT, rounds

MARKED = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

DAMAGED = [
    *("TrÃ  Shan tuyáº¿t", "TrÃ  sen", "TrÃ\xa0 sen", "CÃ  phÃª", "HÃ€ GIANG", "Ä‘áº\xadu", "Ä\x91áº\xadu", "rÆ°á»£u"),
    *("â€œTrÃ â€\x9d", "30Â°C", "ï»¿TrÃ", "CÃƒÂ\xa0 phÃƒÂª", "TrĂ  sen", "CĂ  phĂª", "Tr√† Shan tuy·∫øt"),
    *("Trµ Shan tuyÕt", "Trµ sen", "N\xadíc m¾m", "B¸nh tr¸ng", "s¶n phÈm", "MiÕn dong", "ChÌ x«i", "§¾k L¾k"),
    *("®Ëu phéng", "Rîu cÇn", "Døa s¸p", "Gµ ®åi", "TRµ SEN"),
    *("Traø Shan tuyeát", "Nöôùc maém Phuù Quoác", "Maät ong röøng", "boät saén daây", "gaïo neáp", "Ñaéc Laéc"),
    *("Keïo döøa", "TRAØ SEN", "Vieät Nam"),
]
SOUND = [
    *("“ĐÃ”", "XÃ – PHƯỜNG", "TÊN XÃ¹", "MÃ²", "«cá»…", "xÃ TÂN LẬP", "XÃ\xa0TÂN LẬP", "“XÔ, ‘MÃ’", "Hoà Bình", "khoá"),
    *(
        "5 µm",
        "OCOP®",
        "30°C",
        "50m²",
        "1½ kg",
        "½ cân",
        "T·H",
        "HTX·Tân Lập",
        "Vina© 2024",
        "«nam giới»",
        "n×n",
        "Cô¹",
    ),
    *("iPhone", "CÔ Ba", "tHỊT bÒ", "YouTube", "VietGAP", "Tr\xadà Shan tuyết", "Hà\xadnội"),
    *(
        "Loïc et Thaïs, naïf",
        "Où est Noël ?",
        "Chloé Réaumur",
        "Seán",
        "João Guimarães",
        "Raúl Íñiguez",
        "Müller & Söhne",
    ),
    *("Jiří Dvořák, Třebíč", "Łódź", "Şanlıurfa", "Þórr, Ísafjörður, Ðuro", "Åse Ærø", "pähkinä, määrä", "Kőszeg"),
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_wrong_table_is_told(text: str) -> None:
    assert is_misread(text)


@pytest.mark.parametrize("text", SOUND)
def test_what_only_looks_odd_is_left(text: str) -> None:
    assert not is_misread(text)


CODE = re.compile("`[^`]*`")
"""Where documents show what damaged text looks like."""


def texts() -> Iterator[str]:
    """Every name of the catalogue and the gazetteer, whatever the interface and the documents say."""
    for path in sorted(ROOT.glob("*/**/data/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (cell for row in csv.reader(file) for cell in row)
    for pattern in ("docs/**/*.md", "translations/**/*.po"):
        for path in sorted(ROOT.glob(pattern)):
            yield from CODE.sub("", path.read_text(encoding="utf-8")).splitlines()


def names_of_europe() -> Iterator[str]:
    """Languages, countries and currencies as 24 languages write them."""
    for tongue in [
        "cs",
        "da",
        "de",
        "es",
        "et",
        "eu",
        "fi",
        "fo",
        "fr",
        "ga",
        "hu",
        "is",
        "it",
        "nb",
        "nl",
        "pl",
        "pt",
        "ro",
        "sk",
        "sl",
        "sq",
        "sv",
        "tr",
        "vi",
    ]:
        spoken = Locale.parse(tongue)
        for table in (spoken.languages, spoken.territories, spoken.currencies):
            yield from map(str, table.values())


def test_no_text_we_hold_is_taken_for_damaged() -> None:
    """878 products with what is said of them, 14,000 places, all words of the interface."""
    held = set(texts())
    assert len(held) > 10_000
    assert [text for text in held if any(map(is_misread, _written(text)))] == []


def test_no_name_of_europe_is_taken_for_damaged() -> None:
    held = sorted(set(names_of_europe()))
    assert [text for text in islice(held, 0, None, rounds(5, 1)) if any(map(is_misread, _written(text)))] == []


def _written(text: str) -> tuple[str, ...]:
    return text, text.upper(), text.title(), unicodedata.normalize("NFD", text)


def _names() -> list[str]:
    with (ROOT / "demo/data/ocop_products.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row["name"] for row in csv.DictReader(file)})


names = st.sampled_from(_names()).filter(lambda name: sum(c in MARKED for c in name.casefold()) > 1)


@given(names, st.sampled_from(["latin-1", "cp1252", "cp1258"]))
def test_every_real_name_read_as_another_table_is_told(name: str, table: str) -> None:
    """UTF-8 read byte by byte; bytes that a table of Windows leaves out stand as themselves."""
    raw = unicodedata.normalize("NFC", name).encode()
    text = "".join(_char(byte, table) for byte in raw)
    assert is_misread(text), text


def _char(byte: int, table: str) -> str:
    try:
        return bytes([byte]).decode(table)
    except UnicodeDecodeError:
        return chr(byte)


def test_most_real_names_in_the_fonts_of_old_are_told() -> None:
    """A name whose letters are all letters of Latin-1 cannot be told: "Cèm" might be a word."""
    to_tcvn3 = str.maketrans({letter: sign for sign, letter in misread._TCVN3.items()})
    written = [name.casefold().translate(to_tcvn3) for name in _names() if not name.isascii()]
    assert sum(map(is_misread, written)) > 0.9 * len(written)


@pytest.mark.parametrize(
    "word",
    ["trà", "tuyết", "nghiêng", "Đắk", "quyển", "khuỷu", "hoà", "giỏ", "oản", "ươm", "xoong", "ý", "thuở", "quýt"],
)
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["tuyet", "trmà", "baạ", "ongạ", "col", "Loïc", "mêt", "át́", "tap", "wow", "trap"])
def test_what_is_no_syllable_is_known(word: str) -> None:
    assert not is_syllable(word)
