"""Plain text as it is written for the site: paragraphs, lists, links. Pure functions.

An empty line ends a paragraph. Lines that begin with a hyphen or a dot are a list, with a number and a full stop a
numbered one. An address is a link, and so are `[words](address)`. Nothing else means anything, and nothing of it is
ever taken for markup: templates draw these values and escape them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Shape(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    LIST = "list"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: words, and where they lead."""

    text: str
    href: str | None = None


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its lines, or a list with its items; a numbered one begins at `start`."""

    shape: Shape
    lines: tuple[Line, ...]
    start: int = 1


_ITEM = re.compile(r"\s*[-•–*]\s+(.+)")
_NUMBERED = re.compile(r"\s*(\d{1,3})[.)]\s+(.+)")
_ADDRESS = r"https?://[^\s<>\"\[\]]+"
_LINK = re.compile(rf"\[([^\[\]\n]+)\]\(({_ADDRESS}?)\)|({_ADDRESS})")
_AFTER = ".,;:!?)»”’'"
"""What ends a sentence after an address and is no part of it."""


def blocks(text: str) -> tuple[Block, ...]:
    """Return the text in blocks."""
    return tuple(_blocks(text))


def summary(text: str, most: int) -> str:
    """Return the first words of a text, cut between words; the items of a list are parted by semicolons."""
    plain = " ".join(" ".join(_said(block) for block in blocks(text)).split())
    if len(plain) <= most:
        return plain
    return (plain[: most + 1].rpartition(" ")[0] or plain[:most]).rstrip(".,;: ") + " …"


def _said(block: Block) -> str:
    between = " " if block.shape is Shape.PARAGRAPH else "; "
    return between.join("".join(span.text for span in line) for line in block.lines)


def _blocks(text: str) -> Iterator[Block]:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    for (shape, _part), group in groupby(_shaped(lines), key=lambda one: (one[0], one[1])):
        found = list(group)
        if shape is not None:
            yield Block(shape, tuple(tuple(spans(words)) for _, _, words, _ in found), found[0][3])


def _shaped(lines: list[str]) -> Iterator[tuple[Shape | None, int, str, int]]:
    """Each line with its shape, the part between empty lines it stands in, its words, and its number."""
    part = 0
    for line in lines:
        if not line.strip():
            part += 1
            yield None, part, "", 1
        elif numbered := _NUMBERED.fullmatch(line):
            yield Shape.NUMBERED, part, numbered[2], int(numbered[1])
        elif item := _ITEM.fullmatch(line):
            yield Shape.LIST, part, item[1], 1
        else:
            yield Shape.PARAGRAPH, part, line.strip(), 1


def spans(line: str) -> Iterator[Span]:
    """Yield a line in pieces: words, and words that lead somewhere."""
    at = 0
    for found in _LINK.finditer(line):
        words, address = (found[1], found[2]) if found[1] else (found[3], found[3])
        rest = "" if found[1] else address[len(address.rstrip(_AFTER)) :]
        if found.start() > at:
            yield Span(line[at : found.start()])
        yield Span(words.removesuffix(rest) if rest else words, address.removesuffix(rest) if rest else address)
        at = found.end() - len(rest)
    if at < len(line):
        yield Span(line[at:])
