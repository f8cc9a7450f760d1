"""Known items: 400 real product names and the ways people mistype or rename them.

Whoever types such a query has one product in mind. Everything is drawn by digest from the catalogue and
the table of synonyms: the same files give the same queries on every machine and every Python.
"""

import csv
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from foundation.i18n.text import fold, marks

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "demo/data/ocop_products.csv"
SYNONYMS = ROOT / "catalog/finder/data/synonyms.csv"
SEED = "ocop-2026"
ITEMS = 400
SYLLABLES_MIN, SYLLABLES_MAX = 2, 8
LONG = 4
"""A typo is made in a syllable of at least so many letters where there is one."""

_LETTERS = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W_]+")
_NEXT_TONE = {"\u0300": "\u0309", "\u0309": "\u0303", "\u0303": "\u0301", "\u0301": "\u0323", "\u0323": "\u0300"}
# A syllable that ends in a stop carries only sắc or nặng.
_NEXT_TONE_OF_STOP = {"\u0301": "\u0323", "\u0323": "\u0301"}
_STOPS = ("c", "ch", "p", "t")
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
Choice = TypeVar("Choice")


class Variant(StrEnum):
    """A way in which a name is typed."""

    EXACT = "exact"
    WITHOUT_MARKS = "without_marks"
    WRONG_TONES = "wrong_tones"
    ONE_TYPO = "one_typo"
    SYNONYM = "synonym"


@dataclass(frozen=True, slots=True)
class Pick:
    """A product drawn from the catalogue."""

    name: str
    external_id: str


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A query and the products that are right in first place.

    `acceptable` are all rows whose folded name is the product's, or is the query itself: "Chè Ngọc Thúy",
    made from "Trà Ngọc Thúy", is also the name of another product.
    """

    name: str
    external_id: str
    acceptable: frozenset[str]
    query: str


@dataclass(frozen=True, slots=True)
class Group:
    """Interchangeable words. A group of one is a phrase of its own, whose words are not exchanged."""

    words: tuple[str, ...]
    only_typed: tuple[str, ...]


@cache
def known_items() -> dict[Variant, tuple[KnownItem, ...]]:
    """Every variant with its queries: 400 of each, of `synonym` as many as there are."""
    chosen = picks()
    return {
        Variant.EXACT: tuple(_item(pick, pick.name) for pick in chosen),
        Variant.WITHOUT_MARKS: tuple(_item(pick, without_marks(pick.name)) for pick in chosen),
        Variant.WRONG_TONES: tuple(_item(pick, wrong_tones(pick.name)) for pick in chosen),
        Variant.ONE_TYPO: tuple(_item(pick, one_typo(pick.name)) for pick in chosen),
        Variant.SYNONYM: tuple(_item(pick, query) for pick in chosen for query in renamed(pick.name)),
    }


@cache
def picks() -> tuple[Pick, ...]:
    """The 400 products: names of 2 to 8 syllables with a tone to get wrong, those that are unique first."""
    shared = Counter(fold(pick.name) for pick in catalogue())
    fit = [pick for pick in catalogue() if _fits(pick.name)]
    fit.sort(key=lambda pick: (shared[fold(pick.name)] > 1, _digest(pick.external_id)))
    return tuple(fit[:ITEMS])


@cache
def catalogue() -> tuple[Pick, ...]:
    """Every row of the catalogue."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return tuple(Pick(row["name"], row["id"]) for row in csv.DictReader(file))


@cache
def groups() -> tuple[Group, ...]:
    """The table of synonyms."""
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        return tuple(Group(_split(row["words"]), _split(row["only_typed"])) for row in csv.DictReader(file))


def without_marks(name: str) -> str:
    """`name` as typed on a keyboard without Vietnamese; capitals and punctuation stay."""
    bare = (c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return "".join(bare).translate(str.maketrans("đĐ", "dD"))


def wrong_tones(name: str) -> str:
    """`name` with the tone of every syllable that has one changed to another the syllable may carry."""
    return _LETTERS.sub(lambda found: _wrong_tone(found.group()), name)


def one_typo(name: str) -> str:
    """`name` with one letter of one syllable dropped, doubled, swapped with the next or hit beside its key."""
    syllables = [found for found in _LETTERS.finditer(name) if found.end() - found.start() > 1]
    long = [found for found in syllables if found.end() - found.start() >= LONG]
    longest = max(syllables, key=lambda found: found.end() - found.start())
    syllable = _choose(long or [longest], "syllable", name)
    edits = [edit for edit in dict.fromkeys(_edits(syllable.group())) if fold(edit) not in {"", fold(syllable.group())}]
    return name[: syllable.start()] + _choose(edits, "edit", name) + name[syllable.end() :]


def renamed(name: str) -> Iterator[str]:
    """`name` with one word exchanged for a synonym, once for every group that has a word in it.

    A capital inside a name begins a proper name (Trà Bồng, Lạc Thủy), whose words are not exchanged.
    """
    done: set[Group] = set()
    tokens = list(_WORDS.finditer(name))
    at = 0
    while at < len(tokens):
        length, group = _longest_phrase([token.group() for token in tokens[at:]])
        if group and _common(name, tokens[at].start()) and group not in done:
            start, end = tokens[at].start(), tokens[at + length - 1].end()
            others = [word for word in group.words + group.only_typed if marks(word) != marks(name[start:end])]
            if others:
                done.add(group)
                yield name[:start] + _choose(others, "synonym", name) + name[end:]
        at += length


def _item(pick: Pick, query: str) -> KnownItem:
    right = _ids().get(fold(pick.name), frozenset()) | _ids().get(fold(query), frozenset())
    return KnownItem(pick.name, pick.external_id, right, query)


@cache
def _ids() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pick in catalogue():
        found.setdefault(fold(pick.name), set()).add(pick.external_id)
    return {name: frozenset(ids) for name, ids in found.items()}


def _fits(name: str) -> bool:
    return SYLLABLES_MIN <= len(fold(name).split()) <= SYLLABLES_MAX and wrong_tones(name) != name


def _wrong_tone(syllable: str) -> str:
    table = _NEXT_TONE_OF_STOP if fold(syllable).endswith(_STOPS) else _NEXT_TONE
    return "".join(_with_next_tone(letter, table) for letter in syllable)


def _with_next_tone(letter: str, table: dict[str, str]) -> str:
    """A letter with the table's tone after its own; the tone goes last, else the two marks would not compose."""
    spelt = unicodedata.normalize("NFD", letter)
    shape = "".join(c for c in spelt if c not in _NEXT_TONE)
    tone = "".join(table.get(c, c) for c in spelt if c in _NEXT_TONE)
    return unicodedata.normalize("NFC", shape + tone)


def _edits(syllable: str) -> Iterator[str]:
    for at, letter in enumerate(syllable):
        before, after = syllable[:at], syllable[at + 1 :]
        yield before + after
        yield before + letter + letter + after
        if after:
            yield before + after[0] + letter + after[1:]
        yield from (before + key + after for key in _beside(letter))


def _beside(letter: str) -> Iterator[str]:
    """The keys left and right of a letter's."""
    key = fold(letter)
    for row in _KEY_ROWS:
        at = row.find(key)
        if at >= 0:
            yield from (row[near] for near in (at - 1, at + 1) if 0 <= near < len(row))


def _longest_phrase(words: Sequence[str]) -> tuple[int, Group | None]:
    """How many of the words from the first on make the longest phrase of the table, and its group."""
    table = _phrases()
    for length in range(min(len(words), max(len(phrase) for phrase in table)), 0, -1):
        group = table.get(tuple(marks(word) for word in words[:length]))
        if group:
            return length, group
    return 1, None


@cache
def _phrases() -> dict[tuple[str, ...], Group]:
    return {
        tuple(marks(word) for word in _WORDS.findall(phrase)): group for group in groups() for phrase in group.words
    }


def _common(name: str, start: int) -> bool:
    return not name[start].isupper() or start == 0 or name[:start].rstrip().endswith(("-", "–"))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _choose(choices: Sequence[Choice], *of: str) -> Choice:
    return choices[int(_digest(*of), 16) % len(choices)]


def _digest(*of: str) -> str:
    return hashlib.sha256("|".join((SEED, *of)).encode()).hexdigest()
