"""What a log may say of an error and of texts: nothing that people typed, and nothing that looks like another line.

An error's own words often quote what it was given ("invalid literal for int(): …", the key of a
duplicate row, an address a mail system refused), so they are left out, but for errors that speak of machines only.
"""

import re
import traceback
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError

ROOT = Path(__file__).resolve().parents[2]
TEXT_MAX = 500
FRAMES_MAX = 12
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:=]+")
_NUMBER = re.compile(r"(?<![\w.])(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\w)")


def one_line(text: str) -> str:
    """Return a text in which whatever breaks, moves or colours lines is written out, as Python would write it."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_written(c) if unicodedata.category(c) in _UNSEEN else c for c in text)


def without_people(text: str) -> str:
    """Return a text without the e-mail addresses and telephone numbers in it."""
    return _NUMBER.sub("<number>", _ADDRESS.sub("<address>", text))


def error_words(error: BaseException) -> str:
    """Return what kind of error it was, and what it says of machines: a constraint, a state of database or disk."""
    name = type(error).__name__
    if isinstance(error, DBAPIError):
        return f"{name}({_of_database(error)})"
    if isinstance(error, OSError):
        return f"{name}({error.strerror})" if error.strerror else name
    return f"{name}({error})" if getattr(error, "names_nobody", False) else name


def error_line(error: BaseException) -> str:
    """Return an error, where it arose and what caused it, in one line: the innermost place first."""
    told = [f"{error_words(one)} at {' < '.join(_places(one))}" for one in _chain(error)]
    return one_line(without_people("; because of ".join(told)))


def _of_database(error: DBAPIError) -> str:
    """Return a constraint's or the state's name; the words where the database was not to be reached or had no room."""
    said = getattr(error.orig, "diag", None)
    state = getattr(error.orig, "sqlstate", None)
    if constraint := getattr(said, "constraint_name", None):
        return f"{state} {constraint}"
    first = str(error.orig).partition("\n")[0][:TEXT_MAX]
    if isinstance(error, OperationalError):
        return first
    # SQLite names columns and constraints only: "UNIQUE constraint failed: accounts.email".
    return str(state) if state else first if "constraint failed" in first else type(error.orig).__name__


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _places(error: BaseException) -> Iterator[str]:
    """Where it was raised, and the house's own places on the way there."""
    frames = [(Path(frame.filename), frame) for frame in reversed(traceback.extract_tb(error.__traceback__))]
    told = [(path, frame) for at, (path, frame) in enumerate(frames) if at == 0 or _is_ours(path)]
    for path, frame in told[:FRAMES_MAX]:
        name = path.relative_to(ROOT) if _is_ours(path) else "/".join(path.parts[-2:])
        yield f"{name}:{frame.lineno} {frame.name}"


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts


def _written(c: str) -> str:
    return c.encode("unicode_escape").decode("ascii")
