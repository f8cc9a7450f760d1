"""What does not hold of an edition's procedure as a whole: parties that are not there, codes that mean nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from catalog.regulations.procedure import Clock, Paper, Party, Procedure
from catalog.regulations.rules import Edition


def procedure_faults(edition: Edition, parties: Mapping[str, Party]) -> Iterator[str]:
    """Yield what is wrong, with the block it stands in."""
    of = edition.procedure
    for block in ("steps", "cases", "papers", "numbers", "clocks", "charter"):
        counted = Counter(one.code for one in getattr(of, block))
        yield from (f"{block}: {code} stands there twice" for code, times in counted.items() if times > 1)
    for block, party in _named(of):
        known = parties.get(party)
        if known is None:
            yield f"{block}: no party {party} in parties.toml"
        elif known.until and known.until < edition.since.day:
            yield f"{block}: there is no {party} after {known.until}"
    cases = {one.code for one in of.cases}
    for block, code, named in (*_cases("papers", of.papers), *_cases("clocks", of.clocks)):
        if unknown := named - cases:
            yield f"{block}: {code}: no case {', '.join(sorted(unknown))}"
    if uncovered := cases - set(chain.from_iterable(one.cases for one in of.papers)):
        yield f"papers: none for {', '.join(sorted(uncovered))}"
    if backwards := [one for one in of.rounds if one.decided_by <= one.before]:
        yield f"rounds: {backwards[0].level} decides before the round is closed"


def _cases(block: str, rows: Iterable[Paper | Clock]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield the cases that rows of a block name."""
    yield from ((block, one.code, one.cases) for one in rows)


def _named(of: Procedure) -> Iterator[tuple[str, str]]:
    """Yield every party that is named, with the block that names it."""
    for step in of.steps:
        yield from (("steps", party) for duty in step.duties for party in duty.by)
    yield from (("papers", party) for paper in of.papers for party in (paper.by, paper.to))
    yield from (("numbers", party) for number in of.numbers for party in number.given_by)
    yield from (("rounds", one.level) for one in of.rounds)
    yield from (("clocks", one.by) for one in of.clocks)
    yield from (("passings", party) for one in of.passings for party in (one.by, one.to))
