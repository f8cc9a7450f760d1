"""The gate: `make test` in one command. Static checks first, then the tests; `--full` does every round.

Says at the end how many tests ran on each database and how long it took.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

STATIC: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("types", ("mypy", "--no-error-summary")),
    ("import contracts", ("lint-imports",)),
    ("templates", ("djlint", "--lint", "--quiet", "foundation", "catalog", "admin", "demo")),
    ("translations", ("python", "-m", "translations.catalogue", "check")),
)


def main() -> int:
    """Run the gate; the exit status is 0 only when everything holds."""
    asked = _arguments()
    started = time.monotonic()
    failed = [name for name, words in STATIC if not _run(name, words)]
    if not asked.static:
        browser = _browser_ready()
        if not browser and os.environ.get("CI") == "true":
            failed.append("browser")
        if not _tests(full=asked.full, browser=browser):
            failed.append("tests")
    print(f"{time.monotonic() - started:.0f} s" + (f"; failed: {', '.join(failed)}" if failed else "; all hold"))
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


def _tests(*, full: bool, browser: bool) -> bool:
    words = [str(BIN / "python"), "-m", "pytest", "--numprocesses=2", "--dist=worksteal", "--quiet"]
    if not browser:
        words += ["-m", "not browser"]
    rounds = {"OCOP_TEST_ROUNDS": "full"} if full else {}
    return subprocess.run(words, cwd=ROOT, check=False, env={**os.environ, **rounds}).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
