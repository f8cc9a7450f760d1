"""Where an edition lets dossiers go, and until when: read from its procedure, so that a new one needs no code. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import zip_longest

from admin.cycle.rules import PRODUCER, Maturity, Refusal, Stage, Standing, Verb
from catalog.regulations.procedure import Act, Clock, Procedure
from foundation.workflow.rules import Refused

Moves = Mapping[tuple[Standing, Verb], Standing]

AT_WORK = frozenset({Act.RECEIVE, Act.CONFIRM, Act.CONSOLIDATE, Act.ASSESS, Act.SELECT, Act.APPROVE, Act.FORWARD})
"""What a level has a dossier for; who only helps or follows never holds it."""

JUDGING = frozenset({Act.ASSESS, Act.SELECT, Act.APPROVE})
UPWARDS = (Verb.LODGE, Verb.COMPLETE, Verb.FORWARD, Verb.ACCEPT, Verb.FINISH)
OWN = frozenset({Act.FILL, Act.LEAD})
"""What a producer does in a step of its own."""


@dataclass(frozen=True, eq=False)
class Course:
    """The course of dossiers under one edition; `parties` are all levels there ever were, upwards."""

    procedure: Procedure
    parties: tuple[str, ...]

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The steps in which a producer has something to do, in their order; the last one recognises products."""
        own = (step for step in self.procedure.steps if self._does(step.code, PRODUCER, OWN))
        return tuple(step.code for step in own)

    @cached_property
    def moves(self) -> Moves:
        """The table: from where what leads whither."""
        found: dict[tuple[Standing, Verb], Standing] = {}
        for step, following in zip(self.path, (*self.path[1:], None), strict=True):
            found |= self._moves_in(step, following)
        return found

    def first_step(self, maturity: Maturity) -> str:
        """Return where a dossier begins: an idea at the first step, a product that is there at its evaluation."""
        return self.path[0] if maturity is Maturity.POTENTIAL else self.path[-1]

    def levels(self, step: str, acts: Iterable[Act] = AT_WORK) -> tuple[str, ...]:
        """List the levels that do something in a step, upwards."""
        return tuple(level for level in self.parties if self._does(step, level, acts))

    def after(self, standing: Standing, verb: Verb) -> Standing:
        """Where a dossier goes. Raises `Refused`."""
        found = self.moves.get((standing, verb))
        if found is None:
            raise Refused(Refusal.NOT_NOW)
        return found

    def following(self, standing: Standing) -> Standing | None:
        """Where a dossier goes next when all is well; None where only its result is left."""
        verb = next((verb for verb in UPWARDS if (standing, verb) in self.moves), None)
        return self.after(standing, verb) if verb else None

    def verbs_at(self, standing: Standing) -> tuple[Verb, ...]:
        """List what can be done to a dossier where it stands, in the order of the words."""
        return tuple(verb for verb in Verb if (standing, verb) in self.moves)

    def due_on(self, case: str, standing: Standing, start: date, is_working: Callable[[date], bool]) -> date | None:
        """Until when a level has it, by the law: its clock, else its round; None where the edition sets neither.

        Clocks and rounds are those of the evaluation, the last step of the path.
        """
        if standing.level is None or standing.stage is not Stage.OFFICE or standing.step != self.path[-1]:
            return None
        clock = next((one for one in self.procedure.clocks if _runs(one, case, standing.level)), None)
        if clock:
            return clock.due(start, is_working)
        dates = self.procedure.round_of(standing.level, start)
        return dates.decided_by if dates else None

    def _moves_in(self, step: str, following: str | None) -> dict[tuple[Standing, Verb], Standing]:
        own, chain = Standing(step, Stage.PRODUCER), self.levels(step)
        after = Standing(following, Stage.PRODUCER) if following else None
        found = {(own, Verb.WITHDRAW): Standing(step, Stage.WITHDRAWN)}
        if chain:
            found[own, Verb.LODGE] = Standing(step, Stage.OFFICE, chain[0])
        elif after:
            found[own, Verb.FINISH] = after
        for here, above in zip_longest(chain, chain[1:]):
            found |= _moves_at(step, here)
            if above:
                found[Standing(step, Stage.OFFICE, here), Verb.FORWARD] = Standing(step, Stage.OFFICE, above)
            elif after:
                found[Standing(step, Stage.OFFICE, here), Verb.ACCEPT] = after
        return found | self._ends_of(step, following)

    def _ends_of(self, step: str, following: str | None) -> dict[tuple[Standing, Verb], Standing]:
        """Return how a step ends a dossier: ideas and plans are declined, an evaluation has its result."""
        verb, acts = (Verb.DECLINE, JUDGING) if following else (Verb.CONCLUDE, {Act.APPROVE})
        judging = (Standing(step, Stage.OFFICE, level) for level in self.levels(step, acts))
        return {(here, verb): Standing(step, Stage.CLOSED) for here in judging}

    def _does(self, step: str, who: str, acts: Iterable[Act]) -> bool:
        return any(who in self.procedure.who(step, act) for act in acts)


def _moves_at(step: str, level: str) -> dict[tuple[Standing, Verb], Standing]:
    """Return what a level and the producer can do with it whatever comes after: completed it goes to whoever asked."""
    held, returned = Standing(step, Stage.OFFICE, level), Standing(step, Stage.RETURNED, level)
    withdrawn = Standing(step, Stage.WITHDRAWN)
    return {
        (held, Verb.RETURN): returned,
        (returned, Verb.COMPLETE): held,
        (held, Verb.WITHDRAW): withdrawn,
        (returned, Verb.WITHDRAW): withdrawn,
    }


def _runs(clock: Clock, case: str, level: str) -> bool:
    return clock.by == level and not clock.ahead and (not clock.cases or case in clock.cases)
