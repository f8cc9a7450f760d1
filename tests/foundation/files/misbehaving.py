"""Work that does what decoders do when they read what was made to do harm."""

import json
import os
import sys
import time
from pathlib import Path

from foundation.web.confined import ProcessLimits, answer_questions

LIMITS = ProcessLimits(memory=256 * 1024 * 1024, cpu_s=1)


def work(question: bytes) -> bytes:
    kind, _, rest = question.decode().partition(" ")
    if kind == "take":
        return str(len(bytearray(int(rest)))).encode()
    if kind == "spin":
        while True:
            pass
    if kind == "sleep":
        time.sleep(float(rest))
    if kind == "abort":
        os.abort()
    if kind == "write":
        Path(rest).write_text("x" * 100)
    if kind == "speak":  # in place of whoever is asked next
        os.write(1, b"\0" * 1000)
    if kind == "fail":
        sys.exit("failed")
    return json.dumps([rest, sorted(os.environ), os.getpid()]).encode()


if __name__ == "__main__":
    answer_questions(work, LIMITS)
