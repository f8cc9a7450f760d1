"""What is indexed of one record, and how a posting tells in which sections a word stands. Pure functions."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise
from types import MappingProxyType

from foundation.search.analysis import marked, nfc, pair, plain, tokens
from foundation.search.analysis import words as folded_words

LENGTH_MAX = 255


class Section(IntEnum):
    """Parts of a record by how much a match in them means, least first."""

    STORY = 1
    GROUP = 2
    PLACE = 3
    OWNER = 4
    NAME = 5


STORY_BIT = 1 << Section.STORY
NAME_BIT = 1 << Section.NAME
GROUP_BIT = 1 << Section.GROUP
OWNER_BIT = 1 << Section.OWNER
BEGINS_BIT = 1 << 6
"""The word, or the pair, stands at the beginning of the name."""
CODES = 1 << 7
"""Codes are smaller than this: bits 1 to 5 for the sections, bit 6 for the beginning of the name."""


@dataclass(frozen=True, slots=True)
class Document:
    """One record as it is searched: texts by section, numbers to filter, count and order by.

    `owner` is who stands behind it (a product's producer). `references` are what it is found by as it stands,
    never shown: a question has to name one in the very form it has here. `columns` holds a number for each declared
    column; a missing one is 0. `sort_key` puts names in alphabetical order byte by byte.
    """

    kind: str
    number: int
    name: str
    owner: str = ""
    place: str = ""
    group: str = ""
    story: str = ""
    references: tuple[str, ...] = ()
    columns: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    sort_key: bytes = b""

    @property
    def key(self) -> str:
        """What it is known by in the index."""
        return f"{self.kind}:{self.number}"

    @property
    def texts(self) -> tuple[str, str, str, str, str]:
        """Its texts, the name first."""
        return self.name, self.owner, self.place, self.group, self.story

    @property
    def digest(self) -> int:
        """32 bits that differ when anything searched differs."""
        columns = sorted((name, value) for name, value in self.columns.items() if value)
        return zlib.crc32(repr((self.texts, self.references, columns, self.sort_key)).encode())


Text = tuple[str, str]
"""A text and its plain form."""
Texts = tuple[Text, Text, Text, Text]
"""Name, owner, place and story of a document."""

_BETWEEN = "\0"
"""Between the texts of a document; text that comes with it has a space there."""


def packed(document: Document) -> bytes:
    """Return the texts that are shown, with their plain forms: what is found is looked for in twenty of them a page."""
    shown = (
        nfc(text).replace(_BETWEEN, " ") for text in (document.name, document.owner, document.place, document.story)
    )
    return _BETWEEN.join(form for text in shown for form in (text, plain(text))).encode()


def unpacked(raw: bytes) -> Texts:
    """Return what was packed."""
    name, name_plain, owner, owner_plain, place, place_plain, story, story_plain = raw.decode().split(_BETWEEN)
    return (name, name_plain), (owner, owner_plain), (place, place_plain), (story, story_plain)


@dataclass(frozen=True, slots=True)
class Postings:
    """The terms of one document with their codes; `length` is the number of words in its name.

    `grouped` are the words of its group as they are marked, `first` is the first word of its name.
    """

    words: dict[str, int]
    pairs: dict[str, int]
    marked: dict[str, int]
    grouped: dict[str, int]
    first: dict[str, int]
    length: int


def postings(document: Document) -> Postings:
    """Every term a document is found by.

    Words are folded. Pairs of neighbours and words as they are marked are kept for all sections but the
    story, where they would cost much and tell little. The words of a group are found with their marks
    only, in a field of their own: one group's "chế biến" would make a thousand products answer to "che".
    """
    words: dict[str, int] = {}
    side_by_side: dict[str, int] = {}
    with_marks: dict[str, int] = {}
    grouped: dict[str, int] = {}
    first: dict[str, int] = {}
    length = 0
    for word in (*folded_words(document.story), *document.references):
        words[word] = STORY_BIT
    for section, text in _sections(document):
        found = tokens(text)
        bit = 1 << section
        begins = BEGINS_BIT if section is Section.NAME else 0
        for place, token in enumerate(found if section is not Section.GROUP else ()):
            words[token.folded] = words.get(token.folded, 0) | bit | (begins if place == 0 else 0)
        for place, (one, other) in enumerate(pairwise(found)):
            term = pair(one.folded, other.folded)
            side_by_side[term] = side_by_side.get(term, 0) | bit | (begins if place == 0 else 0)
        for place, token in enumerate(found):
            term = marked(token.text)
            with_marks[term] = with_marks.get(term, 0) | bit | (begins if place == 0 else 0)
        if section is Section.NAME:
            length = min(len(found), LENGTH_MAX)
            first = {token.folded: NAME_BIT for token in found[:1]}
        if section is Section.GROUP:
            grouped = {marked(token.text): GROUP_BIT for token in found}
    return Postings(words, side_by_side, with_marks, grouped, first, length)


def _sections(document: Document) -> Iterator[tuple[Section, str]]:
    yield Section.NAME, document.name
    yield Section.OWNER, document.owner
    yield Section.PLACE, document.place
    yield Section.GROUP, document.group
