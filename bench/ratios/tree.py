"""One state of the tree as a process that answers addresses and says what each cost.

Run from a checkout with nothing of this one on its path: it knows the site only by what is promised to the outside,
`wsgi.create_app`, so that it can ask any state. Reads an address a line; writes one JSON object a line.
"""

import gc
import json
import resource
import sys
import time

from werkzeug.test import EnvironBuilder, run_wsgi_app

from wsgi import create_app

READ_BACK = "!"
"""Before an address whose page is wanted too."""


def main() -> None:
    """Answer until the input ends."""
    app = create_app()
    for line in sys.stdin:
        address = line.strip()
        wanted = address.startswith(READ_BACK)
        path, _, query = address.removeprefix(READ_BACK).partition("?")
        environ = EnvironBuilder(path=path, query_string=query).get_environ()
        _tidy()
        started = time.process_time_ns()
        body, status, _ = run_wsgi_app(app, environ, buffered=True)
        cost = time.process_time_ns() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        told: dict[str, int | str] = {"status": int(status[:3]), "nanoseconds": cost, "peak_kb": peak}
        if wanted:
            told["body"] = b"".join(body).decode()
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _tidy() -> None:
    """Collect what earlier pages left, so that this one is not charged for it, and never look at what stays again."""
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
