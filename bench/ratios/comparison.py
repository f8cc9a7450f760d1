"""Is a page slower than it was? Two states of the tree alternate in one run; the median of paired ratios decides.

Both hold the same 20,000 products, made by the commands each has; each page is asked of both, now the one first and
now the other, so that a machine that slows down slows both.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bench.intake import noisy_rows, write_rows
from bench.ratios.pairs import Ratio, ratio

ROOT = Path(__file__).resolve().parents[2]
TREE = Path(__file__).with_name("tree.py")
TODAY = "2026-11-23"
SLOWER_MAX = 0.05
WARMING = 5
MEGA = 1_000_000
COMMANDS = (("db", "upgrade"), ("reference", "load"), ("catalog", "import", "{rows}"), ("search", "rebuild"))
ANSWERED = (200, 404)
"""An unknown certificate is a page too."""

READ_BACK = "!"
"""Before an address whose page is wanted too; `tree.py` knows it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running state of the tree."""

    lines_in: IO[str]
    lines_out: IO[str]

    def ask(self, address: str) -> dict[str, Any]:
        """What an address cost, in CPU nanoseconds, and its status; raises RuntimeError where the site fails."""
        self.lines_in.write(address + "\n")
        self.lines_in.flush()
        told: dict[str, Any] = json.loads(self.lines_out.readline())
        if told["status"] not in ANSWERED:
            raise RuntimeError(f"{address}: {told['status']}")
        return told

    def read(self, address: str) -> str:
        """The page itself."""
        return str(self.ask(READ_BACK + address)["body"])


Addresses = Callable[[Site], Mapping[str, Sequence[str]]]


def compare(revision: str, rows: int, addresses: Addresses) -> bool:
    """Print what every page costs beside its cost at a revision; whether none is slower beyond doubt."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        write_rows(noisy_rows(rows), folder / "rows.csv")
        before = stack.enter_context(_site(stack.enter_context(_checkout(revision, folder)), folder / "before"))
        after = stack.enter_context(_site(ROOT, folder / "after"))
        print(f"\n### Pages at {rows:,} products beside {revision}: CPU of one request, nothing cached\n")
        print("| page | before ms | now ms | ratio | 95 % | pairs |\n| --- | --- | --- | --- | --- | --- |")
        held = [_compare(kind, asked, before, after) for kind, asked in addresses(before).items()]
        peaks = [site.ask("/health/live")["peak_kb"] / 1024 for site in (before, after)]
        print(f"\nmemory at most: {peaks[0]:.0f} MB before, {peaks[1]:.0f} MB now")
    return all(held)


def _compare(kind: str, addresses: Sequence[str], before: Site, after: Site) -> bool:
    costs: tuple[list[int], list[int]] = ([], [])
    for number, address in enumerate((*addresses[:WARMING], *addresses)):
        pair = [(costs[0], before), (costs[1], after)]
        for kept, site in pair if number % 2 else reversed(pair):
            cost = site.ask(address)["nanoseconds"]
            if number >= WARMING:
                kept.append(cost)
    return _print(kind, ratio(*costs), *(sorted(kept)[len(kept) // 2] / MEGA for kept in costs))


def _print(kind: str, found: Ratio, before: float, now: float) -> bool:
    slower = found.exceeds(SLOWER_MAX)
    told = f"{found.median:.3f} | {found.low:.3f}–{found.high:.3f} | {found.pairs}"
    print(f"| {kind} | {before:.2f} | {now:.2f} | {told} |{' slower' if slower else ''}", flush=True)
    return not slower


@contextmanager
def _checkout(revision: str, folder: Path) -> Iterator[Path]:
    """The tree at a revision, for as long as the block runs."""
    tree = folder / "tree"
    _run("git", "worktree", "add", "--quiet", "--detach", str(tree), revision, cwd=ROOT)
    try:
        yield tree
    finally:
        _run("git", "worktree", "remove", "--force", str(tree), cwd=ROOT)


@contextmanager
def _site(tree: Path, data: Path) -> Iterator[Site]:
    """A state of the tree, filled and answering."""
    settings = {"OCOP_ENV": "demo", "OCOP_DATA_DIR": str(data), "OCOP_TODAY": TODAY, "FLASK_APP": "wsgi.py"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OCOP_")}
    environ = {**kept, **settings, "PYTHONPATH": str(tree)}
    rows = str(data.parent / "rows.csv")
    for command in COMMANDS:
        words = [word.format(rows=rows) for word in command]
        _run(sys.executable, "-P", "-m", "flask", *words, cwd=tree, env=environ)
    with subprocess.Popen(
        [sys.executable, "-P", str(TREE)],
        cwd=tree,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process without its pipes")
        yield Site(process.stdin, process.stdout)
        process.stdin.close()


def _run(*words: str, cwd: Path, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(words, cwd=cwd, env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
