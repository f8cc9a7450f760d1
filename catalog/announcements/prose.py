"""Plain text as it is written for the site: paragraphs, lists, links. Pure functions.

An empty line ends a paragraph. Lines that begin with a hyphen or a dot are a list, with a number and a full stop a
numbered one. An address is a link, and so are `[words](address)`. Nothing else of Markdown means anything, and nothing
is ever taken for markup: templates draw these values and escape them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode


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


_SHAPES = {"paragraph": Shape.PARAGRAPH, "bullet_list": Shape.LIST, "ordered_list": Shape.NUMBERED}
_ITEM = re.compile(r"[-•–*]\s+(?=\S)")
_NUMBERED = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_CLOSING = "»”’"
"""Marks that close a quotation around an address, which the library takes for a part of it."""


class _Reader(MarkdownIt):
    """Reads paragraphs, lists and links to the web; whatever else is written stays as it is written."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name and way
        """Return whether an address leads to the web."""
        return url.startswith(("http://", "https://"))

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - as above
        """Return an address as it was written."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - as above
        """Return the words of a bare address as they were written."""
        return link


@cache
def _reader() -> _Reader:
    reader = _Reader("zero", {"linkify": True})
    reader.enable(["list", "link", "linkify"])
    if reader.linkify is None:
        raise RuntimeError
    reader.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for schema in ("ftp:", "mailto:", "//"):
        reader.linkify.add(schema, None)
    return reader


def blocks(text: str) -> tuple[Block, ...]:
    """Return the text in blocks."""
    return tuple(map(_block, SyntaxTreeNode(_reader().parse(_parted(text))).children))


def summary(text: str, most: int) -> str:
    """Return the first words of a text, cut between words; the items of a list are parted by semicolons."""
    plain = " ".join(" ".join(_said(block) for block in blocks(text)).split())
    if len(plain) <= most:
        return plain
    return (plain[: most + 1].rpartition(" ")[0] or plain[:most]).rstrip(".,;: ") + " …"


def spans(line: str) -> Iterator[Span]:
    """Yield a line in pieces: words, and words that lead somewhere."""
    for token in _reader().parseInline(line):
        yield from _spans(token.children or ())


def _said(block: Block) -> str:
    between = " " if block.shape is Shape.PARAGRAPH else "; "
    return between.join("".join(span.text for span in line) for line in block.lines)


def _parted(text: str) -> str:
    """Return the text with one mark for each kind of list and an empty line wherever the kind of line changes."""
    lines = (line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    parts = groupby(map(_marked, lines), key=lambda one: one[0])
    return "\n\n".join("\n".join(line for _, line in part) for _, part in parts)


def _marked(line: str) -> tuple[Shape | None, str]:
    if not line:
        return None, ""
    if found := _ITEM.match(line):
        return Shape.LIST, f"- {line[found.end() :]}"
    if found := _NUMBERED.match(line):
        return Shape.NUMBERED, f"{found[1]}. {line[found.end() :]}"
    return Shape.PARAGRAPH, line


def _block(node: SyntaxTreeNode) -> Block:
    shape = _SHAPES[node.type]
    if shape is Shape.PARAGRAPH:
        return Block(shape, tuple(tuple(spans(line)) for line in node.children[0].content.split("\n")))
    items = tuple(tuple(spans(_words(item))) for item in node.children)
    return Block(shape, items, int(node.attrs.get("start", 1)))


def _words(item: SyntaxTreeNode) -> str:
    return " ".join(one.content for one in item.walk() if one.type == "inline")


def _spans(tokens: Iterable[Token]) -> Iterator[Span]:
    text, href, bare = "", None, False
    for token in tokens:
        if token.type == "link_open":
            if text:
                yield Span(text)
            text, href, bare = "", str(token.attrs["href"]), token.markup == "linkify"
        elif token.type == "link_close" and href is not None:
            words = text.rstrip(_CLOSING) if bare else text or href
            yield Span(words, href.rstrip(_CLOSING) if bare else href)
            text, href = text[len(words) :] if bare else "", None
        else:
            text += "\n" if token.type == "softbreak" else token.content
    if text:
        yield Span(text)
