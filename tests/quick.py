"""`make quick`: the tests a change can touch, in less than a minute.

What is changed is what git says of the working tree (or since a revision, `--since main`). Nearest first: the tests of
the changed rooms, then those that import what was changed, directly or through other rooms. What does not fit into the
minute is counted and left to `make test`.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path, PurePosixPath

import grimp

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PACKAGES = ("foundation", "catalog", "marketplace", "admin", "demo", "translations", "bench", "tests")
COSTS = ROOT / ".pytest_cache/v/ocop/costs"
"""What files cost when they ran last, in CPU seconds; `tests.support.costs` writes it."""

UNKNOWN_S = 2.0
"""A file that has not been measured yet."""

BUDGET_S = 55.0
"""CPU seconds of tests that two processes do in less than a minute, with what they need to start."""

ALWAYS = (PurePosixPath("tests/contracts/test_tree.py"),)


def main() -> int:
    """Run them; the exit status is that of the tests, or of the first static check that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--since", default="HEAD", help="a revision; what is not committed counts in any case")
    changed = list(_changed(parser.parse_args().since))
    for words in (("ruff", "format", "--check", "--quiet", "."), ("ruff", "check", "--quiet", ".")):
        if status := subprocess.run([BIN / words[0], *words[1:]], cwd=ROOT, check=False).returncode:
            return status
    graph = grimp.build_graph(*PACKAGES)
    found = list(dict.fromkeys((*ALWAYS, *nearest(changed, graph))))
    chosen = within(found, _costs(), BUDGET_S)
    print(f"{len(changed)} files changed: {len(chosen)} of {len(found)} files of tests that they can touch", flush=True)
    tests = ("-m", "pytest", "--numprocesses=2", "--dist=worksteal", "--quiet", "-p", "tests.support.costs")
    return subprocess.run([BIN / "python", *tests, *map(str, chosen)], cwd=ROOT, check=False).returncode


def nearest(changed: Iterable[PurePosixPath], graph: grimp.ImportGraph) -> Iterator[PurePosixPath]:
    """The files of tests that these files can touch, the nearest first; some more than once."""
    files, modules = list(changed), set[str]()
    for path in files:
        if path.suffix == ".py" and _module(path) in graph.modules:
            modules.add(_module(path))
            yield from _tests({_module(path)})
    for path in files:
        yield from _beside(path, graph)
    reached = modules
    while reached:
        around = {one for module in reached for one in graph.find_modules_that_directly_import(module)}
        modules |= reached
        reached = around - modules
        yield from _tests(reached)


def within(found: Sequence[PurePosixPath], costs: Mapping[str, float], budget: float) -> list[PurePosixPath]:
    """As many of them, from the first on, as cost no more than a budget; always the first."""
    spent = list(accumulate(costs.get(str(path), UNKNOWN_S) for path in found))
    return [path for path, so_far in zip(found, spent, strict=True) if path == found[0] or so_far <= budget]


def _tests(modules: Iterable[str]) -> Iterator[PurePosixPath]:
    for module in sorted(modules):
        if module.startswith("tests.") and module.rpartition(".")[2].startswith("test_"):
            yield PurePosixPath(*module.split(".")).with_suffix(".py")


def _beside(path: PurePosixPath, graph: grimp.ImportGraph) -> Iterator[PurePosixPath]:
    """The tests of the room a file lies in, which has its like under `tests/`."""
    room = [part for part in path.parts[:2] if part != "tests"]
    prefix = ".".join(("tests", *room)) + "."
    if path.parent.parts[:1] != ("tests",) and room:
        yield from _tests(module for module in graph.modules if module.startswith(prefix))


def _module(path: PurePosixPath) -> str:
    plain = path.with_suffix("")
    return ".".join((plain.parent if plain.name == "__init__" else plain).parts)


def _changed(since: str) -> Iterator[PurePosixPath]:
    for words in (("diff", "--name-only", since), ("ls-files", "--others", "--exclude-standard")):
        done = subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True)
        yield from map(PurePosixPath, done.stdout.splitlines())


def _costs() -> Mapping[str, float]:
    costs: dict[str, float] = json.loads(COSTS.read_text()) if COSTS.exists() else {}
    return costs


if __name__ == "__main__":
    sys.exit(main())
