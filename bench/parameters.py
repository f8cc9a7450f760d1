"""The dearest request of 64 KB: every public parameter and field filled as nobody fills it, at 20,000 products."""

import tempfile
from pathlib import Path

from bench.intake import ROWS
from bench.pages import site
from bench.storms import Judge, storms

SHOWN = 10


def main() -> None:
    """Fill a site with products, ask everything, print what was dearest; no answer may be an error of the site."""
    with tempfile.TemporaryDirectory() as folder:
        app, _names, paths = site(Path(folder), ROWS)
        app.config["WTF_CSRF_ENABLED"] = False
        slug, _, number = paths[0].rpartition("/")[2].rpartition("-")
        # Every request is tried three times: what else runs on the machine is not its cost.
        judge = Judge(app, most=0)
        costs = [judge.cost(ask) for ask in storms(app, {"slug": slug, "product_id": number})]
    print(f"\n### {len(costs):,} requests of at most 64 KB, CPU ms; a list of products takes {judge.list_ms:.1f} ms\n")
    print("| request | status | ms | × list |\n| --- | --- | --- | --- |")
    for one in sorted(costs, key=lambda one: -one.milliseconds)[:SHOWN]:
        print(f"| {one.ask} | {one.status} | {one.milliseconds:.1f} | {one.lists:.1f} |")
    print(f"errors of the site: {sum(one.status >= 500 for one in costs)}")  # noqa: PLR2004 - well known
