"""What is left to chance in a run hangs on one seed, which is told, so that what failed can be tried again."""

import os
import secrets
import subprocess

from tests.support.processes import ROOT, rounds

VARIABLE = "OCOP_TEST_SEED"


def is_fixed() -> bool:
    """Whether nothing is left to chance in this run."""
    return rounds(default=True, full=False) and os.environ.get("CI") == "true"


def run_seed() -> int:
    """The seed of this run, the same in all its processes that are started after the first call.

    The caller's, where it is given. Under `CI=true` it comes from the content that is tested, so that the same tree
    always fares the same; `make prove` draws there too.
    """
    return int(os.environ.setdefault(VARIABLE, str(_of_the_tree() if is_fixed() else secrets.randbits(32))))


def _of_the_tree() -> int:
    """32 bits of the name git gives to the content of HEAD; a downloaded archive has no git and always the same."""
    words = ("git", "rev-parse", "--verify", "--quiet", "HEAD^{tree}")
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return int(told.stdout[:8] or "0", 16)
