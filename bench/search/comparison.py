"""Every engine at every size, each building and reading in a process of its own; prints Markdown."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from bench.search.corpus import MIXED_FROM
from bench.search.engines import ENGINES, SLOW, index_folder
from bench.search.reading import write_workload
from bench.search.report import Row, machine, table
from bench.search.workload import SEED, prefixes, queries

SIZES = (20_000, MIXED_FROM)
_SMALL = SIZES[0]


@click.command()
@click.option("--size", "sizes", type=int, multiple=True, help="Documents; may be given several times.")
@click.option("--engines", default=",".join(ENGINES), show_default=True, help="Which, joined by commas.")
@click.option("--slow", is_flag=True, help="Also engines that take minutes to build a large index.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where indexes are kept; those found are not rebuilt.")
def main(sizes: tuple[int, ...], engines: str, folder: Path | None, *, slow: bool) -> None:
    """Search engines beside each other: time, memory, size of the index."""
    names = [name.strip() for name in engines.split(",")]
    unknown = [name for name in names if name not in ENGINES]
    if unknown:
        raise click.BadParameter(f"unknown: {', '.join(unknown)}; known: {', '.join(ENGINES)}")
    with tempfile.TemporaryDirectory() as temporary:
        work = folder or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        write_workload(work, queries(SEED + 1), queries(SEED), prefixes())
        print(machine())
        for size in sizes or SIZES:
            rows = [_measured(name, size, work, slow=slow) for name in names]
            print("\n" + "\n".join(table(size, rows)), flush=True)


def _measured(name: str, size: int, work: Path, *, slow: bool) -> Row:
    if name in SLOW and size > _SMALL and not slow:
        return Row(name, {}, {}, "not measured without --slow")
    kept = work / f"{name}-{size}.json"
    if not kept.exists():
        shutil.rmtree(index_folder(work, name, size), ignore_errors=True)  # one that was not finished
        built = _child("build", name, size, work)
        if isinstance(built, str):
            return Row(name, {}, {}, built)
        kept.write_text(json.dumps(built), encoding="utf-8")
    read = _child("run", name, size, work)
    if isinstance(read, str):
        return Row(name, {}, {}, read)
    return Row(name, json.loads(kept.read_text(encoding="utf-8")), read)


def _child(verb: str, name: str, size: int, work: Path) -> dict[str, Any] | str:
    """What the child printed, or the last line of its complaint."""
    command = [sys.executable, "-m", "bench.search", verb, name, str(size), str(work)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
    found: dict[str, Any] = json.loads(done.stdout)
    return found
