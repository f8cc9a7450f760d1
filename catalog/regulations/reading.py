"""The files of the law made into values, once; wrong data stop the start and say where they stand."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError

from catalog.regulations import shapes
from catalog.regulations.procedure import Procedure
from catalog.regulations.procedure_faults import procedure_faults
from catalog.regulations.rules import Edition, Ground, Law, Level, Revocation

EDITIONS, LEVELS, PARTIES, PROGRAMME = "editions", "levels.toml", "parties.toml", "programme.toml"


_PROCEDURE = tuple(one.name for one in dataclass_fields(Procedure))


class BrokenLawError(Exception):
    """A file of the law that cannot be relied on: the file, the place in it, what is wrong."""


def read_law(folder: Path) -> Law:
    """Everything under a folder, each file right by itself and all of them together."""
    levels = tuple(_block(folder / LEVELS, shapes.Levels())["levels"])
    read = {path: _block(path, shapes.Edition()) for path in sorted((folder / EDITIONS).glob("*.toml"))}
    if not read:
        raise BrokenLawError(f"{folder / EDITIONS}: no edition")
    known = {one["code"]: (path, one) for path, one in read.items()}
    editions = sorted((_edition(path, one, known) for path, one in read.items()), key=lambda one: one.since.day)
    parties = tuple(_block(folder / PARTIES, shapes.Parties())["parties"])
    law = Law(tuple(editions), levels, parties, _block(folder / PROGRAMME, shapes.Programme())["began"])
    if faults := list(_faults(law, len(read))):
        raise BrokenLawError(f"{folder}: " + "; ".join(faults))
    return law


def _block(path: Path, shape: Schema) -> Any:
    try:
        return shape.load(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise BrokenLawError(f"{path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise BrokenLawError(f"{path}: {error}") from error
    except ValidationError as error:
        raise BrokenLawError(f"{path}: " + "; ".join(_places(error.messages))) from error


def _places(messages: Any, *above: str) -> Iterator[str]:
    """Each fault with its place, as `[validity] months` stands in the file."""
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _places(inner, *above, str(name))
    else:
        yield f"{'.'.join(above)}: {' '.join(map(str, messages))}"


def _edition(path: Path, read: Mapping[str, Any], known: Mapping[str, tuple[Path, Mapping[str, Any]]]) -> Edition:
    revocation = read["revocation"]
    if other := revocation.get("as_in"):
        if other not in known or "as_in" in known[other][1]["revocation"]:
            raise BrokenLawError(f"{path}: revocation.as_in: no edition {other!r} with grounds of its own")
        revocation = known[other][1]["revocation"]
    return Edition(
        code=read["code"],
        decisions=read["decisions"],
        since=read["since"],
        until=read.get("until"),
        transitions=read.get("transition", ()),
        sheets=read["sheets"],
        parts=read["parts"],
        bands=read["bands"],
        minimums=read["minimums"],
        recognitions=read["recognition"],
        validity=read["validity"],
        renewal=read.get("renewal"),
        extension=read.get("extension"),
        revocation=_revocation(revocation),
        procedure=Procedure(**{name: read[name] for name in _PROCEDURE if name in read}),
    )


def _revocation(read: Mapping[str, Any]) -> Revocation:
    """Return a revocation whose grounds know their article."""
    source: dict[str, Any] = {name: read.get(name) for name in ("decision", "article", "note")}
    grounds = tuple(Ground(**one, **source) for one in read["grounds"])
    return Revocation(within_days=read["within_days"], grounds=grounds, by=read["by"], **source)


def _faults(law: Law, files: int) -> Iterator[str]:
    """Yield what does not hold of all files together."""
    if len(law.by_code) != files:
        yield "two editions have one code"
    if sum(one.others for one in law.levels) != 1 or len(law.level_by_code) != len(law.levels):
        yield f"{LEVELS}: each code once, and one level for all other names"
    yield from _days(law.editions)
    for one in law.editions:
        yield from (f"edition {one.code}: {fault}" for fault in _own(one, law.level_by_code))
        yield from (f"edition {one.code}: {fault}" for fault in procedure_faults(one, law.party_by_code))
    yield from _grounds(law.editions)


def _days(editions: Sequence[Edition]) -> Iterator[str]:
    """Each edition ends the day before the next begins, and the last has no end."""
    for one, then in pairwise(editions):
        if one.until is None or one.until.day + timedelta(days=1) != then.since.day:
            yield f"edition {one.code}: until must be the day before {then.code} begins, {then.since.day}"
    if editions[-1].until:
        yield f"edition {editions[-1].code}: the last edition has no until"


def _own(edition: Edition, levels: Mapping[str, Level]) -> Iterator[str]:
    """Yield what does not hold of one edition: its transitions, levels, a star that nobody recognises or revokes."""
    last = edition.until.day if edition.until else None
    if any(last is None or one.until <= last for one in edition.transitions):
        yield "transition.until must be after until"
    if edition.renewal and edition.renewal.latest_days >= edition.renewal.earliest_days:
        yield "renewal.latest_days must be fewer than earliest_days"
    named = {one.by for one in edition.recognitions} | {one.level for one in edition.revocation.by}
    if unknown := named - set(levels):
        yield f"no level {', '.join(sorted(unknown))} in {LEVELS}"
        return
    for one in edition.recognitions:
        ends, there = one.until or last or date.max, levels[one.by].until or date.max
        if ends > there:
            yield f"recognition: there is no {one.by} after {there}"
    certified = set(edition.bands.certified)
    for day in sorted(_turning(edition, last)):
        for stars in sorted(certified):
            if not edition.recognised_by(stars, day):
                yield f"recognition: nobody recognises {stars} stars on {day}"
    if sorted(stars for one in edition.revocation.by for stars in one.stars) != sorted(certified):
        yield "revocation.by: each star with a certificate once"


def _turning(edition: Edition, last: date | None) -> set[date]:
    """Return the days of an edition on which who recognises what can change."""
    days = {edition.since.day}
    for one in edition.recognitions:
        days |= {one.since} if one.since else set()
        days |= {one.until + timedelta(days=1)} if one.until else set()
    return {day for day in days if edition.since.day <= day <= (last or date.max)}


def _grounds(editions: Iterable[Edition]) -> Iterator[str]:
    """Yield a code means one ground, in every edition: certificates keep it."""
    known: dict[str, Ground] = {}
    for edition in editions:
        for one in edition.revocation.grounds:
            if known.setdefault(one.code, one) != one:
                yield f"edition {edition.code}: revocation.grounds: {one.code} is another ground elsewhere"
