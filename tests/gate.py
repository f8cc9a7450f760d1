"""The gate: `make test` in one command. Static checks and the tests beside them; `--full` does every round.

Says at the end how many tests ran on each database, and what all of it took in time and in CPU. Under `CI=true`
nothing is left to chance: the seed of order and examples comes from what is tested, and nothing is tried twice.
`--full` measures coverage and holds it against its bars; without it, what was measured last is shown of changed rooms.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import coverage_bars
from tests.support.seeds import VARIABLE, run_seed

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

STATIC: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("import contracts", ("lint-imports",)),
    ("templates", ("djlint", "--lint", "--quiet", "foundation", "catalog", "marketplace", "admin", "demo")),
    ("translations", ("python", "-m", "translations.catalogue", "check")),
)
TYPES = ("types", ("mypy", "--no-error-summary"))
"""What takes as long as all the others: it runs beside the tests."""


def main() -> int:
    """Run the gate; the exit status is 0 only when everything holds."""
    asked = _arguments()
    started = time.monotonic()
    with ThreadPoolExecutor(1) as beside:
        typed = beside.submit(_run, *TYPES)
        failed = [name for name, words in STATIC if not _run(name, words)]
        if not asked.static:
            failed += _tested(full=asked.full)
        failed += [] if typed.result() else [TYPES[0]]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = f"{time.monotonic() - started:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of CPU"
    print(took + (f"; failed: {', '.join(failed)}" if failed else "; all hold"))
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--static", action="store_true", help="only what needs no running code")
    parser.add_argument("--full", action="store_true", help="faults with all their rounds")
    return parser.parse_args()


def _run(name: str, words: tuple[str, ...]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        [BIN / words[0], *words[1:]],
        cwd=ROOT,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    print(f"{name}: {'holds' if done.returncode == 0 else 'FAILS'} ({time.monotonic() - started:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def _browser_ready() -> bool:
    """Have the system's Chromium: installed from the system's packages when root."""
    if not shutil.which("chromium") and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        for words in (["apt-get", "update"], ["apt-get", "install", "--yes", "chromium"]):
            subprocess.run(words, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if shutil.which("chromium"):
        return True
    print("browser tests: not run, there is no Chromium on this machine", flush=True)
    return False


def _tested(*, full: bool) -> list[str]:
    """Run the tests; what failed."""
    browser = _browser_ready()
    failed = ["browser"] if not browser and os.environ.get("CI") == "true" else []
    words = [str(BIN / "python"), "-m", "pytest", "--numprocesses=2", "--dist=worksteal", "--quiet"]
    if not browser:
        words += ["-m", "not browser"]
    os.environ |= {"OCOP_TEST_ROUNDS": "full"} if full else {}
    print(f"tests: {VARIABLE}={run_seed()}", flush=True)
    done = subprocess.run([*words, *(coverage_bars.PYTEST if full else ())], cwd=ROOT, check=False)
    failed += [] if done.returncode == 0 else ["tests"]
    if full:
        return failed if coverage_bars.judge() else [*failed, "coverage"]
    coverage_bars.tell_changed()
    return failed


if __name__ == "__main__":
    sys.exit(main())
